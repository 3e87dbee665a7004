//! Reports: listed, fetched as the bytes that are kept, deleted.

use std::io;

use api::{FallenScores, Page, ReportHeads, paths};
use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use model::{AnalysisKind, AuditAction, PageRequest, ReportHead, ReportId};
use store::StoreError;

use crate::{
    auth::identity::Identity,
    encoding::accepts,
    error::ServiceResult,
    outlet,
    query::{self, FromQuery, Query, QueryFields},
    report_content,
    routes::{
        Parameter,
        analyses::{kind, kind_words},
        caller::Caller,
    },
    services::{
        fallen_scores,
        report_bytes::{self, Found},
    },
    state::AppState,
};

/// The filters, described.
pub const PARAMETERS: &[Parameter] = &[
    Parameter { name: "kind", about: "Only reports of this kind", is_required: false, schema: Some(kind_words) },
    query::LIMIT,
    query::CURSOR,
];

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const GZIP: HeaderValue = HeaderValue::from_static("gzip");
const BY_ENCODING: HeaderValue = HeaderValue::from_static("accept-encoding");

/// Which reports are asked for, and which page of them.
pub struct ReportQuery {
    kind: Option<AnalysisKind>,
    page: PageRequest,
}

impl FromQuery for ReportQuery {
    fn from_query(fields: &mut QueryFields) -> Self {
        Self { kind: fields.read("kind", kind), page: fields.page() }
    }
}

pub async fn list_reports(
    State(state): State<AppState>,
    Query(ReportQuery { kind, page }): Query<ReportQuery>,
) -> ServiceResult<Json<Page<ReportHead>>> {
    Ok(Json(state.store.list_reports(kind, page).await?))
}

pub async fn find_report(
    State(state): State<AppState>,
    identity: Identity,
    Path(id): Path<ReportId>,
    headers: HeaderMap,
) -> ServiceResult<Response> {
    let packed = accepts(&headers, &["gzip", "x-gzip"]);
    // A report never changes, so that its id tells its bytes; packed and unpacked are two representations of it.
    let encoding = if packed { "gzip" } else { "plain" };
    let tag = format!("\"{}-{encoding}\"", paths::encode(id.as_str()));
    let fixed = [(header::ETAG, HeaderValue::from_str(&tag)?), (header::VARY, BY_ENCODING)];
    if is_known(&headers, &tag) {
        state.store.find_report(&id).await?.ok_or(StoreError::NotFound)?;
        return Ok((StatusCode::NOT_MODIFIED, fixed).into_response());
    }
    let content = report_bytes::find(&state, &id, identity.user.name.as_str()).await?.ok_or(StoreError::NotFound)?;
    Ok((fixed, carry(content, packed)).into_response())
}

pub async fn find_report_heads(
    State(state): State<AppState>,
    Path(id): Path<ReportId>,
) -> ServiceResult<Json<ReportHeads>> {
    let head = state.store.find_report(&id).await?.ok_or(StoreError::NotFound)?;
    let before = state.store.find_report_before(&head).await?;
    Ok(Json(ReportHeads { head, before }))
}

pub async fn find_fallen_scores(
    State(state): State<AppState>,
    Path(id): Path<ReportId>,
) -> ServiceResult<Json<FallenScores>> {
    Ok(Json(fallen_scores::find(&state, &id).await?))
}

fn carry(Found { bytes, turn }: Found, packed: bool) -> Response {
    let body = match (turn, packed) {
        (None, true) => Body::from(bytes),
        (None, false) => Body::from_stream(stream::iter(report_content::pieces(bytes))),
        (Some(turn), packed) => Body::from_stream(outlet::pieces(move |out| {
            let _turn = turn;
            if packed { out.write_all(&bytes) } else { io::copy(&mut report_content::unpack(&bytes), out).map(drop) }
        })),
    };
    let encoding = packed.then_some([(header::CONTENT_ENCODING, GZIP)]);
    ([(header::CONTENT_TYPE, JSON)], encoding, body).into_response()
}

/// Whether the client has these very bytes.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = given.flat_map(|text| text.split(',')).map(|one| one.trim().trim_start_matches("W/"));
    tags.any(|one| one == tag || one == "*")
}

pub async fn remove_report(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<ReportId>,
) -> ServiceResult<StatusCode> {
    let row = caller.actor().did(&state, AuditAction::ReportRemoved, id.as_str());
    state.store.remove_report(&id, row).await?;
    Ok(StatusCode::NO_CONTENT)
}
