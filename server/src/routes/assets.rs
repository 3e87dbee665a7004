//! What is scored, and the days that hold data about it.

use api::{AssetChange, AssetView, Coverage, Page};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use model::{AnalysisKind, Asset, AssetId, AssetType, AuditAction, PageRequest, ServiceType};
use serde_json::Value;
use store::AssetFilter;

use crate::{
    body::Body,
    error::ServiceResult,
    query::{self, FromQuery, Query, QueryFields},
    routes::{
        Parameter,
        analyses::{kind, kind_words},
        caller::Caller,
    },
    services::coverage,
    state::AppState,
    words,
};

/// The filters, described.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "asset_type", about: "Only assets of this type", is_required: false, schema: Some(asset_types) },
    Parameter {
        name: "service_type",
        about: "Only services of this type",
        is_required: false,
        schema: Some(service_types),
    },
    Parameter { name: "q", about: "Part of the id or the name", is_required: false, schema: None },
    query::LIMIT,
    query::CURSOR,
];

/// Which coverage is asked for, described.
pub const COVERAGE_PARAMETERS: &[Parameter] = &[Parameter {
    name: "kind",
    about: "Which analysis the data are for",
    is_required: true,
    schema: Some(kind_words),
}];

fn asset_types() -> Value {
    words::schema(AssetType::ALL, AssetType::as_str)
}

fn service_types() -> Value {
    words::schema(ServiceType::ALL, ServiceType::as_str)
}

/// Which assets are asked for, and which page of them.
pub struct AssetQuery {
    filter: AssetFilter,
    page: PageRequest,
}

impl FromQuery for AssetQuery {
    fn from_query(fields: &mut QueryFields) -> Self {
        let filter = AssetFilter {
            asset_type: fields.read("asset_type", |word| words::one_of(AssetType::ALL, AssetType::as_str, word)),
            service_type: fields
                .read("service_type", |word| words::one_of(ServiceType::ALL, ServiceType::as_str, word)),
            text: fields.read("q", |text| Ok(text.to_owned())),
        };
        Self { filter, page: fields.page() }
    }
}

/// The kind whose data are asked for.
pub struct CoverageQuery(Option<AnalysisKind>);

impl FromQuery for CoverageQuery {
    fn from_query(fields: &mut QueryFields) -> Self {
        Self(fields.required("kind", kind))
    }
}

pub async fn list_assets(
    State(state): State<AppState>,
    Query(AssetQuery { filter, page }): Query<AssetQuery>,
) -> ServiceResult<Json<Page<AssetView>>> {
    Ok(Json(state.store.list_assets(filter, page).await?.found.map(AssetView::from)))
}

pub async fn put_asset(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<AssetId>,
    Body(change): Body<AssetChange>,
) -> ServiceResult<(StatusCode, Json<AssetView>)> {
    // Every service has a type, be it the one for services without one.
    let is_service = change.asset_type == AssetType::Service;
    let asset = Asset {
        id,
        name: change.display_name,
        asset_type: change.asset_type,
        service_type: change.service_type.or(is_service.then_some(ServiceType::Default)),
        tags: change.tags,
    };
    let row = caller.actor().did(&state, AuditAction::AssetChanged, asset.id.as_str());
    let is_new = state.store.put_asset(&asset, row).await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, Json(asset.into())))
}

pub async fn remove_asset(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<AssetId>,
) -> ServiceResult<StatusCode> {
    let row = caller.actor().did(&state, AuditAction::AssetRemoved, id.as_str());
    state.store.remove_asset(&id, row).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn find_coverage(
    State(state): State<AppState>,
    Query(CoverageQuery(kind)): Query<CoverageQuery>,
) -> ServiceResult<Json<Coverage>> {
    // Without a kind the query is at fault, and this is not reached.
    let kind = kind.unwrap_or(AnalysisKind::Availability);
    Ok(Json(Coverage::clone(&*coverage::find(&state, kind).await?)))
}
