//! Takes rows in as their bytes come, and keeps them in batches: for the API, and for files on the command line.

use api::{Code, Ingested};
use async_trait::async_trait;
use model::{Asset, BackupRun, Sample};
use store::Store;

use crate::{
    error::{ServiceError, ServiceResult},
    rows::{Format, FromRow, Rows, Source, Unreadable},
};

/// How many rows are kept in one transaction.
const BATCH: usize = 10_000;
/// How many bytes are read before the rows are counted again.
const STEP: usize = 64 << 10;

/// What is kept row by row. The same row twice is one, so that repeating does no harm.
#[async_trait]
pub trait Kept: FromRow + Send + Sync {
    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()>;
}

#[async_trait]
impl Kept for Sample {
    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()> {
        store.add_samples(rows).await.map(drop)
    }
}

#[async_trait]
impl Kept for BackupRun {
    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()> {
        store.add_backup_runs(rows).await.map(drop)
    }
}

#[async_trait]
impl Kept for Asset {
    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()> {
        store.put_assets(rows).await
    }
}

/// Rows that are coming in.
pub struct Intake<'a, T> {
    store: &'a dyn Store,
    rows: Rows<T>,
    accepted: u64,
}

impl<'a, T: Kept> Intake<'a, T> {
    pub fn new(store: &'a dyn Store, format: Format, source: Source) -> Self {
        Self { store, rows: Rows::new(format, source), accepted: 0 }
    }

    /// Takes the next bytes.
    pub async fn feed(&mut self, bytes: &[u8]) -> ServiceResult<()> {
        for part in bytes.chunks(STEP) {
            self.rows.feed(part).map_err(unreadable)?;
            if self.rows.waiting() >= BATCH {
                self.keep().await?;
            }
        }
        Ok(())
    }

    /// Keeps the rest, and says what became of all rows.
    pub async fn finish(mut self) -> ServiceResult<Ingested> {
        self.rows.finish().map_err(unreadable)?;
        self.keep().await?;
        Ok(Ingested { accepted: self.accepted, ..self.rows.into_outcome() })
    }

    async fn keep(&mut self) -> ServiceResult<()> {
        let rows = self.rows.take();
        if !rows.is_empty() {
            T::keep(self.store, &rows).await?;
            self.accepted += rows.len() as u64;
        }
        Ok(())
    }
}

fn unreadable(fault: Unreadable) -> ServiceError {
    ServiceError::refused(Code::BadRequest, format!("the rows cannot be read: {fault}"))
}
