//! The files of the browser half, embedded under hashed names and compressed ahead of time.

use std::io::Read;

use axum::{
    body::Bytes,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use flate2::read::GzDecoder;

use crate::encoding;

/// A file of the site.
struct SiteFile {
    /// What the code calls it.
    name: &'static str,
    /// Where browsers find it: it holds the hash of the content.
    path: &'static str,
    /// Only of what does not get smaller by being compressed.
    plain: Option<&'static [u8]>,
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

static SITE: &[SiteFile] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
const CONTENT_TYPES: &[(&str, &str)] = &[
    ("css", "text/css; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("woff2", "font/woff2"),
];

/// Whether this program was built with its browser half.
pub fn is_complete() -> bool {
    !path_of("vedetta_bg.wasm").is_empty()
}

/// Where browsers find the file that the code calls `name`; empty when this build has none.
pub fn path_of(name: &str) -> &'static str {
    SITE.iter().find(|file| file.name == name).map_or("", |file| file.path)
}

/// Where browsers find the files that these parts of the browser half are made of.
pub fn files_of(parts: &[&str]) -> impl Iterator<Item = &'static str> {
    SITE.iter().filter(|file| users_of(file.name).any(|user| parts.contains(&user))).map(|file| file.path)
}

/// The parts that need a file such as `parts/accounts+analyses/part.pack`.
fn users_of(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.strip_prefix("parts/").and_then(|name| name.strip_suffix("/part.pack"));
    parts.into_iter().flat_map(|parts| parts.split('+'))
}

/// `GET /assets/{*file}`: under a hashed name, for ever.
pub async fn hashed(Path(wanted): Path<String>, headers: HeaderMap) -> Response {
    let found = SITE.iter().find(|file| file.path.strip_prefix("/assets/") == Some(&wanted));
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| send(file, &headers, IMMUTABLE))
}

/// The few files that are asked for by a fixed name.
pub async fn fixed(name: &'static str, headers: HeaderMap) -> Response {
    let found = SITE.iter().find(|file| file.name == name);
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| send(file, &headers, A_DAY))
}

fn send(file: &SiteFile, headers: &HeaderMap, caching: HeaderValue) -> Response {
    let accepts = |name: &str| encoding::accepts(headers, &[name]);
    let (body, encoding) = match file {
        SiteFile { brotli: Some(bytes), .. } if accepts("br") => (Bytes::from_static(bytes), Some("br")),
        SiteFile { gzip: Some(bytes), .. } if accepts("gzip") => (Bytes::from_static(bytes), Some("gzip")),
        SiteFile { gzip: Some(bytes), .. } => (unpacked(bytes), None),
        file => (Bytes::from_static(file.plain.unwrap_or_default()), None),
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file.name)));
    headers.insert(header::CACHE_CONTROL, caching);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// For the few that take nothing compressed.
fn unpacked(gzip: &[u8]) -> Bytes {
    let mut plain = Vec::new();
    // What this program was built with is whole, and nothing is in the way of reading it.
    let _ = GzDecoder::new(gzip).read_to_end(&mut plain);
    plain.into()
}

fn content_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    CONTENT_TYPES.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, kind)| kind)
}
