//! Requests to the API by the browser's fetch. The sign-in travels in cookies that script cannot see.

use crate::renewal::{Renewal, Renewals};
use api::{Code, paths};
use app::{
    client::{ConnectionLost, Method, Request, Response, Sending, Transport},
    session::Session,
};
use gloo_net::http::RequestBuilder;
use send_wrapper::SendWrapper;

/// Sends by fetch. When the access token has run out it goes on with the refresh token and sends once more.
#[derive(Clone)]
pub struct FetchTransport {
    session: Session,
    renewals: SendWrapper<Renewals>,
}

impl FetchTransport {
    pub fn new(session: Session) -> Self {
        Self { session, renewals: SendWrapper::new(Renewals::default()) }
    }

    async fn send_signed_in(self, request: Request) -> Result<Response, ConnectionLost> {
        let renewals_before = self.renewals.count();
        let answer = fetch(request.clone()).await?;
        if answer.code() != Some(Code::SignInNeeded) || !carries_on(&request.path) {
            return Ok(answer);
        }
        // A request that was on its way during a renewal only has to be sent again.
        if self.renewals.count() == renewals_before {
            match self.renewals.renew().await {
                Renewal::Renewed => {}
                Renewal::Ended => {
                    if request.path != paths::LOGOUT {
                        self.session.end();
                    }
                    return Ok(answer);
                }
                // An outage is no end: the page says that the server does not answer.
                Renewal::Failed(outcome) => return outcome,
            }
        }
        fetch(request).await
    }
}

impl Transport for FetchTransport {
    fn send(&self, request: Request) -> Sending {
        // The browser has one thread; the wrapper only satisfies a signature that the server's threads need.
        Box::pin(SendWrapper::new(self.clone().send_signed_in(request)))
    }
}

/// Whether a refusal of this request can be about the access token: these are not made with it.
fn carries_on(path: &str) -> bool {
    ![paths::LOGIN, paths::REFRESH, paths::SETUP].contains(&path)
}

/// Sends one request, as it is.
pub async fn fetch(request: Request) -> Result<Response, ConnectionLost> {
    let builder =
        RequestBuilder::new(&request.path).method(method(request.method)).header("accept", "application/json");
    let prepared = match request.body {
        Some(body) => builder.header("content-type", "application/json").body(body),
        None => builder.build(),
    };
    let answer = prepared.map_err(|_| ConnectionLost)?.send().await.map_err(|_| ConnectionLost)?;
    let body = answer.text().await.map_err(|_| ConnectionLost)?;
    Ok(Response { status: answer.status(), body })
}

fn method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}
