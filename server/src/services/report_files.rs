//! Reports that leave as files and come in as files.

use std::{io, time::Duration};

use api::Code;
use axum::body::Bytes;
use futures_util::Stream;
use model::{AuditAction, ReportHead, ReportId};
use store::StoreError;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::spawn_blocking,
    time::timeout,
};

use crate::{
    auth,
    error::{ServiceError, ServiceResult},
    outlet, report_content,
    report_files::{self, FileFormat, Importer, Refused},
    services::audit::Actor,
    state::AppState,
    upload::Upload,
};

/// How many files are taken in at the same time: each is held whole, and may take many times its size when it is read.
static READERS: Semaphore = Semaphore::const_new(2);
/// How many hold a report whole for one client, as long as that reads.
static HOLDERS: Semaphore = Semaphore::const_new(4);
/// How many read one from the database at the same time.
static LOADERS: Semaphore = Semaphore::const_new(4);
/// How long one waits for one's turn, in seconds.
const LONGEST_WAIT: u32 = 5;

/// A report as a file, which is written while it is sent.
pub struct Export<S> {
    pub name: String,
    pub pieces: S,
}

pub async fn export(
    state: &AppState,
    id: &ReportId,
    format: FileFormat,
    actor: &Actor<'_>,
) -> ServiceResult<Export<impl Stream<Item = io::Result<Bytes>> + use<>>> {
    let head = state.store.find_report(id).await?.ok_or(StoreError::NotFound)?;
    let turn = turn_to_hold().await?;
    let content = state.store.read_report(id).await?.ok_or(StoreError::NotFound)?;
    let object = format!("{} as {}", describe(&head), format.as_str());
    state.store.append_audit(actor.did(state, AuditAction::ReportExported, &object)).await?;
    let name = report_files::file_name(&head, format);
    let report = report_content::read(content).await?;
    let pieces = outlet::pieces(move |out| {
        let _turn = turn;
        report_files::write(&report, format, out)
    });
    Ok(Export { name, pieces })
}

/// A place among those who hold a report whole.
pub async fn turn_to_hold() -> ServiceResult<SemaphorePermit<'static>> {
    wait_for_turn(&HOLDERS).await
}

/// A place among those who read one from the database.
pub async fn turn_to_load() -> ServiceResult<SemaphorePermit<'static>> {
    wait_for_turn(&LOADERS).await
}

async fn wait_for_turn(places: &'static Semaphore) -> ServiceResult<SemaphorePermit<'static>> {
    match timeout(Duration::from_secs(LONGEST_WAIT.into()), places.acquire()).await {
        Ok(permit) => Ok(permit.map_err(anyhow::Error::from)?),
        Err(_) => Err(ServiceError::TooMany {
            retry_after: LONGEST_WAIT,
            detail: "too many whole reports are on their way at the moment".into(),
        }),
    }
}

/// Keeps the report of a file.
pub async fn import(state: &AppState, upload: Upload, actor: &Actor<'_>) -> ServiceResult<ReportHead> {
    let _permit = wait_for_turn(&READERS).await?;
    let file = upload.read_whole().await?;
    let id = ReportId::new(auth::random_id()).map_err(anyhow::Error::from)?;
    let (name, now, timezone) = (actor.name.to_owned(), state.clock.now(), state.settings.timezone);
    let read = spawn_blocking(move || {
        let report = report_files::read(&file, &Importer { id, name: &name, now, timezone }).map_err(refused)?;
        let content = report_content::write(&report, Vec::new()).map_err(anyhow::Error::from)?;
        Ok::<_, ServiceError>((report.head, content))
    });
    let (head, content) = read.await.map_err(anyhow::Error::from)??;
    let entry = actor.did(state, AuditAction::ReportImported, &describe(&head));
    state.store.add_report(&head, &content, entry).await?;
    Ok(head)
}

fn refused(refused: Refused) -> ServiceError {
    match refused {
        Refused::NotJson(fault) => ServiceError::refused(Code::BadRequest, format!("the file is not JSON: {fault}")),
        Refused::Invalid(faults) => ServiceError::Invalid(faults),
    }
}

fn describe(head: &ReportHead) -> String {
    format!("{} report {}", head.kind.as_str(), head.id)
}
