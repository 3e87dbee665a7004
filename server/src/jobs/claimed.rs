//! One claimed job: the work itself, and beside it the keeper of its claim, who renews the lease, writes the progress
//! down and notices when the job has to end.

use std::{sync::Arc, time::Duration};

use model::{JobError, JobProgress, JobStep, Report};
use store::{Claim, ClaimState, Finished, JobEnd};
use tokio::{
    sync::watch,
    task::{AbortHandle, JoinError},
    time::{Instant, MissedTickBehavior, interval_at, sleep, timeout, timeout_at},
};
use tracing::Instrument;

use super::{Asked, JobContext, JobResult, Progress, analyze, internal, retry::retry, timed_out};
use crate::{report_content, state::AppState};

/// How long a claim holds without being renewed.
pub const LEASE: Duration = Duration::from_secs(30);
const RENEW_EVERY: Duration = Duration::from_secs(5);
/// Progress is written down at most this often.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// A cancel takes effect within a second.
const CHECK_EVERY: Duration = Duration::from_millis(400);
/// How long the last word on a job may take to be written; its lease goes on by itself if that fails.
const LAST_WORD: Duration = Duration::from_secs(5);

/// How a claim ends.
enum Ending {
    /// Written down by the work itself, with the report where there is one; this became of it.
    Written(Finished),
    Cancelled,
    Failed(JobError),
    /// Another worker has the job, or it has ended: nothing may be written.
    Lost,
    /// Somebody else shall do it.
    GiveBack,
}

/// Does the job, unless something ends it first.
pub async fn run(state: AppState, claim: Claim, claimed_at: Instant, mut stop: watch::Receiver<bool>) {
    let span = tracing::info_span!("job", id = %claim.job.id, kind = claim.job.configuration.kind().as_str());
    let progress = Arc::new(Progress::default());
    let limit = state.settings.max_analysis;
    async {
        let work = tokio::spawn(work(state.clone(), claim.clone(), progress.clone()).in_current_span());
        let _abort = AbortOnDrop(work.abort_handle());
        let ending = tokio::select! {
            // In this order: who is told to stop stops, however far the work is; and once the end is written, the claim is
            // no more held, which is not to be taken for lost.
            biased;
            _ = stop.wait_for(|stop| *stop) => Ending::GiveBack,
            () = sleep(limit) => Ending::Failed(timed_out(limit)),
            ending = work => ending.unwrap_or_else(after_panic),
            ending = keep_claim(&state, &claim, &progress, claimed_at) => ending,
        };
        progress.abandon();
        end(&state, &claim, ending, claimed_at.elapsed()).await;
    }
    .instrument(span)
    .await;
}

/// Ends a task with the one that waits for it.
struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn after_panic(panic: JoinError) -> Ending {
    Ending::Failed(internal(&panic))
}

/// Makes the report and keeps it.
async fn work(state: AppState, claim: Claim, progress: Arc<Progress>) -> Ending {
    make_and_save(&state, &claim, progress).await.unwrap_or_else(Ending::Failed)
}

async fn make_and_save(state: &AppState, claim: &Claim, progress: Arc<Progress>) -> JobResult<Ending> {
    let ctx = JobContext::new(state, progress);
    let asked = Asked::by_job(&claim.job).map_err(|error| internal(&error))?;
    let report = analyze(&ctx, asked, claim.job.configuration.clone()).await?;
    let head = report.head.clone();
    let content = Arc::new(pack(&ctx, report).await?);
    let end = || JobEnd::Completed { head: head.clone(), content: content.clone() };
    Ok(Ending::Written(retry(|| ctx.store.finish_job(claim, end())).await?))
}

async fn pack(ctx: &JobContext, report: Report) -> JobResult<Vec<u8>> {
    let progress = ctx.progress.clone();
    let packing = ctx.compute(JobStep::Saving, 80, move || {
        let packed = report_content::write(&report, progress.writer(Vec::new()));
        Ok(packed.map(super::progress::Unless::into_inner))
    });
    // Only here, where nobody comes any more once the job was abandoned: that this ends the packing is no fault.
    packing.await?.map_err(|error| internal(&error))
}

/// Keeps the claim until the job has to end, and says how.
async fn keep_claim(state: &AppState, claim: &Claim, progress: &Progress, claimed_at: Instant) -> Ending {
    let (mut renewed_at, mut told) = (claimed_at, JobProgress::NONE);
    // What has just been claimed is held.
    let mut ticks = interval_at(Instant::now() + CHECK_EVERY, CHECK_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (asked_at, reached) = (Instant::now(), progress.get());
        let age = asked_at - renewed_at;
        let renews = age >= RENEW_EVERY || (age >= TELL_EVERY && reached != told);
        let answer = async {
            if renews {
                state.store.renew_claim(claim, LEASE, reached).await
            } else {
                state.store.check_claim(claim).await
            }
        };
        match timeout_at(renewed_at + LEASE, answer).await {
            Ok(Ok(ClaimState::Held)) if renews => (renewed_at, told) = (asked_at, reached),
            Ok(Ok(ClaimState::Held)) => {}
            Ok(Ok(ClaimState::CancelAsked)) => return Ending::Cancelled,
            Ok(Ok(ClaimState::Lost)) => return Ending::Lost,
            Ok(Err(error)) => {
                tracing::debug!(%error, "the claim could not be looked after; the next round tries again");
            }
            // The lease has run out unheard: whoever comes next does the job.
            Err(_) => return Ending::GiveBack,
        }
    }
}

/// Writes down how the job ended. Where that fails the lease runs out, and another worker takes over.
async fn end(state: &AppState, claim: &Claim, ending: Ending, took: Duration) {
    let outcome = match ending {
        Ending::Written(finished) => outcome_of(finished, "completed"),
        Ending::Lost => "lost",
        Ending::GiveBack => {
            let given_back = timeout(LAST_WORD, retry(|| state.store.give_back_job(claim))).await;
            if matches!(given_back, Ok(Ok(()))) { "given back" } else { "left to its lease" }
        }
        Ending::Cancelled => finish(state, claim, JobEnd::Cancelled, "cancelled").await,
        Ending::Failed(error) => {
            let outcome = error.code.as_str();
            finish(state, claim, JobEnd::Error(error), outcome).await
        }
    };
    state.metrics.observe_job(claim.job.configuration.kind(), outcome, took);
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(outcome, milliseconds, "a job ended here");
}

async fn finish(state: &AppState, claim: &Claim, end: JobEnd, outcome: &'static str) -> &'static str {
    match timeout(LAST_WORD, retry(|| state.store.finish_job(claim, end.clone()))).await {
        Ok(Ok(finished)) => outcome_of(finished, outcome),
        _ => "left to its lease",
    }
}

fn outcome_of(finished: Finished, as_told: &'static str) -> &'static str {
    match finished {
        Finished::AsTold => as_told,
        Finished::Cancelled => "cancelled",
        Finished::Lost => "lost",
    }
}
