//! Finds out whether the database can be written to, without a write for every question.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::writer::Writer;
use crate::{Result, StoreError};

/// For how long a write that succeeded proves that the next one would.
const FRESH: Duration = Duration::from_secs(5);

/// Remembers when the database was last seen to be writable.
pub struct Pulse {
    path: PathBuf,
    proved_at: Mutex<Option<Instant>>,
}

impl Pulse {
    pub fn new(path: PathBuf) -> Self {
        Self { path, proved_at: Mutex::new(None) }
    }

    /// Makes sure that the file is where it was and that the writer writes.
    pub async fn check(&self, writer: &Writer) -> Result<()> {
        if !self.path.is_file() {
            return Err(StoreError::Unavailable(format!("{} is gone", self.path.display())));
        }
        if self.proved_at().is_some_and(|at| at.elapsed() < FRESH) {
            return Ok(());
        }
        writer.write(|db| Ok(db.execute("UPDATE pulse SET beats = beats + 1", [])?)).await?;
        *self.proved_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    fn proved_at(&self) -> Option<Instant> {
        *self.proved_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
