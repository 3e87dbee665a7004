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

/// Unlike samples, which come all the time, assets are changed by people: that is written down.
pub async fn ingest_assets(
    State(state): State<AppState>,
    identity: Identity,
    origin: Origin,
    upload: Upload,
) -> ServiceResult<Json<Ingested>> {
    let answer = ingest::<Asset>(&state, upload).await?;
    let row = Actor::new(&identity, &origin).did(&state, AuditAction::DataImported, "assets");
    state.store.append_audit(row).await?;
    Ok(answer)
}

pub async fn ingest_samples(State(state): State<AppState>, upload: Upload) -> ServiceResult<Json<Ingested>> {
    ingest::<Sample>(&state, upload).await
}

pub async fn ingest_backups(State(state): State<AppState>, upload: Upload) -> ServiceResult<Json<Ingested>> {
    ingest::<BackupRun>(&state, upload).await
}

async fn ingest<T: Kept>(state: &AppState, mut upload: Upload) -> ServiceResult<Json<Ingested>> {
    let format = match upload.content_type() {
        "application/json" => Format::Array,
        "application/x-ndjson" | "application/ndjson" => Format::Lines,
        "text/csv" => Format::Csv,
        _ => {
            let detail = "send a JSON array as application/json, lines of JSON as application/x-ndjson, or text/csv";
            return Err(ServiceError::refused(Code::WrongContentType, detail));
        }
    };
    let mut intake = Intake::<T>::new(state.store.as_ref(), format, Source::Request);
    while let Some(bytes) = upload.next().await? {
        intake.feed(&bytes).await?;
    }
    let answer = intake.finish().await?;
    state.coverages.forget().await;
    Ok(Json(answer))
}
