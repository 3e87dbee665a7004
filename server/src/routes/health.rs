//! Whether the server lives, whether it can work, what it measures, and what it offers.

use std::sync::LazyLock;

use api::{Health, Readiness};
use axum::{Json, extract::State, http::header, response::IntoResponse};

use crate::{error::ServiceResult, openapi, state::AppState};

pub async fn healthz() -> Json<Health> {
    Json(Health { status: "alive".into() })
}

pub async fn readyz(State(state): State<AppState>) -> ServiceResult<Json<Readiness>> {
    state.store.ping().await?;
    Ok(Json(Readiness { status: "ready".into(), database: state.store.engine().as_str().into() }))
}

pub async fn metrics(State(state): State<AppState>) -> impl IntoResponse {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], state.metrics.render())
}

/// Made once; it is the same until the program is another.
pub async fn openapi() -> impl IntoResponse {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}
