//! Takes rows in as their bytes come, and keeps them in batches: for the API, and for files on the command line.

use api::{Code, Ingested};
use async_trait::async_trait;
use model::{Asset, BackupRun, NewAuditEntry, Sample};
use store::Store;

use crate::{
    error::{ServiceError, ServiceResult},
    rows::{Format, FromRow, Rows, Source, Unreadable},
    state::AppState,
};

/// How many rows are kept in one transaction.
const BATCH: usize = 10_000;
/// After how many bytes rows are kept though they are fewer: long ones must not pile up.
const LONGEST_BATCH: usize = 4 << 20;
/// How many bytes are read before the rows are counted again.
const STEP: usize = 64 << 10;

/// What is kept row by row. The same row twice is one, so that repeating does no harm.
#[async_trait]
pub trait Kept: FromRow + Send + Sync {
    /// What they are called in the trail.
    const WORDS: &'static str;
    /// Whether collectors send it all day, so that the trail is told of each of them once an hour.
    const IS_STEADY: bool;

    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()>;
}

#[async_trait]
impl Kept for Sample {
    const WORDS: &'static str = "samples";
    const IS_STEADY: bool = true;

    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()> {
        store.add_samples(rows).await.map(drop)
    }
}

#[async_trait]
impl Kept for BackupRun {
    const WORDS: &'static str = "backup runs";
    const IS_STEADY: bool = true;

    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()> {
        store.add_backup_runs(rows).await.map(drop)
    }
}

#[async_trait]
impl Kept for Asset {
    const WORDS: &'static str = "assets";
    const IS_STEADY: bool = false;

    async fn keep(store: &dyn Store, rows: &[Self]) -> store::Result<()> {
        store.put_assets(rows).await
    }
}

/// Rows that are coming in.
pub struct Intake<'a, T> {
    state: &'a AppState,
    rows: Rows<T>,
    /// How many bytes came since rows were kept.
    unkept: usize,
    /// What the trail has not been told yet.
    untold: Option<NewAuditEntry>,
    accepted: u64,
}

impl<'a, T: Kept> Intake<'a, T> {
    /// `entry` is the row of the trail that goes before all others.
    pub fn new(state: &'a AppState, format: Format, source: Source, entry: NewAuditEntry) -> Self {
        Self { state, rows: Rows::new(format, source), unkept: 0, untold: Some(entry), accepted: 0 }
    }

    /// Takes the next bytes.
    pub async fn feed(&mut self, bytes: &[u8]) -> ServiceResult<()> {
        for part in bytes.chunks(STEP) {
            self.rows.feed(part).map_err(unreadable)?;
            self.unkept += part.len();
            if self.rows.waiting() >= BATCH || self.unkept >= LONGEST_BATCH {
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

    /// Keeps what came before the rest broke off, so that the refusal can say where to go on.
    pub async fn break_off(mut self, refusal: ServiceError) -> ServiceError {
        let ServiceError::Refused(code, detail) = refusal else { return refusal };
        if let Err(error) = self.keep().await {
            return error;
        }
        let (accepted, rejected) = (self.accepted, self.rows.into_outcome().rejected);
        match accepted + rejected {
            0 => ServiceError::Refused(code, detail),
            came => {
                ServiceError::Refused(code, format!("{detail}; of the {came} rows before, {accepted} were accepted"))
            }
        }
    }

    async fn keep(&mut self) -> ServiceResult<()> {
        let rows = self.rows.take();
        self.unkept = 0;
        if !rows.is_empty() {
            self.tell_trail().await?;
            T::keep(self.state.store.as_ref(), &rows).await?;
            self.accepted += rows.len() as u64;
        }
        Ok(())
    }

    /// Nothing is kept that the trail does not know of.
    async fn tell_trail(&mut self) -> ServiceResult<()> {
        let Some(entry) = self.untold.take() else { return Ok(()) };
        let store = self.state.store.as_ref();
        let told =
            if T::IS_STEADY { self.state.senders.tell(store, entry).await } else { store.append_audit(entry).await };
        Ok(told?)
    }
}

fn unreadable(fault: Unreadable) -> ServiceError {
    ServiceError::refused(Code::BadRequest, format!("the rows cannot be read: {fault}"))
}
