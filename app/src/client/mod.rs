//! The typed client of the HTTP API: one short method per endpoint. How a request travels is the transport's
//! business: by fetch in the browser, straight into the router while the server renders a page.

mod accounts;
mod analyses;
mod payload;

pub use analyses::{JobEnd, Rows, export_address};
pub use payload::{CSV, Content, JSON, NDJSON, Payload};

use std::{future::Future, marker::PhantomData, pin::Pin, sync::Arc};

use api::{Code, FieldFault, Page, Problem, Readiness, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What is to be sent.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub body: Option<Payload>,
    /// Whether nobody waits for it: the end of the sign-in, found that way, interrupts no work.
    pub is_quiet: bool,
}

/// The methods that the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub body: String,
}

impl Response {
    /// The code of the problem that it reports, if it does.
    pub fn code(&self) -> Option<Code> {
        if self.status < 400 {
            return None;
        }
        serde_json::from_str::<Problem>(&self.body).ok().map(|problem| problem.code)
    }
}

/// The request got no answer: the server is away, or the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionLost;

/// An answer on its way.
pub type Sending = Pin<Box<dyn Future<Output = Result<Response, ConnectionLost>> + Send>>;

/// Carries requests to the API.
pub trait Transport: Send + Sync {
    fn send(&self, request: Request) -> Sending;
}

/// Why a call did not give what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientError {
    ConnectionLost,
    Refused(Box<Problem>),
    /// The answer is not in the form that this version of the app knows; the server may be newer.
    Garbled,
}

impl ClientError {
    /// The code of a refusal.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::ConnectionLost | Self::Garbled => None,
        }
    }

    /// What is wrong with what was handed in, place by place.
    pub fn faults(&self) -> &[FieldFault] {
        match self {
            Self::Refused(problem) => &problem.errors,
            Self::ConnectionLost | Self::Garbled => &[],
        }
    }

    /// What the server says of something handed in that it could not read; in English, as all that it says.
    pub fn detail_of_unreadable(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) if matches!(problem.code, Code::BadRequest | Code::Invalid) => Some(&problem.detail),
            _ => None,
        }
    }

    /// Whether it ends by itself: the server or its database cannot be reached just now.
    pub fn is_outage(&self) -> bool {
        *self == Self::ConnectionLost || self.code() == Some(Code::Unavailable)
    }
}

/// The API, as pages use it. Taken from context by [`use_client`].
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
    is_quiet: bool,
}

/// A read that is yet to be sent: to be awaited, or handed to the loader of a page.
pub struct Call<T> {
    client: Client,
    path: String,
    answer: PhantomData<fn() -> T>,
}

/// The body of an answer on its way.
pub type Fetching = Pin<Box<dyn Future<Output = Result<String, ClientError>> + Send>>;

impl<T: DeserializeOwned + 'static> Call<T> {
    /// Sends it. The body stays as it came, to be read with [`Self::read`]: so loaders need to know but one type.
    pub fn fetch(self) -> Fetching {
        let is_quiet = self.client.is_quiet;
        let request = Request { method: Method::Get, path: self.path, body: None, is_quiet };
        Box::pin(async move { self.client.answer(request).await })
    }

    /// Reads the body of its answer.
    pub fn read(body: &str) -> Result<T, ClientError> {
        // An answer without a body reads as `null`, which is what `()` is made of.
        let body = if body.is_empty() { "null" } else { body };
        serde_json::from_str(body).map_err(|_| ClientError::Garbled)
    }
}

impl<T: DeserializeOwned + 'static> IntoFuture for Call<T> {
    type Output = Result<T, ClientError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let answer = self.fetch();
        Box::pin(async move { Self::read(&answer.await?) })
    }
}

/// Looks through the pages of a list for what is wanted.
pub async fn find_in_pages<T: DeserializeOwned + 'static>(
    list: impl Fn(Option<&str>) -> Call<Page<T>>,
    is_wanted: impl Fn(&T) -> bool,
) -> Result<Option<T>, ClientError> {
    let mut cursor = None;
    loop {
        let page = list(cursor.as_deref()).await?;
        let found = page.items.into_iter().find(&is_wanted);
        cursor = page.next_cursor;
        if found.is_some() || cursor.is_none() {
            return Ok(found);
        }
    }
}

/// The client that the page was started with.
pub fn use_client() -> Client {
    expect_context::<Client>()
}

impl Client {
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport, is_quiet: false }
    }

    /// The same for what is looked at again and again without anybody asking.
    pub fn quietly(&self) -> Self {
        Self { transport: self.transport.clone(), is_quiet: true }
    }

    /// Whether the server can work, and on which database.
    pub fn readiness(&self) -> Call<Readiness> {
        self.get(paths::READYZ)
    }

    async fn send<T: DeserializeOwned + 'static>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let body = serde_json::to_string(body).map_err(|_| ClientError::Garbled)?;
        self.hand_in(method, path, Payload::json(body)).await
    }

    /// Sends a body that is written already.
    async fn hand_in<T: DeserializeOwned + 'static>(
        &self,
        method: Method,
        path: &str,
        body: Payload,
    ) -> Result<T, ClientError> {
        self.call(Request { method, path: path.into(), body: Some(body), is_quiet: self.is_quiet }).await
    }

    async fn command<T: DeserializeOwned + 'static>(&self, method: Method, path: &str) -> Result<T, ClientError> {
        self.call(Request { method, path: path.into(), body: None, is_quiet: self.is_quiet }).await
    }

    fn get<T>(&self, path: impl Into<String>) -> Call<T> {
        Call { client: self.clone(), path: path.into(), answer: PhantomData }
    }

    async fn call<T: DeserializeOwned + 'static>(&self, request: Request) -> Result<T, ClientError> {
        Call::<T>::read(&self.answer(request).await?)
    }

    /// The body of a good answer. It knows no types, so that the browser half has it but once.
    async fn answer(&self, request: Request) -> Result<String, ClientError> {
        let answer = self.transport.send(request).await.map_err(|ConnectionLost| ClientError::ConnectionLost)?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.body);
        }
        match serde_json::from_str(&answer.body) {
            Ok(problem) => Err(ClientError::Refused(Box::new(problem))),
            // A proxy answers in the place of a server that is away.
            Err(_) if matches!(answer.status, 502..=504) => Err(ClientError::ConnectionLost),
            Err(_) => Err(ClientError::Garbled),
        }
    }
}

/// A path with those parameters that have a value.
fn with_query(path: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let mut text = path.to_owned();
    for (name, value) in parameters {
        if let Some(value) = value {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(name);
            text.push('=');
            text.push_str(&paths::encode(value));
        }
    }
    text
}
