//! The very first admin.

use api::Setup;
use axum::{Json, extract::State, http::StatusCode};

use crate::{
    auth::identity::Origin,
    body::Draft,
    error::ServiceResult,
    services::setup::{self, SetupDraft},
    state::AppState,
};

pub async fn find_setup(State(state): State<AppState>) -> ServiceResult<Json<Setup>> {
    Ok(Json(Setup { needed: setup::is_needed(&state).await? }))
}

pub async fn set_up(
    State(state): State<AppState>,
    origin: Origin,
    Draft(new, faults): Draft<SetupDraft>,
) -> ServiceResult<StatusCode> {
    setup::set_up(&state, new, faults, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
