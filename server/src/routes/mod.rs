//! Every route of the HTTP interface in one table, each with who may call it. A route that is not in the table
//! does not exist, and an entry without an access does not compile.

pub mod audit;
pub mod health;
pub mod setup;
pub mod sign_in;
pub mod users;

use api::{Code, paths};
use axum::{
    Router,
    extract::{Request, State},
    handler::Handler,
    http::{Method, header},
    middleware::{self, Next},
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};
use model::{AuditAction, Role};
use subtle::ConstantTimeEq;

use crate::{
    auth::{
        address::{Peer, is_local},
        identity::{Identity, Origin, identify, sign_in_needed},
    },
    error::{ServiceError, ServiceResult},
    services::audit as audit_row,
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

/// One route.
pub struct Endpoint {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    handler: MethodRouter<AppState>,
}

/// The table.
pub fn endpoints() -> Vec<Endpoint> {
    use Access::{Admin, Anyone, RefreshToken, Scraper, SignedIn};
    vec![
        endpoint(Method::GET, paths::HEALTHZ, Anyone, health::healthz),
        endpoint(Method::GET, paths::READYZ, Anyone, health::readyz),
        endpoint(Method::GET, paths::METRICS, Scraper, health::metrics),
        endpoint(Method::GET, paths::SETUP, Anyone, setup::find_setup),
        endpoint(Method::POST, paths::SETUP, Anyone, setup::set_up),
        endpoint(Method::POST, paths::LOGIN, Anyone, sign_in::login),
        endpoint(Method::POST, paths::REFRESH, RefreshToken, sign_in::refresh),
        endpoint(Method::POST, paths::LOGOUT, SignedIn, sign_in::logout),
        endpoint(Method::GET, paths::ME, SignedIn, sign_in::find_me),
        endpoint(
            Method::PUT,
            paths::PASSWORD,
            SignedIn,
            sign_in::change_password,
        ),
        endpoint(
            Method::GET,
            paths::SIGN_INS,
            SignedIn,
            sign_in::list_sign_ins,
        ),
        endpoint(
            Method::DELETE,
            paths::SIGN_INS,
            SignedIn,
            sign_in::end_other_sign_ins,
        ),
        endpoint(
            Method::DELETE,
            paths::SIGN_IN,
            SignedIn,
            sign_in::end_sign_in,
        ),
        endpoint(Method::GET, paths::USERS, Admin, users::list_users),
        endpoint(Method::POST, paths::USERS, Admin, users::add_user),
        endpoint(Method::PATCH, paths::USER, Admin, users::change_user),
        endpoint(Method::DELETE, paths::USER, Admin, users::remove_user),
        endpoint(Method::GET, paths::AUDIT, Admin, audit::list_audit),
    ]
}

#[expect(
    clippy::expect_used,
    reason = "the methods are those of the table above; a test builds it"
)]
fn endpoint<H: Handler<T, AppState>, T: 'static>(
    method: Method,
    path: &'static str,
    access: Access,
    handler: H,
) -> Endpoint {
    let filter = MethodFilter::try_from(method.clone()).expect("an ordinary method");
    Endpoint {
        method,
        path,
        access,
        handler: on(filter, handler),
    }
}

/// A router of the whole table, each route behind its access check.
pub fn router(state: &AppState) -> Router<AppState> {
    endpoints().into_iter().fold(
        Router::new(),
        |router,
         Endpoint {
             path,
             access,
             handler,
             ..
         }| {
            let check =
                middleware::from_fn_with_state(state.clone(), move |state, request, next| {
                    check_access(access, state, request, next)
                });
            router.route(path, handler.layer(check))
        },
    )
}

/// Lets a request through to its handler, or refuses it. This is the only place where roles are checked.
async fn check_access(
    access: Access,
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> ServiceResult<Response> {
    match access {
        Access::Anyone | Access::RefreshToken => {}
        Access::Scraper => check_scraper(&state, &request)?,
        Access::SignedIn | Access::Admin => {
            let identity = identify(&state, request.headers())
                .await?
                .ok_or_else(sign_in_needed)?;
            if access == Access::Admin && identity.user.role != Role::Admin {
                return Err(deny(&state, identity, request).await?);
            }
            request.extensions_mut().insert::<Identity>(identity);
        }
    }
    Ok(next.run(request).await)
}

/// Writes the refused access down.
async fn deny(
    state: &AppState,
    identity: Identity,
    request: Request,
) -> ServiceResult<ServiceError> {
    let object = format!("{} {}", request.method(), request.uri().path());
    let (parts, _) = request.into_parts();
    let origin = Origin::of(&parts, state);
    let name = identity.user.name.as_str();
    state
        .store
        .append_audit(audit_row::refused(
            &state.clock,
            &origin,
            name,
            AuditAction::AccessDenied,
            &object,
        ))
        .await?;
    Ok(ServiceError::refused(
        Code::Forbidden,
        "only an admin may do this",
    ))
}

fn check_scraper(state: &AppState, request: &Request) -> ServiceResult<()> {
    if request
        .extensions()
        .get::<Peer>()
        .is_some_and(|peer| is_local(peer.0.ip(), request.headers()))
    {
        return Ok(());
    }
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let given = given
        .and_then(|text| text.strip_prefix("Bearer "))
        .unwrap_or_default();
    let is_right = |token: &String| bool::from(token.as_bytes().ct_eq(given.as_bytes()));
    if state.settings.metrics_token.as_ref().is_some_and(is_right) {
        return Ok(());
    }
    Err(ServiceError::refused(
        Code::SignInNeeded,
        "read /metrics on the machine itself, or with VEDETTA_METRICS_TOKEN",
    ))
}
