//! The pages: rendered here first, then taken over in the browser. While a page is rendered, its API calls go
//! straight into the router, with the visitor's cookies.

use std::sync::Arc;

use app::{
    assets::AssetPaths,
    client::{
        Client, ConnectionLost, Request as ApiRequest, Response as ApiResponse, Sending, Transport,
    },
    page_context::{PageContext, StatusSetter},
    preferences::Preferences,
    shell::shell,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
    response::Response,
};
use leptos::{nonce::Nonce, prelude::provide_context};
use leptos_axum::ResponseOptions;
use tower::ServiceExt;

use crate::{assets, auth::address::Peer, security::PageNonce, state::AppState};

/// No answer of ours to a page is nearly as long.
const LONGEST_ANSWER: usize = 64 << 20;

/// Renders whatever page lives at the request's address, the not-found page included.
pub async fn render(state: AppState, api: Router, request: Request<Body>) -> Response {
    let headers = request.headers();
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let preferences =
        Preferences::from_headers(text(header::COOKIE), text(header::ACCEPT_LANGUAGE));
    let page = PageContext {
        timezone: state.settings.timezone.name().into(),
    };
    let nonce = request
        .extensions()
        .get::<PageNonce>()
        .map(|nonce| nonce.0.clone())
        .unwrap_or_default();
    let client = Client::new(Arc::new(InProcess::new(api, &request)));
    let provide = move || {
        provide_context(Nonce::from_value(nonce.clone()));
        provide_context(client.clone());
        if let Some(options) = leptos::prelude::use_context::<ResponseOptions>() {
            provide_context(StatusSetter::new(move |status| {
                set_status(&options, status)
            }));
        }
    };
    let paths = AssetPaths::from_lookup(|name| assets::path_of(name).to_owned());
    let render = leptos_axum::render_app_to_stream_with_context(provide, move || {
        shell(paths.clone(), preferences, page.clone())
    });
    render(request).await
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
}

/// What the API needs to know of the visitor. Nothing that belongs to the page's own request may slip through.
const CARRIED: [header::HeaderName; 3] = [
    header::COOKIE,
    header::USER_AGENT,
    header::HeaderName::from_static("x-forwarded-for"),
];

impl InProcess {
    fn new(api: Router, page: &Request<Body>) -> Self {
        let mut headers = HeaderMap::new();
        for name in CARRIED {
            for value in page.headers().get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        Self {
            api,
            headers,
            peer: page.extensions().get::<Peer>().copied(),
        }
    }
}

impl Transport for InProcess {
    fn send(&self, request: ApiRequest) -> Sending {
        let api = self.api.clone();
        let (headers, peer) = (self.headers.clone(), self.peer);
        Box::pin(async move {
            let lost = |_| ConnectionLost;
            let builder = Request::builder()
                .method(request.method.as_str())
                .uri(&request.path);
            let mut inner = builder
                .body(Body::from(request.body.unwrap_or_default()))
                .map_err(lost)?;
            *inner.headers_mut() = headers;
            inner.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
            if let Some(peer) = peer {
                inner.extensions_mut().insert(peer);
            }
            let answer = api.oneshot(inner).await.map_err(|never| match never {})?;
            let status = answer.status().as_u16();
            let bytes = to_bytes(answer.into_body(), LONGEST_ANSWER)
                .await
                .map_err(|_| ConnectionLost)?;
            let body = String::from_utf8(bytes.into()).map_err(|_| ConnectionLost)?;
            Ok(ApiResponse { status, body })
        })
    }
}
