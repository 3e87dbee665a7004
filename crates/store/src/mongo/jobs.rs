//! The queue as the rest of Vedetta asks for it; its rules are in `leases`, what is written together in `job_deeds`.

use std::time::Duration;

use async_trait::async_trait;
use model::{Job, JobId, JobProgress, JobState, NewAuditEntry, Page, PageRequest, ReportHead, Timestamp};

use super::{
    MongoStore, documents,
    job_deeds::{Cancel, Ending, Finish, Queue, fresh_key},
    job_documents, leases, repeat, report_parts,
    reports::Written,
};
use crate::{Claim, ClaimState, Finished, JobEnd, JobFilter, Jobs, Queued, Result};

#[async_trait]
impl Jobs for MongoStore {
    async fn queue_job(&self, job: &Job, key: Option<&str>, audit: NewAuditEntry) -> Result<Queued> {
        self.audited(&Queue { job, key }, audit).await
    }

    async fn find_job_by_key(&self, user: &str, key: &str, now: Timestamp) -> Result<Option<Job>> {
        let fresh = fresh_key(user, key, now);
        match repeat::repeat(|| self.collections.job_keys.find_one(fresh.clone())).await? {
            Some(used) => self.find_job(&documents::parsed(&used, "job_id", JobId::new)?).await,
            None => Ok(None),
        }
    }

    async fn find_job(&self, id: &JobId) -> Result<Option<Job>> {
        job_documents::find(&self.collections, id).await
    }

    async fn list_jobs(&self, filter: JobFilter, page: PageRequest) -> Result<Page<Job>> {
        job_documents::list(&self.collections, &filter, &page).await
    }

    async fn count_jobs(&self) -> Result<Vec<(JobState, u64)>> {
        job_documents::count(&self.collections).await
    }

    async fn claim_job(&self, lease: Duration) -> Result<Option<Claim>> {
        leases::claim(&self.collections, lease).await
    }

    async fn renew_claim(&self, claim: &Claim, lease: Duration, progress: JobProgress) -> Result<ClaimState> {
        leases::renew(&self.collections, claim, lease, progress).await
    }

    async fn check_claim(&self, claim: &Claim) -> Result<ClaimState> {
        leases::check(&self.collections, claim).await
    }

    async fn finish_job(&self, claim: &Claim, end: JobEnd) -> Result<Finished> {
        match end {
            JobEnd::Completed { head, content } => self.complete(claim, &head, &content).await,
            JobEnd::Error(error) => self.finish(claim, Ending::Error(&error)).await,
            JobEnd::Cancelled => self.finish(claim, Ending::Cancelled).await,
        }
    }

    async fn give_back_job(&self, claim: &Claim) -> Result<()> {
        leases::give_back(&self.collections, claim).await
    }

    async fn cancel_job(&self, id: &JobId, audit: NewAuditEntry) -> Result<Job> {
        self.audited(&Cancel(id), audit).await
    }
}

impl MongoStore {
    /// The content may be larger than a transaction, so it is written before, and cleared away if the claim is lost.
    async fn complete(&self, claim: &Claim, head: &ReportHead, content: &[u8]) -> Result<Finished> {
        if leases::check(&self.collections, claim).await? == ClaimState::Lost {
            return Ok(Finished::Lost);
        }
        let batch = report_parts::write(&self.collections, content).await?;
        let report = Written { head, batch, size: content.len() };
        let finished = self.finish(claim, Ending::Completed(report)).await?;
        if finished != Finished::AsTold {
            report_parts::clear(&self.collections, batch).await;
        }
        Ok(finished)
    }

    async fn finish(&self, claim: &Claim, ending: Ending<'_>) -> Result<Finished> {
        repeat::within(repeat::REQUEST_LIMIT, self.together(&Finish::new(claim, ending), &[])).await
    }
}
