//! Saved configurations.

use api::{Page, PresetChange};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use model::{AuditAction, MAX_NAME, PageRequest, Preset, check_text};
use store::StoreError;

use crate::{
    body::Body,
    error::{ServiceError, ServiceResult},
    query::Query,
    routes::caller::Caller,
    state::AppState,
};

pub async fn list_presets(
    State(state): State<AppState>,
    Query(page): Query<PageRequest>,
) -> ServiceResult<Json<Page<Preset>>> {
    Ok(Json(state.store.list_presets(page).await?))
}

pub async fn find_preset(State(state): State<AppState>, Path(name): Path<String>) -> ServiceResult<Json<Preset>> {
    Ok(Json(state.store.find_preset(&name).await?.ok_or(StoreError::NotFound)?))
}

pub async fn put_preset(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
    Body(change): Body<PresetChange>,
) -> ServiceResult<(StatusCode, Json<Preset>)> {
    check_text(&name, MAX_NAME)
        .map_err(|fault| ServiceError::refused(api::Code::BadRequest, format!("the name of a preset {fault}")))?;
    let actor = caller.actor();
    let preset = Preset {
        name,
        configuration: change.configuration,
        changed_at: state.clock.now(),
        changed_by: actor.name.into(),
    };
    let row = actor.did(&state, AuditAction::PresetChanged, &preset.name);
    let is_new = state.store.put_preset(&preset, row).await?;
    Ok((if is_new { StatusCode::CREATED } else { StatusCode::OK }, Json(preset)))
}

pub async fn remove_preset(
    State(state): State<AppState>,
    caller: Caller,
    Path(name): Path<String>,
) -> ServiceResult<StatusCode> {
    let row = caller.actor().did(&state, AuditAction::PresetRemoved, &name);
    state.store.remove_preset(&name, row).await?;
    Ok(StatusCode::NO_CONTENT)
}
