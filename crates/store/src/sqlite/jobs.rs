//! The queue as the rest of Vedetta asks for it; its rules are in `leases`, its statements in `job_rows`.

use std::time::Duration;

use async_trait::async_trait;
use model::{Job, JobId, JobProgress, JobState, NewAuditEntry, Page, PageRequest, Timestamp};

use super::{SqliteStore, job_rows, leases};
use crate::{Claim, ClaimState, Finished, JobEnd, JobFilter, Jobs, Queued, Result};

#[async_trait]
impl Jobs for SqliteStore {
    async fn queue_job(&self, job: &Job, key: Option<&str>, audit: NewAuditEntry) -> Result<Queued> {
        let (job, key) = (job.clone(), key.map(str::to_owned));
        self.write(move |db| leases::queue(db, &job, key.as_deref(), audit)).await
    }

    async fn find_job_by_key(&self, user: &str, key: &str, now: Timestamp) -> Result<Option<Job>> {
        let (user, key) = (user.to_owned(), key.to_owned());
        self.read(move |db| leases::find_by_key(db, &user, &key, now)).await
    }

    async fn find_job(&self, id: &JobId) -> Result<Option<Job>> {
        let id = id.clone();
        self.read(move |db| Ok(job_rows::find(db, &id)?.map(|row| row.job))).await
    }

    async fn list_jobs(&self, filter: JobFilter, page: PageRequest) -> Result<Page<Job>> {
        self.read(move |db| job_rows::list(db, &filter, &page)).await
    }

    async fn count_jobs(&self) -> Result<Vec<(JobState, u64)>> {
        self.read(job_rows::count).await
    }

    async fn claim_job(&self, lease: Duration) -> Result<Option<Claim>> {
        self.write(move |db| leases::claim(db, lease)).await
    }

    async fn renew_claim(&self, claim: &Claim, lease: Duration, progress: JobProgress) -> Result<ClaimState> {
        let claim = claim.clone();
        self.write(move |db| leases::renew(db, &claim, lease, progress)).await
    }

    async fn check_claim(&self, claim: &Claim) -> Result<ClaimState> {
        let claim = claim.clone();
        self.read(move |db| leases::check(db, &claim)).await
    }

    async fn finish_job(&self, claim: &Claim, end: JobEnd) -> Result<Finished> {
        let claim = claim.clone();
        self.write(move |db| leases::finish(db, &claim, end)).await
    }

    async fn give_back_job(&self, claim: &Claim) -> Result<()> {
        let claim = claim.clone();
        self.write(move |db| leases::give_back(db, &claim)).await
    }

    async fn cancel_job(&self, id: &JobId, audit: NewAuditEntry) -> Result<Job> {
        let id = id.clone();
        self.write(move |db| leases::cancel(db, &id, audit)).await
    }
}
