//! What is written together with a job: its row in the trail, its idempotency key, its report.

use async_trait::async_trait;
use model::{Job, JobId, JobProgress, JobState, Timestamp};
use mongodb::bson::{Bson, Document, doc, oid::ObjectId};

use super::{
    audited::Deed,
    documents::{self, to_date},
    fault::UnitResult,
    job_documents::{self, error_part},
    leases,
    reports::{self, Written},
    unit::Unit,
};
use crate::{Claim, Conflict, Finished, Queued, Result, StoreError, queue_rules::KEY_LASTS};

async fn find(unit: &mut Unit<'_>, id: &str) -> UnitResult<Option<Job>> {
    let found = unit.find(&unit.collections.jobs, doc! { "_id": id }).await?;
    Ok(found.as_ref().map(job_documents::read).transpose()?)
}

/// Adding a job to the queue.
pub struct Queue<'a> {
    pub job: &'a Job,
    pub key: Option<&'a str>,
}

fn key_id(user: &str, key: &str) -> Document {
    doc! { "created_by": user, "key": key }
}

/// A key that is still known.
pub fn fresh_key(user: &str, key: &str, now: Timestamp) -> Document {
    doc! { "_id": key_id(user, key), "used_at": { "$gt": to_date(now - KEY_LASTS) } }
}

impl Queue<'_> {
    async fn find_by_key(&self, unit: &mut Unit<'_>, key: &str) -> UnitResult<Option<Job>> {
        let fresh = fresh_key(&self.job.created_by, key, self.job.created_at);
        match unit.find(&unit.collections.job_keys, fresh).await? {
            Some(used) => find(unit, &documents::text(&used, "job_id")?).await,
            None => Ok(None),
        }
    }
}

#[async_trait]
impl Deed for Queue<'_> {
    type Found = Queued;

    async fn find_done(&self, unit: &mut Unit<'_>) -> UnitResult<Option<Queued>> {
        if find(unit, self.job.id.as_str()).await?.is_some() {
            // Our own write had happened, only its answer was lost.
            return Ok(Some(Queued::New));
        }
        let Some(key) = self.key else { return Ok(None) };
        Ok(self.find_by_key(unit, key).await?.map(Queued::Known))
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<Queued> {
        // The key comes first: without transactions, a key without a job is better than two jobs of one key.
        if let Some(key) = self.key {
            let worn = doc! { "used_at": { "$lte": to_date(self.job.created_at - KEY_LASTS) } };
            unit.delete(&unit.collections.job_keys, worn).await?;
            let used = doc! { "job_id": self.job.id.as_str(), "used_at": to_date(self.job.created_at) };
            unit.put(
                &unit.collections.job_keys,
                doc! { "_id": key_id(&self.job.created_by, key) },
                doc! { "$set": used },
            )
            .await?;
        }
        unit.insert(&unit.collections.jobs, &job_documents::to_document(self.job)?).await?;
        Ok(Queued::New)
    }
}

/// Asking for a job's end.
pub struct Cancel<'a>(pub &'a JobId);

#[async_trait]
impl Deed for Cancel<'_> {
    type Found = Job;

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        match find(unit, self.0.as_str()).await? {
            None => Err(StoreError::NotFound.into()),
            Some(job) if job.state.is_end() => Err(Conflict::JobEnded.into()),
            Some(_) => Ok(()),
        }
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<Job> {
        let (queued, running) = (JobState::Queued.as_str(), JobState::Running.as_str());
        // Where it waits, or its worker is gone, nobody is there who would end it.
        let if_free = |end: &str, else_stays: &str| doc! { "$cond": [leases::is_free(), end, else_stays] };
        let change = [doc! { "$set": {
            "cancel_asked": true,
            "state": if_free(JobState::Cancelled.as_str(), "$state"),
            "ended_at": if_free("$$NOW", "$ended_at"),
            "lease_until": if_free("$$REMOVE", "$lease_until"),
        } }];
        let goes_on = doc! { "_id": self.0.as_str(), "state": { "$in": [queued, running] } };
        if !unit.update(&unit.collections.jobs, goes_on, change.to_vec()).await? {
            return Err(Conflict::JobEnded.into());
        }
        Ok(find(unit, self.0.as_str()).await?.ok_or(StoreError::NotFound)?)
    }
}

/// Ending a job that is held.
pub struct Finish<'a> {
    claim: &'a Claim,
    ending: Ending<'a>,
    /// Tells what this very deed has done from what another with the same claim did.
    deed: ObjectId,
}

/// How a job ends, once the content of its report is written.
pub enum Ending<'a> {
    Completed(Written<'a>),
    Error(&'a model::JobError),
    Cancelled,
}

impl Ending<'_> {
    fn changes(&self) -> Result<Document> {
        Ok(match self {
            Self::Completed(report) => doc! {
                "state": JobState::Completed.as_str(),
                "percent": i32::from(JobProgress::DONE.percent),
                "step": JobProgress::DONE.step.as_str(),
                "report_id": { "$literal": report.head.id.as_str() },
            },
            Self::Error(error) => doc! {
                "state": JobState::Error.as_str(),
                "error": { "$literal": error_part(error) },
            },
            Self::Cancelled => doc! { "state": JobState::Cancelled.as_str() },
        })
    }
}

impl<'a> Finish<'a> {
    pub fn new(claim: &'a Claim, ending: Ending<'a>) -> Self {
        Self { claim, ending, deed: ObjectId::new() }
    }

    fn change(&self) -> Result<Document> {
        let mut changes = self.ending.changes()?;
        changes.extend(doc! {
            "ended_at": "$$NOW",
            "lease_until": "$$REMOVE",
            "ended_by": self.deed,
        });
        Ok(doc! { "$set": changes })
    }
}

#[async_trait]
impl Deed for Finish<'_> {
    type Found = Finished;

    async fn find_done(&self, unit: &mut Unit<'_>) -> UnitResult<Option<Finished>> {
        let job = unit.find(&unit.collections.jobs, doc! { "_id": self.claim.job.id.as_str() }).await?;
        let has = |field: &str, value: Bson| job.as_ref().is_some_and(|job| job.get(field) == Some(&value));
        let is_held = has("state", JobState::Running.as_str().into()) && has("fence", self.claim.fence.into());
        // What this very deed ended before is done: only the answer was lost.
        let done = || if has("ended_by", self.deed.into()) { Finished::AsTold } else { Finished::Lost };
        Ok((!is_held).then(done))
    }

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        match &self.ending {
            Ending::Completed(report) => reports::check_free(unit, report.head, Some(&self.claim.job.id)).await,
            Ending::Error(_) | Ending::Cancelled => Ok(()),
        }
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<Finished> {
        // The head comes first: without transactions, a report too early is better than a completed job without one.
        if let Ending::Completed(report) = &self.ending {
            let id = doc! { "_id": report.head.id.as_str() };
            let mut set = report.to_document()?;
            set.insert("job", self.claim.job.id.as_str());
            unit.put(&unit.collections.reports, id, doc! { "$set": set }).await?;
        }
        let mut held = leases::held(self.claim);
        if !matches!(self.ending, Ending::Cancelled) {
            held.insert("cancel_asked", false);
        }
        if unit.update(&unit.collections.jobs, held, vec![self.change()?]).await? {
            return Ok(Finished::AsTold);
        }
        if let Ending::Completed(report) = &self.ending {
            unit.delete(&unit.collections.reports, doc! { "batch": report.batch }).await?;
        }
        // Held all the same: somebody was told that the job is being cancelled, so that it is.
        let cancelled = doc! { "$set": {
            "state": JobState::Cancelled.as_str(),
            "ended_at": "$$NOW",
            "lease_until": "$$REMOVE",
        } };
        let was_held = unit.update(&unit.collections.jobs, leases::held(self.claim), vec![cancelled]).await?;
        Ok(if was_held { Finished::Cancelled } else { Finished::Lost })
    }
}
