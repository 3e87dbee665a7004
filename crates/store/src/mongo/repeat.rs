//! Runs statements within limits of time, and once more where that is harmless and likely to help.

use std::time::Duration;

use futures_util::TryStreamExt;
use mongodb::{Collection, action::Find, bson::Document, error::Result as DriverResult};
use tokio::time::{sleep, timeout};

use super::fault;
use crate::{Result, StoreError};

/// How long a request may take here in all.
pub const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// How long many documents may take to be written, removed or counted, and assets to be listed.
pub const BULK_LIMIT: Duration = Duration::from_secs(300);
/// How long a scan may take that a job waits for: as long as a job may at most. A job has a limit of its own and gives up
/// sooner, and the server then ends the scan.
pub const SCAN_LIMIT: Duration = Duration::from_secs(24 * 3600);
/// How many documents come at once in a scan. Left alone, the server fills 16 MB, and what has read a lot stays large.
pub const SCAN_BATCH: u32 = 4000;
/// How often a statement is tried; the driver itself has tried each twice.
const TRIES: u32 = 4;

/// Runs a statement that must not be repeated.
pub async fn once<T>(statement: impl IntoFuture<Output = DriverResult<T>>) -> Result<T> {
    within(REQUEST_LIMIT, async { Ok(statement.await?) }).await
}

/// Runs a statement that does the same when repeated, and repeats it over what passes by itself.
pub async fn repeat<T, F>(statement: impl Fn() -> F) -> Result<T>
where
    F: IntoFuture<Output = DriverResult<T>>,
{
    within(REQUEST_LIMIT, repeatedly(statement)).await
}

/// The same for many documents at once.
pub async fn repeat_bulk<T, F>(statement: impl Fn() -> F) -> Result<T>
where
    F: IntoFuture<Output = DriverResult<T>>,
{
    within(BULK_LIMIT, repeatedly(statement)).await
}

/// The same for a scan, which takes its time.
pub async fn repeat_scan<T, F>(statement: impl Fn() -> F) -> Result<T>
where
    F: IntoFuture<Output = DriverResult<T>>,
{
    within(SCAN_LIMIT, repeatedly(statement)).await
}

async fn repeatedly<T, F>(statement: impl Fn() -> F) -> Result<T>
where
    F: IntoFuture<Output = DriverResult<T>>,
{
    let mut pause = Pause::default();
    loop {
        match statement().await {
            Err(error) if fault::passes(&error) && pause.taken() + 1 < TRIES => pause.take().await,
            outcome => return Ok(outcome?),
        }
    }
}

/// All that a search finds.
pub async fn all<'a>(search: impl Fn() -> Find<'a, Document>) -> Result<Vec<Document>> {
    repeat(|| async { search().max_time(REQUEST_LIMIT).await?.try_collect().await }).await
}

/// Inserts a document unless one with its key is there; gives whether it did. That is false, too, where an earlier try
/// did and only its answer was lost.
pub async fn insert_new(collection: &Collection<Document>, document: &Document) -> Result<bool> {
    repeat(|| async {
        match collection.insert_one(document).await {
            Ok(_) => Ok(true),
            Err(error) if fault::is_duplicate(&error) => Ok(false),
            Err(error) => Err(error),
        }
    })
    .await
}

/// Ends what takes too long.
pub async fn within<T>(limit: Duration, work: impl Future<Output = Result<T>>) -> Result<T> {
    let late = || StoreError::Unavailable(format!("MongoDB did not answer within {} s", limit.as_secs()));
    timeout(limit, work).await.unwrap_or_else(|_| Err(late()))
}

/// Pauses that grow and are never the same for two who met each other's way.
#[derive(Default)]
pub struct Pause {
    taken: u32,
}

impl Pause {
    pub fn taken(&self) -> u32 {
        self.taken
    }

    pub async fn take(&mut self) {
        let longest = 20_u64 << self.taken.min(5);
        self.taken += 1;
        sleep(Duration::from_millis(1 + random() % longest)).await;
    }
}

/// Without randomness the pauses are only less well spread.
fn random() -> u64 {
    getrandom::u64().unwrap_or(7)
}
