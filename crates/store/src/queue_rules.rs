//! The rules of the queue that both engines keep.

use chrono::TimeDelta;
use model::{JobError, JobFailure};

/// How often a job is tried.
pub const MAX_CLAIMS: u32 = 3;
/// For how long an idempotency key is known.
pub const KEY_LASTS: TimeDelta = TimeDelta::days(1);

/// Why a job ends that has been tried often enough.
pub fn lost() -> JobError {
    let message = format!("{MAX_CLAIMS} processes that worked on it ended before it did; start it again");
    JobError { code: JobFailure::Lost, message }
}
