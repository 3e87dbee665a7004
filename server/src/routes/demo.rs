//! The demo data, in and out.

use api::DemoLoaded;
use axum::{Json, extract::State, http::StatusCode};

use crate::{
    demo::{DEFAULT_DAYS, DEFAULT_SEED, Story},
    error::ServiceResult,
    routes::caller::Caller,
    services::demo,
    state::AppState,
};

/// A month that ends with yesterday.
pub async fn load_demo(State(state): State<AppState>, caller: Caller) -> ServiceResult<Json<DemoLoaded>> {
    let zone = state.settings.timezone;
    let until = state.clock.now().with_timezone(&zone).date_naive();
    let story = Story { seed: DEFAULT_SEED, until, days: DEFAULT_DAYS, zone };
    let loaded = demo::load(&state, story, &caller.actor()).await;
    // Some of it may be there even where not all of it could be loaded.
    state.coverages.forget();
    Ok(Json(loaded?))
}

pub async fn remove_demo(State(state): State<AppState>, caller: Caller) -> ServiceResult<StatusCode> {
    let removed = demo::remove(&state, &caller.actor()).await;
    state.coverages.forget();
    removed?;
    Ok(StatusCode::NO_CONTENT)
}
