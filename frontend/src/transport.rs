//! Requests to the API by the browser's fetch. The sign-in travels in cookies that script cannot see.

use app::client::{ConnectionLost, Content, Method, Payload, Request, Response, Sending, Transport};
use gloo_net::http::RequestBuilder;
use send_wrapper::SendWrapper;

pub struct FetchTransport;

impl Transport for FetchTransport {
    fn send(&self, request: Request) -> Sending {
        // The browser has one thread; the wrapper only satisfies a signature that the server's threads need.
        Box::pin(SendWrapper::new(fetch(request)))
    }
}

async fn fetch(request: Request) -> Result<Response, ConnectionLost> {
    let builder =
        RequestBuilder::new(&request.path).method(method(request.method)).header("accept", "application/json");
    let prepared = match request.body {
        Some(Payload { content_type, content }) => {
            let builder = builder.header("content-type", content_type);
            match content {
                Content::Text(text) => builder.body(text),
                Content::File(file) => builder.body(file.take()),
            }
        }
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
