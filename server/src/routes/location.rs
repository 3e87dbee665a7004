//! Answers that say where something is from now on.

use api::paths;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::error::ServiceResult;

/// An answer about what is at a path with its id filled in.
pub fn at(path: &str, id: &str, status: StatusCode, body: &impl Serialize) -> ServiceResult<Response> {
    let location = HeaderValue::from_str(&paths::with_id(path, id))?;
    Ok((status, [(header::LOCATION, location)], Json(body)).into_response())
}
