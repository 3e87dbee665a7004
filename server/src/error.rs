//! The one place where what went wrong becomes a status and a problem body.

use std::time::Duration;

use api::{Code, FieldFault, PROBLEM_JSON, Problem};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, Uri, header, header::InvalidHeaderValue},
    middleware::Next,
    response::{IntoResponse, Response},
};
use store::{Conflict, StoreError};
use thiserror::Error;

use crate::observe::RequestId;

/// How long a client should wait when the database is away, in seconds.
pub const RETRY_WHEN_UNAVAILABLE: u32 = 5;
/// How many faults are told in one sentence; the list has them all.
const MOST_SAID: usize = 10;
/// The longest explanation that is taken over from a layer below.
const LONGEST_DETAIL: usize = 1024;

/// Why a service did not do what was asked.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// Refused for a reason that its code names.
    #[error("{1}")]
    Refused(Code, String),
    #[error("{} fields are not valid", .0.len())]
    Invalid(Vec<FieldFault>),
    #[error("{detail}")]
    TooMany { retry_after: u32, detail: String },
    /// Not done within the time that there is for it.
    #[error("the request took longer than {} s", .0.as_secs())]
    Overdue(Duration),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Unexpected(#[from] anyhow::Error),
}

/// We make the headers that we send, so that one that cannot be sent is nobody else's fault.
impl From<InvalidHeaderValue> for ServiceError {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::Unexpected(error.into())
    }
}

pub type ServiceResult<T> = Result<T, ServiceError>;

impl ServiceError {
    pub fn refused(code: Code, detail: impl Into<String>) -> Self {
        Self::Refused(code, detail.into())
    }

    fn into_problem(self) -> Problem {
        match self {
            Self::Refused(code, detail) => Problem::new(code, detail),
            Self::Invalid(errors) => {
                let said = errors.iter().take(MOST_SAID).map(|fault| fault.message.as_str());
                let mut detail = said.collect::<Vec<_>>().join("; ");
                if errors.len() > MOST_SAID {
                    detail.push_str(&format!("; and {} more", errors.len() - MOST_SAID));
                }
                Problem { errors, ..Problem::new(Code::Invalid, detail) }
            }
            Self::TooMany { retry_after, detail } => {
                Problem { retry_after: Some(retry_after), ..Problem::new(Code::TooManyRequests, detail) }
            }
            Self::Overdue(limit) => {
                let seconds = limit.as_secs();
                tracing::error!(seconds, "a request took too long");
                let detail = format!("the request took longer than {seconds} s; try again in a moment");
                Problem { retry_after: Some(RETRY_WHEN_UNAVAILABLE), ..Problem::new(Code::Unavailable, detail) }
            }
            Self::Store(error) => store_problem(&error),
            Self::Unexpected(error) => {
                tracing::error!(error = format!("{error:#}"), "unexpected failure");
                internal_problem()
            }
        }
    }
}

fn store_problem(error: &StoreError) -> Problem {
    match error {
        StoreError::NotFound => Problem::new(Code::NotFound, "there is no such thing here, or no longer"),
        StoreError::Conflict(conflict) => {
            let code = match conflict {
                Conflict::AlreadySetUp => Code::AlreadySetUp,
                Conflict::NameTaken => Code::NameTaken,
                Conflict::LastAdmin => Code::LastAdmin,
                Conflict::JobEnded => Code::JobEnded,
                Conflict::PasswordChanged | Conflict::ReportExists => Code::Conflict,
            };
            Problem::new(code, conflict.to_string())
        }
        StoreError::Cursor => {
            let detail = error.to_string();
            let errors = vec![FieldFault { pointer: "/cursor".into(), message: detail.clone() }];
            Problem { errors, ..Problem::new(Code::Invalid, detail) }
        }
        StoreError::Invalid(detail) => Problem::new(Code::BadRequest, detail),
        StoreError::Damaged(cause) => {
            tracing::error!(cause, "the database is damaged");
            internal_problem()
        }
        StoreError::Refused(cause) => {
            tracing::error!(cause, "the database refuses");
            Problem::new(Code::Internal, "the database refuses this; the server's log says why, under the request id")
        }
        StoreError::Unavailable(cause) => {
            // The cause may name hosts and paths, which are for the log alone.
            tracing::error!(cause, "the database is unavailable");
            Problem {
                retry_after: Some(RETRY_WHEN_UNAVAILABLE),
                ..Problem::new(Code::Unavailable, "the database does not answer; try again in a moment")
            }
        }
    }
}

fn internal_problem() -> Problem {
    Problem::new(Code::Internal, "the request failed; the server's log says why, under the request id")
}

/// What the handler of a panic answers; the panic itself is in the log.
pub fn after_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(panic = text, "a handler panicked");
    carry(internal_problem())
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        carry(self.into_problem())
    }
}

/// A response that carries its problem to [`write_problems`], which knows the request.
fn carry(problem: Problem) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response.extensions_mut().insert(problem);
    response
}

/// Gives every error of the API its problem body: ours, and those that axum and tower answer by themselves.
pub async fn write_problems(request: Request, next: Next) -> Response {
    let request_id = request.extensions().get::<RequestId>().cloned();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let mut response = next.run(request).await;
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None => foreign_problem(status, &method, &uri, std::mem::take(response.body_mut())).await,
    };
    let request_id = request_id.map(|id| id.0.to_string());
    let body = serde_json::to_vec(&Problem { request_id, ..problem }).unwrap_or_default();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = body.into();
    response
}

/// The problem behind an error that a layer below answered in its own words.
async fn foreign_problem(status: StatusCode, method: &Method, uri: &Uri, body: Body) -> Problem {
    let path = uri.path();
    let said = to_bytes(body, LONGEST_DETAIL).await.ok().and_then(|bytes| String::from_utf8(bytes.into()).ok());
    let said = said.filter(|text| !text.is_empty());
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (Code::NotFound, format!("{method} {path} does not exist")),
        StatusCode::METHOD_NOT_ALLOWED => (Code::MethodNotAllowed, format!("{method} {path} is not possible")),
        StatusCode::REQUEST_TIMEOUT => (Code::TooSlow, "the request took too long".into()),
        StatusCode::PAYLOAD_TOO_LARGE => (Code::TooLarge, "the body is larger than this path takes".into()),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (Code::WrongContentType, "send application/json".into()),
        StatusCode::FORBIDDEN => (Code::CrossSite, "a write must come from Vedetta's own pages".into()),
        StatusCode::SERVICE_UNAVAILABLE => (Code::Unavailable, "the server is busy; try again in a moment".into()),
        status if status.is_server_error() => return internal_problem(),
        _ => (Code::BadRequest, said.unwrap_or_else(|| "the request cannot be read".into())),
    };
    Problem::new(code, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_wait_for_the_end_of_damage() {
        let told = |error: StoreError| {
            let problem = ServiceError::from(error).into_problem();
            (problem.code, problem.retry_after, problem.detail.contains("page 7"))
        };
        assert_eq!(told(StoreError::Damaged("page 7".into())), (Code::Internal, None, false));
        let away = (Code::Unavailable, Some(RETRY_WHEN_UNAVAILABLE), false);
        assert_eq!(told(StoreError::Unavailable("page 7".into())), away);
    }
}
