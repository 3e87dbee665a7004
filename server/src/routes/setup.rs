//! The very first admin.

use api::{NewSetup, Setup};
use axum::{Json, extract::State, http::StatusCode};

use crate::{auth::identity::Origin, body::Body, error::ServiceResult, services::setup, state::AppState};

pub async fn find_setup(State(state): State<AppState>) -> ServiceResult<Json<Setup>> {
    Ok(Json(Setup { needed: setup::is_needed(&state).await? }))
}

pub async fn set_up(
    State(state): State<AppState>,
    origin: Origin,
    Body(new): Body<NewSetup>,
) -> ServiceResult<StatusCode> {
    setup::set_up(&state, new, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}
