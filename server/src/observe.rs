//! What is known of each request from outside: its id, a line in the log, a figure in the metrics.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use api::paths;
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use tracing::{Instrument, Span};

use crate::{auth, routes::RoutePattern, state::AppState};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST_ID: usize = 64;

/// Names one request in answers, log and audit trail.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

/// Ids for requests that come without one: what only this start has, then a number. Asking the system for randomness
/// each time would take longer than answering a health check.
#[derive(Debug)]
pub struct RequestIds {
    start: String,
    next: AtomicU64,
}

impl Default for RequestIds {
    fn default() -> Self {
        let mut start = auth::random_id();
        start.truncate(16);
        Self { start, next: AtomicU64::new(1) }
    }
}

impl RequestIds {
    fn next(&self) -> Arc<str> {
        format!("{}{:016x}", self.start, self.next.fetch_add(1, Ordering::Relaxed)).into()
    }
}

/// Gives the request its id, and reports on it once it is answered.
pub async fn observe(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = given_id(&request).unwrap_or_else(|| state.request_ids.next());
    request.extensions_mut().insert(RequestId(id.clone()));
    let method = request.method().clone();
    let span = span_of(&id, &method, request.uri().path());
    let mut response = next.run(request).instrument(span.clone()).await;

    let took = started.elapsed();
    // Pages, files and what is not there at all are on no route of the table: one series for all of them.
    let route = response.extensions().get::<RoutePattern>().map_or("page", |pattern| pattern.0);
    state.metrics.observe_request(&method, route, response.status(), took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    span.in_scope(|| tracing::debug!(status, milliseconds, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// What the lines in the log that are written meanwhile have in common. In a health check there are none but the last one,
/// which is rarely asked for; to make its span takes longer than to answer it.
fn span_of(id: &str, method: &Method, path: &str) -> Span {
    match path {
        paths::HEALTHZ => tracing::debug_span!("request", id, %method, path),
        _ => tracing::info_span!("request", id, %method, path),
    }
}

/// The id that a proxy in front gave, if it is one that can go into a log as it stands.
fn given_id(request: &Request) -> Option<Arc<str>> {
    let text = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let fine = !text.is_empty()
        && text.len() <= LONGEST_ID
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    fine.then(|| text.into())
}
