//! Whether the server lives, whether it can work, what it measures, and what it offers.

use std::{sync::LazyLock, time::Duration};

use api::{Health, Readiness, paths};
use axum::{Extension, Json, extract::State, http::header, response::IntoResponse};
use tokio::time::timeout;

use crate::{error::ServiceResult, openapi, routes::RoutePattern, services::last_scores, state::AppState};

pub async fn healthz() -> (Extension<RoutePattern>, Json<Health>) {
    (Extension(RoutePattern(paths::HEALTHZ)), Json(Health { status: "alive".into() }))
}

pub async fn readyz(State(state): State<AppState>) -> ServiceResult<Json<Readiness>> {
    state.store.ping().await?;
    Ok(Json(Readiness { status: "ready".into(), database: state.store.engine().as_str().into() }))
}

/// How long a scrape waits for what the database knows; without it the rest is told.
const SLOWEST_FIGURES: Duration = Duration::from_secs(3);

pub async fn metrics(State(state): State<AppState>) -> impl IntoResponse {
    let asked = async {
        state.metrics.set_jobs(&state.store.count_jobs().await?);
        state.metrics.set_scores(&last_scores::find(&state).await?);
        ServiceResult::Ok(())
    };
    match timeout(SLOWEST_FIGURES, asked).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "the figures of the database are as they were before"),
        Err(_) => tracing::warn!("the database is slow: its figures are as they were before"),
    }
    state.metrics.set_pool(state.store.pool());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], state.metrics.render())
}

/// Written once, as well as made.
pub async fn openapi() -> impl IntoResponse {
    static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi::document().to_string());
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}
