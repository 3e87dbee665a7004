//! Headers that every response carries, whatever made it.

use std::sync::Arc;

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};

use crate::auth;

/// The value that lets our own inline scripts and styles run: a fresh one for each page, among the extensions of its
/// response.
#[derive(Debug, Clone)]
pub struct PageNonce(pub Arc<str>);

impl PageNonce {
    pub fn fresh() -> Self {
        Self(auth::random_id().into())
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

/// Adds the headers. They hang on the response alone: to keep anything of each request until then takes longer.
pub fn add_headers<B>(is_https: bool, mut response: Response<B>) -> Response<B> {
    let policy = response.extensions().get().map_or(POLICY, page_policy);
    let headers = response.headers_mut();
    headers.reserve(FIXED.len() + MOST_OTHERS);
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, TWO_YEARS_HSTS);
    }
    // Only files under a hashed name say otherwise, by themselves.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn page_policy(PageNonce(nonce): &PageNonce) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; \
         script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'"
    );
    // A nonce is letters and digits, so the policy is always a valid header.
    HeaderValue::from_str(&policy).unwrap_or(POLICY)
}
