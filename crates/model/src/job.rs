//! The work of an analysis, from the wish to its end.

use serde::{Deserialize, Serialize};

use crate::{Configuration, JobId, ReportId, Timestamp, words::words};

words!(
    /// Where a job stands.
    JobState {
        Queued = "queued",
        Running = "running",
        Completed = "completed",
        Error = "error",
        Cancelled = "cancelled",
    }
);

impl JobState {
    /// Whether nothing will happen to the job any more.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Completed | Self::Error | Self::Cancelled)
    }
}

words!(
    /// What a job is at.
    JobStep {
        Waiting = "waiting",
        /// Finds the window and what is scored in it.
        Planning = "planning",
        Reading = "reading",
        Scoring = "scoring",
        Saving = "saving",
        Done = "done",
    }
);

words!(
    /// Why a job ended without a report.
    JobFailure {
        /// It took longer than an analysis may.
        Timeout = "timeout",
        /// Three processes that had claimed it died.
        Lost = "lost",
        /// There is nothing in the window to score.
        NoData = "no_data",
        /// The database did not answer.
        Unavailable = "unavailable",
        Internal = "internal",
    }
);

/// Why a job ended without a report, for programs and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobError {
    pub code: JobFailure,
    pub message: String,
}

/// How far a job is. Both parts only ever go forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JobProgress {
    /// From 0 to 100.
    pub percent: u8,
    pub step: JobStep,
}

impl JobProgress {
    pub const NONE: Self = Self { percent: 0, step: JobStep::Waiting };
    pub const DONE: Self = Self { percent: 100, step: JobStep::Done };
}

/// A job as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub configuration: Configuration,
    /// The user name of whoever asked for it.
    pub created_by: String,
    pub created_at: Timestamp,
    pub state: JobState,
    pub progress: JobProgress,
    /// When it was claimed the first time.
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How often it was claimed; one that was handed back does not count.
    pub claims: u32,
    /// Whether somebody asked for its end.
    pub cancel_asked: bool,
    pub error: Option<JobError>,
    pub report_id: Option<ReportId>,
}
