//! The whole of what is served: the API, the files of the browser half, and the pages; with what every request
//! goes through on its way in and out.

use std::{panic::AssertUnwindSafe, time::Duration};

use api::paths;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::{Extensions, HeaderMap, Method, StatusCode, Version, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use futures_util::FutureExt;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, timeout::RequestBodyTimeoutLayer,
};

use crate::{
    error, observe, pages,
    routes::{self, health},
    security, site_files,
    state::AppState,
};

/// The largest body of an ordinary request.
const LONGEST_BODY: usize = 1 << 20;
/// How long a body may pause.
const SLOWEST_BODY: Duration = Duration::from_secs(10);

/// The files that browsers and crawlers ask for by a fixed name.
const FIXED_FILES: [(&str, &str); 6] = [
    ("/favicon.ico", "favicon.ico"),
    ("/robots.txt", "robots.txt"),
    ("/manifest.webmanifest", "manifest.webmanifest"),
    // The manifest names these.
    ("/icons/icon-192.png", "icons/icon-192.png"),
    ("/icons/icon-512.png", "icons/icon-512.png"),
    ("/icons/maskable-512.png", "icons/maskable-512.png"),
];

/// Everything that is served.
pub fn router(state: AppState) -> anyhow::Result<Router> {
    let api = api(&state)?;
    let files = FIXED_FILES
        .into_iter()
        .fold(Router::new().route("/assets/{*file}", get(site_files::hashed)), |router, (path, name)| {
            router.route(path, get(move |headers| site_files::fixed(name, headers)))
        });
    let page_api = api.clone();
    let page_state = state.clone();
    let pages = move |request: Request| render_page(page_state.clone(), page_api.clone(), request);
    let rest = files.fallback(pages).layer(CompressionLayer::new().compress_when(is_page)).merge(api);
    // Whoever looks after many machines asks for it all day long: it goes through nothing that it does not need.
    let health = get(health::healthz).fallback_service(rest.clone());
    // Outermost first: observing sees everything, and every answer gets its headers. One stack, because a router boxes
    // each layer that it is given.
    let is_https = state.settings.is_https();
    let around_all = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(state, observe::observe))
        .map_response(move |response| security::add_headers(is_https, response))
        .layer(CatchPanicLayer::custom(error::after_panic));
    Ok(Router::new().route(paths::HEALTHZ, health).fallback_service(rest).layer(around_all))
}

/// Pages are made for each visit; files and reports are kept compressed already.
fn is_page(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The HTTP API, each of its errors a problem.
fn api(state: &AppState) -> anyhow::Result<Router> {
    let not_found = || async { StatusCode::NOT_FOUND };
    let under_api = format!("{}/{{*rest}}", paths::API);
    Ok(routes::router(state)
        .route(paths::API, any(not_found))
        .route(&format!("{}/", paths::API), any(not_found))
        .route(&under_api, any(not_found))
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED })
        .with_state(state.clone())
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(RequestBodyTimeoutLayer::new(SLOWEST_BODY))
        .layer(csrf(state)?)
        .layer(CatchPanicLayer::custom(error::after_panic))
        .layer(middleware::from_fn(error::write_problems))
        .layer(middleware::from_fn(routes::note_pattern)))
}

/// Writes that a browser sends must come from our own pages.
fn csrf(state: &AppState) -> anyhow::Result<CsrfLayer> {
    match &state.settings.public_url {
        Some(url) => Ok(CsrfLayer::new().add_trusted_origin(url.to_string())?),
        None => Ok(CsrfLayer::new()),
    }
}

/// A page is read; writes go to the API.
async fn render_page(state: AppState, api: Router, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let preferences = pages::preferences_of(request.headers());
    match AssertUnwindSafe(pages::show(state, api, request)).catch_unwind().await {
        Ok(Ok(page)) => page,
        // Nobody who looks at a page reads problem documents.
        Ok(Err(error)) => pages::failed(preferences, &error.into_response()),
        Err(panic) => pages::failed(preferences, &error::after_panic(panic)),
    }
}
