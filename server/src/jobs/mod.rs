//! The work of analyses: claimed from the queue, done, ended with a report. Each kind has one file, which plans, reads
//! and scores; who may ask for an analysis, and for which, is decided in `services`.

pub mod availability;
mod claimed;
mod context;
mod pool;
mod progress;
pub mod resilience;
mod retry;

use std::time::Duration;

use model::{Configuration, JobError, JobFailure, Report};

pub use context::{Asked, Frame, JobContext};
pub use pool::Workers;
pub use progress::Progress;

/// What a step gives, or why the job ends without a report.
pub type JobResult<T> = Result<T, JobError>;

/// Answers what is asked, whoever asks: a worker for the queue, or a command for itself.
pub async fn analyze(ctx: &JobContext, asked: Asked, configuration: Configuration) -> JobResult<Report> {
    match configuration {
        Configuration::Availability(configuration) => availability::run(ctx, asked, configuration).await,
        Configuration::Resilience(configuration) => resilience::run(ctx, asked, configuration).await,
    }
}

/// How an analysis ends that has used its time up.
pub fn timed_out(limit: Duration) -> JobError {
    let message = format!("the analysis took longer than the {} s that it may", limit.as_secs());
    JobError { code: JobFailure::Timeout, message }
}

fn no_data(message: impl Into<String>) -> JobError {
    JobError { code: JobFailure::NoData, message: message.into() }
}

/// The cause goes to the log; people are told where to look.
fn internal(cause: &dyn std::fmt::Display) -> JobError {
    tracing::error!(%cause, "a job failed unexpectedly");
    JobError { code: JobFailure::Internal, message: "the analysis failed; the server's log says why".into() }
}
