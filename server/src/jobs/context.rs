//! What every job has in common: what it may ask, and the head of its report.

use std::sync::Arc;

use model::{
    AnalysisKind, AssetId, FailedAsset, Job, JobId, JobStep, ReportHead, ReportId, ReportOrigin, StatusCount,
    Timestamp, Unreadable, Window, moment,
};
use store::Store;

use super::{JobResult, Progress, internal};
use crate::{clock::Clock, settings::Settings, state::AppState};

/// How many of those that cannot be scored a message names.
const MOST_NAMED: usize = 3;

/// What a job may ask, and whom it tells how far it is.
pub struct JobContext {
    pub store: Arc<dyn Store>,
    pub settings: Arc<Settings>,
    pub clock: Clock,
    pub progress: Arc<Progress>,
}

/// Who asked, and under which id the report will be kept.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: ReportId,
    pub job_id: Option<JobId>,
    pub by: String,
}

/// What a plan says about the report before anything is scored.
#[derive(Debug, Clone)]
pub struct Frame {
    pub asked: Asked,
    pub created_at: Timestamp,
    pub kind: AnalysisKind,
    pub window: Window,
    /// The IANA name of the zone.
    pub timezone: String,
}

/// Those that were chosen and are known, by id, and those that are not, each with what is wrong.
pub fn split<C>(
    mut chosen: Vec<C>,
    id: impl Fn(&C) -> &AssetId,
    is_known: impl Fn(&AssetId) -> bool,
    wrong: impl Fn(&AssetId) -> String,
) -> (Vec<C>, Vec<FailedAsset>) {
    chosen.sort_by(|one, other| id(one).cmp(id(other)));
    let (known, missing): (Vec<C>, Vec<C>) = chosen.into_iter().partition(|one| is_known(id(one)));
    let failed = missing.iter().map(|one| FailedAsset { asset_id: id(one).clone(), message: wrong(id(one)) });
    (known, failed.collect())
}

/// What is wrong with the whole, and with the first few that were asked for by name.
pub fn with_failed(wrong: &str, failed: &[FailedAsset]) -> String {
    let named = failed.iter().take(MOST_NAMED).map(|failed| failed.message.as_str());
    let more = failed.len().checked_sub(MOST_NAMED + 1).map(|others| format!("{} more of this kind", others + 1));
    [wrong].into_iter().chain(named).map(str::to_owned).chain(more).collect::<Vec<_>>().join("; ")
}

/// The same, with what could not be read: who has nothing but that must hear of it.
pub fn with_unreadable(wrong: String, unreadable: &Unreadable) -> String {
    match (unreadable.count, unreadable.examples.first()) {
        (0, _) => wrong,
        (count, None) => format!("{wrong}; documents that could not be read: {count}"),
        (count, Some(example)) => format!("{wrong}; documents that could not be read: {count}, such as {example}"),
    }
}

/// From the first to the last moment that anything can be of.
pub fn all_time() -> Window {
    Window { start: Timestamp::UNIX_EPOCH, end: moment::plausible_end() }
}

impl Asked {
    /// The report of a queued job has the job's id.
    pub fn by_job(job: &Job) -> anyhow::Result<Self> {
        let id = ReportId::new(job.id.as_str())?;
        Ok(Self { id, job_id: Some(job.id.clone()), by: job.created_by.clone() })
    }
}

impl JobContext {
    pub fn new(state: &AppState, progress: Arc<Progress>) -> Self {
        Self { store: state.store.clone(), settings: state.settings.clone(), clock: state.clock.clone(), progress }
    }

    /// Runs what keeps a processor busy where it holds nobody up.
    pub async fn compute<T: Send + 'static>(
        &self,
        step: JobStep,
        percent: u8,
        work: impl FnOnce() -> JobResult<T> + Send + 'static,
    ) -> JobResult<T> {
        self.progress.reach(step, percent);
        tokio::task::spawn_blocking(work).await.map_err(|panic| internal(&panic))?
    }
}

impl Frame {
    /// The head of a report, with where everything stands at its end.
    pub fn head(self, score: Option<f64>, statuses: Vec<StatusCount>, failed: &[FailedAsset]) -> ReportHead {
        ReportHead {
            id: self.asked.id,
            kind: self.kind,
            origin: ReportOrigin::Analysis,
            job_id: self.asked.job_id,
            created_at: self.created_at,
            created_by: self.asked.by,
            window: self.window,
            timezone: self.timezone,
            score,
            total: statuses.iter().map(|status| status.count).sum(),
            statuses,
            partial: !failed.is_empty(),
        }
    }
}

/// How many stand at each status, in the order of `all`.
pub fn count_statuses<S: Copy + PartialEq>(all: &[S], word: fn(S) -> &'static str, given: &[S]) -> Vec<StatusCount> {
    all.iter()
        .map(|status| StatusCount {
            status: word(*status).into(),
            count: u32::try_from(given.iter().filter(|one| *one == status).count()).unwrap_or(u32::MAX),
        })
        .filter(|status| status.count > 0)
        .collect()
}
