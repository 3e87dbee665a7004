//! The cookies that the server sets. Script can read none of them.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::settings::Settings;

/// What a cookie carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// The access token: `Lax`, so that the first page after a link from elsewhere is rendered signed in.
    Access,
    /// The refresh token: `Strict`.
    Refresh,
    /// Nothing: it marks a browser that has just come from another site.
    Arrival,
}

impl Cookie {
    /// Its name; the prefix makes a browser refuse one that a neighbouring host tries to set.
    fn name(self, settings: &Settings) -> &'static str {
        match (self, settings.takes_secure_cookies()) {
            (Self::Access, true) => "__Host-vedetta_access",
            (Self::Access, false) => "vedetta_access",
            (Self::Refresh, true) => "__Host-vedetta_refresh",
            (Self::Refresh, false) => "vedetta_refresh",
            (Self::Arrival, true) => "__Host-vedetta_arrival",
            (Self::Arrival, false) => "vedetta_arrival",
        }
    }

    /// Its value among a request's cookies.
    pub fn read<'a>(self, headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
        let name = self.name(settings);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            // The last one counts: a sign-in that was renewed on the way in is appended.
            .filter_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
            .next_back()
    }

    /// The cookie as a browser would send it.
    pub fn pair(self, value: &str, settings: &Settings) -> anyhow::Result<HeaderValue> {
        Ok(HeaderValue::from_str(&format!("{}={value}", self.name(settings)))?)
    }

    /// The `Set-Cookie` that gives it a value for some seconds; zero seconds take it away.
    pub fn set(self, value: &str, seconds: i64, settings: &Settings) -> anyhow::Result<HeaderValue> {
        let same_site = match self {
            Self::Access | Self::Arrival => "Lax",
            Self::Refresh => "Strict",
        };
        let secure = if settings.takes_secure_cookies() { "; Secure" } else { "" };
        let name = self.name(settings);
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}");
        Ok(HeaderValue::from_str(&text)?)
    }
}
