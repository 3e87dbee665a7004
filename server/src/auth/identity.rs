//! The identity behind a request, looked up on every one: a role change or removal counts at once.

use std::net::IpAddr;

use api::Code;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use model::{SignIn, User};

use super::{
    address::{Peer, client_address},
    cookies::Cookie,
};
use crate::{
    error::{ServiceError, ServiceResult},
    observe::RequestId,
    state::AppState,
};

/// Who is signed in, as the store knows it now.
#[derive(Debug, Clone)]
pub struct Identity {
    pub user: User,
    pub sign_in: SignIn,
}

/// Where a request comes from, for the audit trail and the limits.
#[derive(Debug, Clone)]
pub struct Origin {
    pub address: String,
    /// The browser or program, in its own words.
    pub device: String,
    pub request_id: String,
}

const LONGEST_DEVICE: usize = 200;

/// Finds who sent a request: by its bearer token, else by its cookie. Any fault in either is "nobody".
pub async fn identify(state: &AppState, headers: &HeaderMap) -> ServiceResult<Option<Identity>> {
    let token = bearer(headers).or_else(|| Cookie::Access.read(headers, &state.settings));
    let now = state.clock.now();
    let Some((user_id, sign_in_id)) = token.and_then(|token| state.tokens.read(token.trim(), now)) else {
        return Ok(None);
    };
    let found = state.store.find_sign_in(&sign_in_id).await?;
    Ok(found
        .filter(|(sign_in, user)| user.id == user_id && !user.disabled && sign_in.expires_at > now)
        .map(|(sign_in, user)| Identity { user, sign_in }))
}

/// The token of a bearer, whether or not it can be one. What another scheme says is not for us: a proxy before us may
/// have asked for a password of its own, which browsers then send along with our cookies.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get_all(header::AUTHORIZATION).iter().find_map(|value| {
        let value = value.as_bytes();
        let (scheme, token) = value.split_at(value.iter().position(|byte| *byte == b' ').unwrap_or(value.len()));
        scheme.eq_ignore_ascii_case(b"bearer").then(|| std::str::from_utf8(token).unwrap_or_default())
    })
}

/// The refusal for a request that nobody is signed in for.
pub fn sign_in_needed() -> ServiceError {
    ServiceError::refused(Code::SignInNeeded, "nobody is signed in, or the sign-in has ended")
}

/// Handlers of routes that need a sign-in take the identity that the access check found.
impl FromRequestParts<AppState> for Identity {
    type Rejection = ServiceError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> ServiceResult<Self> {
        parts.extensions.get::<Self>().cloned().ok_or_else(sign_in_needed)
    }
}

impl Origin {
    pub fn of(parts: &Parts, state: &AppState) -> Self {
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0.ip());
        let device = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            address: client_address(peer, &parts.headers, &state.settings.trusted_proxies).to_string(),
            device: device.chars().filter(|c| !c.is_control()).take(LONGEST_DEVICE).collect(),
            request_id: parts.extensions.get::<RequestId>().map_or_else(String::new, |id| id.0.to_string()),
        }
    }
}

impl FromRequestParts<AppState> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, state))
    }
}
