//! Accounts, for admins.

use api::{Page, UserPatch, UserView, paths};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use model::{PageRequest, UserId};

use crate::{
    body::Draft,
    error::ServiceResult,
    query::Query,
    routes::{caller::Caller, location},
    services::users::{self, UserDraft},
    state::AppState,
};

pub async fn list_users(
    State(state): State<AppState>,
    Query(page): Query<PageRequest>,
) -> ServiceResult<Json<Page<UserView>>> {
    Ok(Json(users::list(&state, page).await?))
}

pub async fn add_user(
    State(state): State<AppState>,
    caller: Caller,
    Draft(new, faults): Draft<UserDraft>,
) -> ServiceResult<Response> {
    let user = users::add(&state, new, faults, &caller.actor()).await?;
    location::at(paths::USER, user.id.as_str(), StatusCode::CREATED, &user)
}

pub async fn change_user(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<UserId>,
    Draft(patch, faults): Draft<UserPatch>,
) -> ServiceResult<Json<UserView>> {
    Ok(Json(users::change(&state, &id, patch, faults, &caller.actor()).await?))
}

pub async fn remove_user(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<UserId>,
) -> ServiceResult<StatusCode> {
    users::remove(&state, &id, &caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
