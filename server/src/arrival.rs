//! Links from other sites. A browser that follows one leaves the refresh cookie at home, because that is `Strict`, so that
//! somebody whose access token has run out looks like nobody. A page that loads itself again is asked for from this site,
//! with all cookies.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
};

use crate::{auth::cookies::Cookie, settings::Settings};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// It says nothing, as it is gone before it could be read; the link is for browsers that do not load it again.
const LOAD_AGAIN: &str = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Vedetta</title>\
    <meta http-equiv=\"refresh\" content=\"0\"></head><body><a href=\"\">Vedetta</a></body></html>";

/// How long a browser may take to load the page again.
const LONGEST_WAY: i64 = 10;

/// Whether somebody came by a link from another site, for the first time: a browser that says so again and again is not
/// sent in a circle.
pub fn is_from_elsewhere(headers: &HeaderMap, settings: &Settings) -> bool {
    let says = |name, value: &str| headers.get(name).is_some_and(|said: &HeaderValue| said == value);
    says(FETCH_SITE, "cross-site") && says(FETCH_MODE, "navigate") && Cookie::Arrival.read(headers, settings).is_none()
}

/// Has the browser ask for the same page once more.
pub fn load_again(settings: &Settings) -> anyhow::Result<Response> {
    let arrived = Cookie::Arrival.set("1", LONGEST_WAY, settings)?;
    Ok(([(header::SET_COOKIE, arrived)], Html(LOAD_AGAIN)).into_response())
}
