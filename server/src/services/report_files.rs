//! Reports that leave as files and come in as files.

use std::io;

use api::Code;
use bytes::Bytes;
use futures_util::Stream;
use model::{AuditAction, ReportHead, ReportId};
use store::StoreError;
use tokio::task::spawn_blocking;

use crate::{
    auth,
    error::{ServiceError, ServiceResult},
    outlet, report_content,
    report_files::{self, FileFormat, Importer, Refused},
    services::audit::Actor,
    state::AppState,
};

/// A report as a file, which is written while it is sent.
pub async fn export(
    state: &AppState,
    head: &ReportHead,
    format: FileFormat,
    actor: &Actor<'_>,
) -> ServiceResult<impl Stream<Item = io::Result<Bytes>> + use<>> {
    let turn = state.report_turns.turn_to_hold(actor.name).await?;
    let content = state.store.read_report(&head.id).await?.ok_or(StoreError::NotFound)?;
    let object = format!("{} as {}", describe(head), format.as_str());
    state.store.append_audit(actor.did(state, AuditAction::ReportExported, &object)).await?;
    let (report, turn) = report_content::read(content, turn).await?;
    Ok(outlet::pieces(move |out| {
        let _turn = turn;
        report_files::write(&report, format, out)
    }))
}

/// Keeps the report of a file, which is not taken in before its turn.
pub async fn import(
    state: &AppState,
    file: impl Future<Output = ServiceResult<Vec<u8>>>,
    actor: &Actor<'_>,
) -> ServiceResult<ReportHead> {
    let turn = state.report_turns.turn_to_read(actor.name).await?;
    let file = file.await?;
    let id = ReportId::new(auth::random_id()).map_err(anyhow::Error::from)?;
    let (name, now, timezone) = (actor.name.to_owned(), state.clock.now(), state.settings.timezone);
    let read = spawn_blocking(move || {
        let report = report_files::read(&file, &Importer { id, name: &name, now, timezone }).map_err(refused)?;
        let content = report_content::write(&report, Vec::new()).map_err(anyhow::Error::from)?;
        // It is read to its end though whoever sent it has gone, and has its turn until then.
        Ok::<_, ServiceError>((report.head, content, turn))
    });
    let (head, content, _turn) = read.await.map_err(anyhow::Error::from)??;
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
