//! The embedded engine: one SQLite file, one writer, a few readers. Queries live in one file per room.

mod accounts;
mod assets;
mod attempts;
mod backup_runs;
mod columns;
mod conditions;
mod fault;
mod job_rows;
mod jobs;
mod leases;
mod lock;
mod opening;
mod presets;
mod pulse;
mod readers;
mod removal;
mod reports;
mod sample_hours;
mod samples;
mod schema;
mod secrets;
mod sign_ins;
mod subjects;
mod trail;
mod users;
mod version;
mod wal;
mod writer;

use std::{path::Path, sync::Arc};

use async_trait::async_trait;
use rusqlite::Connection;

use crate::{Engine, OpenError, Pool, Result, Store, StoreError};
use readers::Readers;
use writer::Writer;

/// A database in one file.
struct SqliteStore {
    writer: Writer,
    readers: Readers,
    pulse: pulse::Pulse,
}

/// Opens the file at `path`, or makes it where there is none.
pub async fn open(path: &Path) -> std::result::Result<Arc<dyn Store>, OpenError> {
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || opening::open(&path))
        .await
        .map_err(|error| OpenError::Refused(format!("opening the database failed: {error}")))??;
    let writer = Writer::start(opened.writer, opened.lock)
        .map_err(|error| OpenError::Refused(format!("the database's writing thread cannot start: {error}")))?;
    removal::delete_rest(writer.clone());
    Ok(Arc::new(SqliteStore { writer, readers: Readers::new(opened.readers), pulse: pulse::Pulse::new(opened.path) }))
}

impl SqliteStore {
    /// Runs a write on the writer's thread; it is durable when this returns.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.writer.write(work).await
    }

    /// Runs queries on one of the readers, all on one snapshot.
    async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        self.readers.read(work).await
    }

    /// The same for what may take a while, so that others are not kept waiting.
    async fn scan<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        self.readers.scan(work).await
    }
}

#[async_trait]
impl Store for SqliteStore {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    async fn ping(&self) -> Result<()> {
        self.read(|db| Ok(db.query_row("SELECT 1 FROM pulse", [], |_| Ok(()))?)).await?;
        self.pulse.check(&self.writer).await
    }

    fn pool(&self) -> Pool {
        self.readers.pool()
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    async fn keep_secret(&self, name: &str, candidate: &str) -> Result<String> {
        let (name, candidate) = (name.to_owned(), candidate.to_owned());
        self.write(move |db| secrets::keep(db, &name, &candidate)).await
    }

    async fn find_secret(&self, name: &str) -> Result<Option<String>> {
        let name = name.to_owned();
        self.read(move |db| secrets::find(db, &name)).await
    }

    async fn forget_secret(&self, name: &str) -> Result<()> {
        let name = name.to_owned();
        self.write(move |db| secrets::forget(db, &name)).await
    }
}

/// What a caller is told once the store was closed.
fn closed() -> StoreError {
    StoreError::Unavailable("it has been closed".into())
}
