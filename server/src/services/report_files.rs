//! Reports that leave as files and come in as files.

use std::{
    io::{self, Write},
    time::Duration,
};

use api::Code;
use axum::body::Bytes;
use futures_util::{Stream, stream};
use model::{AuditAction, Report, ReportHead, ReportId};
use store::StoreError;
use tokio::{
    runtime::Handle,
    sync::{Semaphore, SemaphorePermit, mpsc},
    task::spawn_blocking,
    time::{Instant, timeout},
};

use crate::{
    auth,
    error::{ServiceError, ServiceResult},
    flow::Flow,
    report_content,
    report_files::{self, FileFormat, Importer, Refused},
    services::audit::Actor,
    state::AppState,
    upload::Upload,
};

/// How long a client may leave a piece unread.
const SLOWEST_READER: Duration = Duration::from_secs(30);
/// How much of a file is written before it is handed on, and how many such pieces may wait.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;
/// How many files are taken in at the same time: each is held whole, and may take many times its size when it is read.
static READERS: Semaphore = Semaphore::const_new(2);
/// How many are sent at the same time: each report is held whole meanwhile.
static WRITERS: Semaphore = Semaphore::const_new(4);
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
    let permit = wait_for_turn(&WRITERS).await?;
    let content = state.store.read_report(id).await?.ok_or(StoreError::NotFound)?;
    let object = format!("{} as {}", describe(&head), format.as_str());
    state.store.append_audit(actor.did(state, AuditAction::ReportExported, &object)).await?;
    let name = report_files::file_name(&head, format);
    let report = report_content::read(content).await?;
    Ok(Export { name, pieces: pieces(report, format, permit) })
}

/// A place among those who hold a report whole.
pub async fn turn_to_write() -> ServiceResult<SemaphorePermit<'static>> {
    wait_for_turn(&WRITERS).await
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

/// Writes the file on a thread of its own, no faster than it is sent.
fn pieces(
    report: Report,
    format: FileFormat,
    permit: SemaphorePermit<'static>,
) -> impl Stream<Item = io::Result<Bytes>> {
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let runtime = Handle::current();
    spawn_blocking(move || {
        let _permit = permit;
        let pieces = Pieces { sender: sender.clone(), runtime, flow: Flow::default() };
        let out = io::BufWriter::with_capacity(PIECE, pieces);
        if let Err(error) = report_files::write(&report, format, out) {
            // Whoever does not read, or is gone, needs not know.
            let _ = sender.try_send(Err(error));
        }
    });
    stream::poll_fn(move |context| receiver.poll_recv(context))
}

/// Hands on what is written.
struct Pieces {
    sender: mpsc::Sender<io::Result<Bytes>>,
    runtime: Handle,
    flow: Flow,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Bytes::copy_from_slice(bytes);
        // Some clients stop reading, or hardly read, and do not go: others wait for their place.
        let (asked, patience) = (Instant::now(), self.flow.patience(SLOWEST_READER));
        let sent = self.runtime.block_on(self.sender.send_timeout(Ok(piece), patience));
        sent.map_err(|_| io::ErrorKind::BrokenPipe)?;
        self.flow.waited += asked.elapsed();
        self.flow.moved += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
