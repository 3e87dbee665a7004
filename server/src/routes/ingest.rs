//! Assets, samples and backup runs, as collectors send them.

use api::{Code, Ingested};
use axum::{Json, extract::State};
use model::{Asset, AuditAction, BackupRun, Sample};

use crate::{
    auth::identity::{Identity, Origin},
    error::{ServiceError, ServiceResult},
    rows::{Format, Source},
    services::{
        ingest::{Intake, Kept},
        users::Actor,
    },
    state::AppState,
    upload::Upload,
};

/// How rows may be sent, besides as a JSON array.
pub const OTHER_TYPES: &[&str] = &["application/x-ndjson", "text/csv"];

/// What the trail says of rows that collectors send.
const STEADY: &str = "(further ones of this hour are not listed)";

pub async fn ingest_assets(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
    upload: Upload,
) -> ServiceResult<Json<Ingested>> {
    ingest::<Asset>(&state, upload, &Actor::new(&identity, &origin), "assets").await
}

pub async fn ingest_samples(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
    upload: Upload,
) -> ServiceResult<Json<Ingested>> {
    let object = format!("samples {STEADY}");
    ingest::<Sample>(&state, upload, &Actor::new(&identity, &origin), &object).await
}

pub async fn ingest_backups(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
    upload: Upload,
) -> ServiceResult<Json<Ingested>> {
    let object = format!("backup runs {STEADY}");
    ingest::<BackupRun>(&state, upload, &Actor::new(&identity, &origin), &object).await
}

async fn ingest<T: Kept>(
    state: &AppState,
    mut upload: Upload,
    actor: &Actor<'_>,
    object: &str,
) -> ServiceResult<Json<Ingested>> {
    let format = format_of(&upload)?;
    let entry = actor.did(state, AuditAction::DataImported, object);
    let mut intake = Intake::<T>::new(state, format, Source::Request, entry);
    let taken = loop {
        match upload.next().await {
            Ok(Some(bytes)) => intake.feed(&bytes).await?,
            Ok(None) => break intake.finish().await,
            Err(refusal) => break Err(intake.break_off(refusal).await),
        }
    };
    // Even of what was refused in the end, some may have been kept.
    state.coverages.forget().await;
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
