//! Who may call a route, and what becomes of whoever may not.

use api::Code;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use model::{AuditAction, Role};
use subtle::ConstantTimeEq;

use crate::{
    auth::{
        address::{Peer, is_local},
        identity::{Identity, Origin, bearer, identify, sign_in_needed},
        pace::Kind,
    },
    error::{ServiceError, ServiceResult},
    services::audit,
    state::AppState,
};

/// Who may call a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Anyone,
    /// A Prometheus on this machine, or one that has the token.
    Scraper,
    /// Whoever holds a refresh token; its handler takes it, since using it changes it.
    RefreshToken,
    SignedIn,
    Admin,
}

impl Access {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Scraper => "scraper",
            Self::RefreshToken => "refresh token",
            Self::SignedIn => "signed in",
            Self::Admin => "admin",
        }
    }
}

/// Lets a request through to its handler, or refuses it. This is the only place where roles are checked.
pub async fn check_access(
    access: Access,
    pace: Option<Kind>,
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> ServiceResult<Response> {
    match access {
        Access::Anyone | Access::RefreshToken => {}
        Access::Scraper => check_scraper(&state, &request)?,
        Access::SignedIn | Access::Admin => {
            let identity = identify(&state, request.headers()).await?.ok_or_else(sign_in_needed)?;
            let by_method = if request.method().is_safe() { Kind::Read } else { Kind::Write };
            let taken = pace.unwrap_or(by_method);
            state.paces.take(&identity.user.id, taken, state.clock.now())?;
            if access == Access::Admin && identity.user.role != Role::Admin {
                return Err(deny(&state, identity, taken, request).await?);
            }
            request.extensions_mut().insert::<Identity>(identity);
        }
    }
    Ok(next.run(request).await)
}

/// Writes the refused access down, at the pace of writes whatever was asked for: a trail that only grows is not for a
/// viewer to fill.
async fn deny(state: &AppState, identity: Identity, taken: Kind, request: Request) -> ServiceResult<ServiceError> {
    if taken != Kind::Write {
        state.paces.take(&identity.user.id, Kind::Write, state.clock.now())?;
    }
    let object = format!("{} {}", request.method(), request.uri().path());
    let (parts, _) = request.into_parts();
    let origin = Origin::of(&parts, state);
    let name = identity.user.name.as_str();
    state.store.append_audit(audit::refused(&state.clock, &origin, name, AuditAction::AccessDenied, &object)).await?;
    Ok(ServiceError::refused(Code::Forbidden, "only an admin may do this"))
}

fn check_scraper(state: &AppState, request: &Request) -> ServiceResult<()> {
    if request
        .extensions()
        .get::<Peer>()
        .is_some_and(|peer| is_local(peer.0.ip(), request.headers(), &state.settings.trusted_proxies))
    {
        return Ok(());
    }
    let given = bearer(request.headers()).unwrap_or_default().trim();
    let is_right = |token: &String| bool::from(token.as_bytes().ct_eq(given.as_bytes()));
    if state.settings.metrics_token.as_ref().is_some_and(is_right) {
        return Ok(());
    }
    Err(ServiceError::refused(Code::SignInNeeded, "read /metrics on the machine itself, or with VEDETTA_METRICS_TOKEN"))
}
