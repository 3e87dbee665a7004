//! The pages: rendered here first, then taken over in the browser. While a page is rendered, its API calls go
//! straight into the router, with the visitor's cookies.

use std::{collections::HashMap, sync::Arc};

use api::{Code, paths};
use app::{
    assets::AssetPaths,
    client::{
        Client, ConnectionLost, Content, Payload, Request as ApiRequest, Response as ApiResponse, Sending, Transport,
    },
    lazy::LazyView,
    navigation::{SET_UP, SIGN_IN, is_own_page},
    page_context::{PageContext, StatusSetter, Visitor},
    preferences::Preferences,
    shell::shell,
    texts::Texts,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Query,
    http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::{nonce::Nonce, prelude::provide_context};
use leptos_axum::ResponseOptions;
use store::StoreError;
use tower::ServiceExt;

use crate::{
    arrival,
    auth::{
        address::Peer,
        cookies::Cookie,
        identity::{Origin, identify},
    },
    error::{RETRY_WHEN_UNAVAILABLE, ServiceError, ServiceResult},
    observe::RequestId,
    routes::sign_in::{given_cookies, taken_cookies},
    security::PageNonce,
    services::{setup, sign_in},
    site_files,
    state::AppState,
};

const STYLES: &str = "main.css";
/// No answer of ours to a page is nearly as long.
const LONGEST_ANSWER: usize = 64 << 20;

/// Answers a request for a page: renders it, or sends the visitor to where they have to go first.
pub async fn show(state: AppState, api: Router, mut request: Request<Body>) -> ServiceResult<Response> {
    let (visitor, cookies) = match meet(&state, &mut request).await {
        Ok(met) => met,
        // An outage gets a page too, one that looks again by itself.
        Err(ServiceError::Store(StoreError::Unavailable(cause))) => {
            tracing::error!(cause, "the database is unavailable");
            (Visitor::Unavailable, HeaderMap::new())
        }
        Err(error) => return Err(error),
    };
    let is_new_here = visitor == Visitor::Nobody && arrival::is_from_elsewhere(request.headers(), &state.settings);
    let mut response = match elsewhere(&visitor, request.uri()) {
        _ if is_new_here => arrival::load_again(&state.settings)?,
        Some(place) => Redirect::to(&place).into_response(),
        None => render(&state, api, visitor, request).await,
    };
    response.headers_mut().extend(cookies);
    Ok(response)
}

/// What stands in the place of a page that could not be made: plain, because what failed may be what pages are made of.
pub fn failed(preferences: Preferences, answer: &Response) -> Response {
    let texts = Texts::of(preferences.language);
    let page = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Vedetta</title>\
         <link rel=\"stylesheet\" href=\"{}\"></head><body><main class=\"content\"><h1>{}</h1><p>{}</p>\
         <p><a class=\"button\" href=\"\">{}</a></p></main></body></html>",
        preferences.language.code(),
        site_files::path_of(STYLES),
        texts.error_title,
        texts.error_meaning,
        texts.retry
    );
    let mut response = (answer.status(), Html(page)).into_response();
    if let Some(wait) = answer.headers().get(header::RETRY_AFTER) {
        response.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    response
}

/// In which language and colours a visitor wants to see pages.
pub fn preferences_of(headers: &HeaderMap) -> Preferences {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    Preferences::from_headers(text(header::COOKIE), text(header::ACCEPT_LANGUAGE))
}

/// Finds out who looks, and which cookies that changes.
async fn meet(state: &AppState, request: &mut Request<Body>) -> ServiceResult<(Visitor, HeaderMap)> {
    let cookies = renew_sign_in(state, request).await?;
    Ok((find_visitor(state, request.headers()).await?, cookies))
}

/// Goes on with a sign-in whose access token has run out, so that the page is rendered signed in.
async fn renew_sign_in(state: &AppState, request: &mut Request<Body>) -> ServiceResult<HeaderMap> {
    let settings = &state.settings;
    let Some(refresh_token) = Cookie::Refresh.read(request.headers(), settings).map(str::to_owned) else {
        return Ok(HeaderMap::new());
    };
    if identify(state, request.headers()).await?.is_some() {
        return Ok(HeaderMap::new());
    }
    let (parts, body) = std::mem::take(request).into_parts();
    let origin = Origin::of(&parts, state);
    *request = Request::from_parts(parts, body);
    match sign_in::refresh(state, &refresh_token, &origin).await {
        Ok(granted) => {
            // The calls of this very page go with the new token.
            let carried = Cookie::Access.pair(&granted.access_token, settings)?;
            request.headers_mut().append(header::COOKIE, carried);
            Ok(given_cookies(state, &granted)?.into_iter().collect())
        }
        Err(ServiceError::Refused(Code::SignInNeeded, _)) => Ok(taken_cookies(state)?.into_iter().collect()),
        Err(error) => Err(error),
    }
}

async fn find_visitor(state: &AppState, headers: &HeaderMap) -> ServiceResult<Visitor> {
    if let Some(identity) = identify(state, headers).await? {
        return Ok(Visitor::User(identity.user.into()));
    }
    Ok(if setup::is_needed(state).await? { Visitor::SetUpNeeded } else { Visitor::Nobody })
}

/// Where a visitor has to go before this page, or after one that they have no more use for.
fn elsewhere(visitor: &Visitor, uri: &Uri) -> Option<String> {
    let at_the_door = [SET_UP, SIGN_IN].contains(&uri.path());
    match visitor {
        Visitor::SetUpNeeded => (uri.path() != SET_UP).then(|| SET_UP.to_owned()),
        Visitor::Nobody if uri.path() == SIGN_IN => None,
        Visitor::Nobody if uri.path() == SET_UP => Some(SIGN_IN.to_owned()),
        Visitor::Nobody => {
            let page = uri.path_and_query().map_or("/", |page| page.as_str());
            Some(format!("{SIGN_IN}?next={}", paths::encode(page)))
        }
        Visitor::Unavailable => None,
        Visitor::User(_) => at_the_door.then(|| next_page(uri)),
    }
}

/// The page that was asked for before the sign-in, as long as it is one of ours.
fn next_page(uri: &Uri) -> String {
    let next = Query::<HashMap<String, String>>::try_from_uri(uri).ok().and_then(|mut query| query.0.remove("next"));
    next.filter(|next| is_own_page(next)).unwrap_or_else(|| "/".to_owned())
}

async fn render(state: &AppState, api: Router, visitor: Visitor, request: Request<Body>) -> Response {
    let preferences = preferences_of(request.headers());
    let page = PageContext { timezone: state.settings.timezone.name().into(), visitor };
    let is_outage = page.visitor == Visitor::Unavailable;
    let nonce = PageNonce::fresh();
    let given = nonce.0.clone();
    let client = Client::new(Arc::new(InProcess::new(api, &request)));
    let provide = move || {
        provide_context(Nonce::from_value(given.clone()));
        provide_context(client.clone());
        if let Some(options) = leptos::prelude::use_context::<ResponseOptions>() {
            provide_context(StatusSetter::new(move |status| set_status(&options, status)));
        }
    };
    let paths = asset_paths(&page.visitor, request.uri());
    // In one piece, with what it shows of the API: what would follow later would move what is there.
    let render =
        leptos_axum::render_app_async_with_context(provide, move || shell(paths.clone(), preferences, page.clone()));
    let mut response = render(request).await;
    response.extensions_mut().insert(nonce);
    if is_outage {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    // The page may also have found out only while it was made.
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, RETRY_WHEN_UNAVAILABLE.into());
    }
    response
}

/// Everything that the page loads.
fn asset_paths(visitor: &Visitor, uri: &Uri) -> AssetPaths {
    let mut paths = AssetPaths::from_lookup(|name| site_files::path_of(name).to_owned());
    let parts: Vec<_> = LazyView::needed_for(visitor, uri.path()).map(|view| view.part).collect();
    paths.parts.extend(site_files::files_of(&parts).map(Arc::from));
    paths
}

fn set_status(options: &ResponseOptions, status: u16) {
    if let Ok(status) = StatusCode::from_u16(status) {
        options.set_status(status);
    }
}

/// Carries the calls of a page that is being rendered.
struct InProcess {
    api: Router,
    headers: HeaderMap,
    peer: Option<Peer>,
    /// What the calls do is found under the id of the page's request.
    id: Option<RequestId>,
}

/// What the API needs to know of the visitor. Nothing that belongs to the page's own request may slip through.
const CARRIED: [header::HeaderName; 3] =
    [header::COOKIE, header::USER_AGENT, header::HeaderName::from_static("x-forwarded-for")];

impl InProcess {
    fn new(api: Router, page: &Request<Body>) -> Self {
        let mut headers = HeaderMap::new();
        for name in CARRIED {
            for value in page.headers().get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        let extensions = page.extensions();
        Self { api, headers, peer: extensions.get().copied(), id: extensions.get().cloned() }
    }
}

impl Transport for InProcess {
    fn send(&self, request: ApiRequest) -> Sending {
        let api = self.api.clone();
        let (headers, peer, id) = (self.headers.clone(), self.peer, self.id.clone());
        Box::pin(async move {
            let lost = |_| ConnectionLost;
            let builder = Request::builder().method(request.method.as_str()).uri(&request.path);
            // Files are handed in from browsers only.
            let body = match request.body {
                Some(Payload { content: Content::Text(text), .. }) => text,
                Some(Payload { content: Content::File(_), .. }) | None => String::new(),
            };
            let mut inner = builder.body(Body::from(body)).map_err(lost)?;
            *inner.headers_mut() = headers;
            inner.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            if let Some(peer) = peer {
                inner.extensions_mut().insert(peer);
            }
            if let Some(id) = id {
                inner.extensions_mut().insert(id);
            }
            let answer = api.oneshot(inner).await.map_err(|never| match never {})?;
            let status = answer.status().as_u16();
            let bytes = to_bytes(answer.into_body(), LONGEST_ANSWER).await.map_err(|_| ConnectionLost)?;
            let body = String::from_utf8(bytes.into()).map_err(|_| ConnectionLost)?;
            Ok(ApiResponse { status, body })
        })
    }
}
