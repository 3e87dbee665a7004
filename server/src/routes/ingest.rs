//! Assets, samples and backup runs, as collectors send them.

use api::{Code, Ingested};
use axum::{Json, extract::State};
use model::AuditAction;

use crate::{
    error::{ServiceError, ServiceResult},
    routes::caller::Caller,
    rows::{Format, Source},
    services::ingest::{Intake, Kept},
    state::AppState,
    upload::Upload,
};

/// How rows may be sent, besides as a JSON array.
pub const OTHER_TYPES: &[&str] = &["application/x-ndjson", "text/csv"];

/// What the trail says of rows that collectors send.
const STEADY: &str = "(further ones of this hour are not listed)";

pub async fn ingest<T: Kept>(
    State(state): State<AppState>,
    caller: Caller,
    mut upload: Upload,
) -> ServiceResult<Json<Ingested>> {
    let format = format_of(&upload)?;
    let object = if T::IS_STEADY { format!("{} {STEADY}", T::WORDS) } else { T::WORDS.to_owned() };
    let entry = caller.actor().did(&state, AuditAction::DataImported, &object);
    let mut intake = Intake::<T>::new(&state, format, Source::Request, entry);
    let taken = loop {
        match upload.next().await {
            Ok(Some(bytes)) => {
                if let Err(error) = intake.feed(&bytes).await {
                    break Err(error);
                }
            }
            Ok(None) => break intake.finish().await,
            Err(refusal) => break Err(intake.break_off(refusal).await),
        }
    };
    // Even of what was refused in the end, some may have been kept.
    state.coverages.forget();
    taken.map(Json)
}

fn format_of(upload: &Upload) -> ServiceResult<Format> {
    match upload.content_type() {
        "application/json" => Ok(Format::Array),
        "application/x-ndjson" | "application/ndjson" => Ok(Format::Lines),
        "text/csv" => Ok(Format::Csv),
        _ => {
            let detail = "send a JSON array as application/json, lines of JSON as application/x-ndjson, or text/csv";
            Err(ServiceError::refused(Code::WrongContentType, detail))
        }
    }
}
