//! Starts analyses: fills a configuration from its preset and queues the job.

use api::FieldFault;
use model::{AuditAction, Configuration, Job, JobId, JobProgress, JobState, UserId};
use store::Queued;

use crate::{
    auth::{self, pace::Kind},
    error::{ServiceError, ServiceResult},
    services::audit::Actor,
    state::AppState,
};

/// An analysis as somebody asks for it: a configuration, a preset's name instead of it, or a preset under it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalysisDraft {
    pub configuration: Option<Configuration>,
    pub preset: Option<String>,
}

/// Queues the job of an analysis; the same key of the same user gives the job that it came with first.
pub async fn start(
    state: &AppState,
    draft: AnalysisDraft,
    key: Option<&str>,
    user: &UserId,
    actor: &Actor<'_>,
) -> ServiceResult<Job> {
    let now = state.clock.now();
    // What is asked for again starts nothing, so it costs nothing, and its preset may have gone by now.
    if let Some(key) = key
        && let Some(first) = state.store.find_job_by_key(actor.name, key, now).await?
    {
        return Ok(first);
    }
    let job = Job {
        id: JobId::new(auth::random_id()).map_err(anyhow::Error::from)?,
        configuration: fill(state, draft).await?,
        created_by: actor.name.into(),
        created_at: now,
        state: JobState::Queued,
        progress: JobProgress::NONE,
        started_at: None,
        ended_at: None,
        claims: 0,
        cancel_asked: false,
        error: None,
        report_id: None,
    };
    state.paces.take(user, Kind::Analysis, now)?;
    let object = format!("{} {}", job.configuration.kind().as_str(), job.id);
    let row = actor.did(state, AuditAction::AnalysisStarted, &object);
    match state.store.queue_job(&job, key, row).await? {
        Queued::New => {
            state.queue_bell.notify_one();
            Ok(job)
        }
        Queued::Known(first) => Ok(first),
    }
}

/// The configuration whole: what is left out comes from the preset.
pub async fn fill(state: &AppState, draft: AnalysisDraft) -> ServiceResult<Configuration> {
    let Some(name) = draft.preset else {
        return draft.configuration.ok_or_else(|| fault("/kind", "kind is missing".into()));
    };
    let preset = state.store.find_preset(&name).await?;
    let preset = preset.ok_or_else(|| fault("/preset", format!("there is no preset {name}")))?.configuration;
    match (draft.configuration, preset) {
        (None, preset) => Ok(preset),
        (Some(Configuration::Availability(given)), Configuration::Availability(preset)) => {
            Ok(Configuration::Availability(given.over(preset)))
        }
        (Some(Configuration::Resilience(given)), Configuration::Resilience(preset)) => {
            Ok(Configuration::Resilience(given.over(preset)))
        }
        (Some(_), preset) => {
            Err(fault("/preset", format!("preset {name} is one of {}, not of this kind", preset.kind().as_str())))
        }
    }
}

fn fault(pointer: &str, message: String) -> ServiceError {
    ServiceError::Invalid(vec![FieldFault { pointer: pointer.into(), message }])
}
