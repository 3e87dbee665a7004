//! How far a job is: told by the job, written down by whoever keeps its claim.

use std::{
    io::{self, Write},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use model::{JobProgress, JobStep};

/// Shared by a job and its keeper.
pub struct Progress {
    at: Mutex<JobProgress>,
    abandoned: AtomicBool,
}

impl Default for Progress {
    fn default() -> Self {
        Self { at: Mutex::new(JobProgress::NONE), abandoned: AtomicBool::new(false) }
    }
}

impl Progress {
    pub fn get(&self) -> JobProgress {
        *self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes forward, never back.
    pub fn reach(&self, step: JobStep, percent: u8) {
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        if percent > at.percent {
            tracing::debug!(step = step.as_str(), "a job is here now");
            *at = JobProgress { percent, step };
        }
    }

    /// Tells work that cannot be aborted from outside to end at its next chance.
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }

    /// A writer that passes everything on until the job is abandoned.
    pub fn writer<W: Write>(&self, inner: W) -> Unless<'_, W> {
        Unless { inner, abandoned: &self.abandoned }
    }
}

/// Writes unless the job is abandoned.
pub struct Unless<'a, W> {
    inner: W,
    abandoned: &'a AtomicBool,
}

impl<W> Unless<'_, W> {
    pub fn into_inner(self) -> W {
        self.inner
    }
}

impl<W: Write> Write for Unless<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.abandoned.load(Ordering::Relaxed) {
            return Err(io::Error::other("the job was abandoned"));
        }
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_never_goes_back() {
        let progress = Progress::default();
        progress.reach(JobStep::Scoring, 70);
        progress.reach(JobStep::Reading, 30);
        assert_eq!(progress.get(), JobProgress { percent: 70, step: JobStep::Scoring });
    }

    #[test]
    fn abandoned_work_writes_nothing_more() {
        let progress = Progress::default();
        let mut writer = progress.writer(Vec::new());
        writer.write_all(b"kept").unwrap();
        progress.abandon();
        assert!(writer.write_all(b"lost").is_err());
        assert_eq!(writer.into_inner(), b"kept");
    }
}
