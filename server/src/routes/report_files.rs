//! Reports as files: taken out as JSON or CSV, brought in as JSON.

use api::{Code, paths};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::ReportId;
use serde_json::{Value, json};
use store::StoreError;

use crate::{
    error::{ServiceError, ServiceResult},
    query::{FromQuery, Query, QueryFields},
    report_files::{FileFormat, file_name},
    routes::{Parameter, caller::Caller, location},
    services::report_files,
    state::AppState,
    upload::Upload,
};

/// The form of the file, described.
pub const PARAMETERS: &[Parameter] =
    &[Parameter { name: "format", about: "The form of the file", is_required: false, schema: Some(format_schema) }];

fn format_schema() -> Value {
    json!({"type": "string", "enum": FileFormat::ALL.map(FileFormat::as_str), "default": "json"})
}

/// Which form is asked for.
pub struct ExportQuery(FileFormat);

impl FromQuery for ExportQuery {
    fn from_query(fields: &mut QueryFields) -> Self {
        let format =
            fields.read("format", |word| FileFormat::from_word(word).ok_or_else(|| "must be json or csv".to_owned()));
        Self(format.unwrap_or(FileFormat::Json))
    }
}

pub async fn export_report(
    State(state): State<AppState>,
    method: Method,
    caller: Caller,
    Path(id): Path<ReportId>,
    Query(ExportQuery(format)): Query<ExportQuery>,
) -> ServiceResult<Response> {
    let head = state.store.find_report(&id).await?.ok_or(StoreError::NotFound)?;
    let disposition = format!("attachment; filename=\"{}\"", file_name(&head, format));
    // Whoever asks for the head alone takes nothing out.
    let body = match method {
        Method::HEAD => Body::empty(),
        _ => Body::from_stream(report_files::export(&state, &head, format, &caller.actor()).await?),
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(format.content_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition)?),
    ];
    Ok((headers, body).into_response())
}

pub async fn import_report(State(state): State<AppState>, caller: Caller, upload: Upload) -> ServiceResult<Response> {
    if upload.content_type() != "application/json" {
        return Err(ServiceError::refused(Code::WrongContentType, "the file must be sent as application/json"));
    }
    let head = report_files::import(&state, upload.read_whole(), &caller.actor()).await?;
    location::at(paths::REPORT, head.id.as_str(), StatusCode::CREATED, &head)
}
