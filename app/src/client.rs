//! The typed client of the HTTP API: one short method per endpoint. How a request travels is the transport's
//! business: by fetch in the browser, straight into the router while the server renders a page.

use std::{future::Future, pin::Pin, sync::Arc};

use api::{
    AuditRow, Code, EndedSignIns, NewPassword, NewSetup, NewSignIn, NewUser, Page, Problem,
    Readiness, Setup, SignInView, SignedIn, UserPatch, UserView, paths,
};
use leptos::prelude::*;
use model::{SignInId, UserId};
use serde::{Serialize, de::DeserializeOwned};

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    pub path: String,
    /// JSON.
    pub body: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
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
}

/// The API, as pages use it. Taken from context by [`use_client`].
#[derive(Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
}

/// The client that the page was started with.
pub fn use_client() -> Client {
    expect_context::<Client>()
}

impl Client {
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport }
    }

    /// Whether the server can work, and on which database.
    pub async fn readiness(&self) -> Result<Readiness, ClientError> {
        self.get(paths::READYZ).await
    }

    /// Whether a first admin is still needed.
    pub async fn find_setup(&self) -> Result<Setup, ClientError> {
        self.get(paths::SETUP).await
    }

    /// Makes the first admin.
    pub async fn set_up(&self, new: &NewSetup) -> Result<(), ClientError> {
        self.send(Method::Post, paths::SETUP, new).await
    }

    /// Signs in; the browser keeps the tokens in cookies that script cannot read.
    pub async fn sign_in(&self, new: &NewSignIn) -> Result<SignedIn, ClientError> {
        self.send(Method::Post, paths::LOGIN, new).await
    }

    /// Signs out here.
    pub async fn sign_out(&self) -> Result<(), ClientError> {
        self.command(Method::Post, paths::LOGOUT).await
    }

    /// Who is signed in.
    pub async fn find_me(&self) -> Result<UserView, ClientError> {
        self.get(paths::ME).await
    }

    /// Changes one's own password; every other sign-in ends.
    pub async fn change_password(&self, new: &NewPassword) -> Result<(), ClientError> {
        self.send(Method::Put, paths::PASSWORD, new).await
    }

    /// One's own sign-ins, the newest first.
    pub async fn list_sign_ins(&self) -> Result<Vec<SignInView>, ClientError> {
        self.get(paths::SIGN_INS).await
    }

    /// Ends one of one's own sign-ins.
    pub async fn end_sign_in(&self, id: &SignInId) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::SIGN_IN, id.as_str()))
            .await
    }

    /// Ends all of one's own sign-ins but this one.
    pub async fn end_other_sign_ins(&self) -> Result<EndedSignIns, ClientError> {
        self.command(Method::Delete, paths::SIGN_INS).await
    }

    /// A page of the users, by name.
    pub async fn list_users(&self, cursor: Option<&str>) -> Result<Page<UserView>, ClientError> {
        self.get(&with_query(paths::USERS, &[("cursor", cursor)]))
            .await
    }

    /// Adds a user.
    pub async fn add_user(&self, new: &NewUser) -> Result<UserView, ClientError> {
        self.send(Method::Post, paths::USERS, new).await
    }

    /// Changes a user's role, access or password.
    pub async fn change_user(
        &self,
        id: &UserId,
        patch: &UserPatch,
    ) -> Result<UserView, ClientError> {
        self.send(
            Method::Patch,
            &paths::with_id(paths::USER, id.as_str()),
            patch,
        )
        .await
    }

    /// Removes a user.
    pub async fn remove_user(&self, id: &UserId) -> Result<(), ClientError> {
        self.command(Method::Delete, &paths::with_id(paths::USER, id.as_str()))
            .await
    }

    /// A page of the audit trail, the newest first. The filter holds names and values of its query.
    pub async fn list_audit(
        &self,
        filter: &[(&str, Option<&str>)],
    ) -> Result<Page<AuditRow>, ClientError> {
        self.get(&with_query(paths::AUDIT, filter)).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, ClientError> {
        let body = serde_json::to_string(body).map_err(|_| ClientError::Garbled)?;
        self.call(Request {
            method,
            path: path.into(),
            body: Some(body),
        })
        .await
    }

    async fn command<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
    ) -> Result<T, ClientError> {
        self.call(Request {
            method,
            path: path.into(),
            body: None,
        })
        .await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ClientError> {
        self.command(Method::Get, path).await
    }

    async fn call<T: DeserializeOwned>(&self, request: Request) -> Result<T, ClientError> {
        let answer = self
            .transport
            .send(request)
            .await
            .map_err(|ConnectionLost| ClientError::ConnectionLost)?;
        if (200..300).contains(&answer.status) {
            // An answer without a body reads as `null`, which is what `()` is made of.
            let body = if answer.body.is_empty() {
                "null"
            } else {
                &answer.body
            };
            return serde_json::from_str(body).map_err(|_| ClientError::Garbled);
        }
        match serde_json::from_str(&answer.body) {
            Ok(problem) => Err(ClientError::Refused(Box::new(problem))),
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
