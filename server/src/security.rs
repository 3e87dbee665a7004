//! Headers that every response carries, whatever made it.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::{auth, state::AppState};

/// The value that lets our own inline scripts and styles run: a fresh one for each response that is a page.
#[derive(Debug, Clone, Default)]
pub struct PageNonce(Arc<OnceLock<Arc<str>>>);

impl PageNonce {
    /// Made when a page first asks for it.
    pub fn value(&self) -> Arc<str> {
        self.0.get_or_init(|| auth::random_id().into()).clone()
    }
}

const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), \
         microphone=(), midi=(), payment=(), serial=(), usb=()",
    ),
];

/// How many headers an answer usually has besides the fixed ones; with room for them the map grows once.
const MOST_OTHERS: usize = 8;

/// For what is no page: nothing runs there.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; \
     style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'",
);

const TWO_YEARS_HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Adds the headers; pages find the nonce among the request's extensions.
pub async fn add_headers(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = PageNonce::default();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.reserve(FIXED.len() + MOST_OTHERS);
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, nonce.0.get().map_or(POLICY, |nonce| page_policy(nonce)));
    if state.settings.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TWO_YEARS_HSTS);
    }
    // Only files under a hashed name say otherwise, by themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn page_policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; \
         script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'"
    );
    // A nonce is letters and digits, so the policy is always a valid header.
    HeaderValue::from_str(&policy).unwrap_or(POLICY)
}
