//! Signing in and out, going on, one's own password and sign-ins.

use api::{Code, EndedSignIns, NewPassword, NewSignIn, Page, SignInView, SignedIn, UserView};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use model::SignInId;

use crate::{
    auth::{
        cookies::Cookie,
        identity::{Identity, Origin, sign_in_needed},
        tokens,
    },
    body::Body,
    error::{ServiceError, ServiceResult},
    services::sign_in::{self, Granted},
    state::AppState,
};

pub async fn login(
    State(state): State<AppState>,
    origin: Origin,
    Body(new): Body<NewSignIn>,
) -> ServiceResult<Response> {
    let granted = sign_in::sign_in(&state, new, &origin).await?;
    answer(&state, granted)
}

/// The refresh token says who asks; it comes in the cookie alone, so that no script ever holds it.
pub async fn refresh(State(state): State<AppState>, origin: Origin, headers: HeaderMap) -> ServiceResult<Response> {
    let presented = Cookie::Refresh.read(&headers, &state.settings).ok_or_else(sign_in_needed)?;
    match sign_in::refresh(&state, presented, &origin).await {
        Ok(granted) => answer(&state, granted),
        // Only an ended sign-in takes its cookies away; an outage leaves them for the next try.
        Err(error @ ServiceError::Refused(Code::SignInNeeded, _)) => {
            Ok((AppendHeaders(taken_cookies(&state)?), error).into_response())
        }
        Err(error) => Err(error),
    }
}

pub async fn logout(State(state): State<AppState>, identity: Identity, origin: Origin) -> ServiceResult<Response> {
    sign_in::sign_out(&state, &identity, &origin).await?;
    Ok((StatusCode::NO_CONTENT, AppendHeaders(taken_cookies(&state)?)).into_response())
}

pub async fn find_me(identity: Identity) -> Json<UserView> {
    Json(identity.user.into())
}

pub async fn change_password(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
    Body(new): Body<NewPassword>,
) -> ServiceResult<StatusCode> {
    sign_in::change_password(&state, &identity, new, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All on one page: an account has at most a hundred.
pub async fn list_sign_ins(State(state): State<AppState>, identity: Identity) -> ServiceResult<Json<Page<SignInView>>> {
    let sign_ins = state.store.list_sign_ins(&identity.user.id, state.clock.now()).await?;
    let items = sign_ins.into_iter().map(|sign_in| SignInView::new(sign_in, &identity.sign_in.id)).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

pub async fn end_sign_in(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
    Path(id): Path<SignInId>,
) -> ServiceResult<StatusCode> {
    sign_in::end_one(&state, &identity, &id, &origin).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn end_other_sign_ins(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
) -> ServiceResult<Json<EndedSignIns>> {
    Ok(Json(EndedSignIns { ended: sign_in::end_others(&state, &identity, &origin).await? }))
}

fn answer(state: &AppState, granted: Granted) -> ServiceResult<Response> {
    let cookies = given_cookies(state, &granted)?;
    let body = SignedIn {
        access_token: granted.access_token,
        token_type: "Bearer".into(),
        expires_in: u32::try_from(tokens::LIFETIME.num_seconds()).unwrap_or(u32::MAX),
        user: granted.user.into(),
    };
    Ok((AppendHeaders(cookies), Json(body)).into_response())
}

type SetCookie = (header::HeaderName, HeaderValue);

/// The cookies that a browser is given.
pub fn given_cookies(state: &AppState, granted: &Granted) -> ServiceResult<Vec<SetCookie>> {
    let access = Cookie::Access.set(&granted.access_token, tokens::LIFETIME.num_seconds(), &state.settings)?;
    let mut cookies = vec![(header::SET_COOKIE, access)];
    if let Some(token) = &granted.refresh_token {
        let left = granted.expires_at - state.clock.now();
        let seconds = left.min(sign_in::IDLE).num_seconds();
        cookies.push((header::SET_COOKIE, Cookie::Refresh.set(token, seconds, &state.settings)?));
    }
    Ok(cookies)
}

/// What takes both cookies away.
pub fn taken_cookies(state: &AppState) -> ServiceResult<Vec<SetCookie>> {
    let take = |cookie: Cookie| Ok((header::SET_COOKIE, cookie.set("", 0, &state.settings)?));
    [Cookie::Access, Cookie::Refresh].into_iter().map(take).collect()
}
