//! The queue's rules: who may have a job, for how long, and what becomes of one whose worker is gone. Each function
//! that changes something is one write on the only thread that writes, so nothing comes between what it reads and what it
//! puts down.

use std::time::{Duration, SystemTime};

use chrono::SubsecRound;
use model::{Job, JobId, JobProgress, JobState, NewAuditEntry, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::{
    job_rows::{self, HeldRow, JobRow},
    reports, trail,
};
use crate::{
    Claim, ClaimState, Conflict, Finished, JobEnd, Queued, Result, StoreError,
    queue_rules::{KEY_LASTS, MAX_CLAIMS, lost},
};

/// The time of leases, as it can be kept: one process has the file, so its clock is the database's.
fn now() -> Timestamp {
    Timestamp::from(SystemTime::now()).trunc_subsecs(3)
}

pub fn queue(db: &Connection, job: &Job, key: Option<&str>, audit: NewAuditEntry) -> Result<Queued> {
    if let Some(known) = key.map(|key| find_by_key(db, &job.created_by, key, job.created_at)).transpose()?.flatten() {
        return Ok(Queued::Known(known));
    }
    job_rows::insert(db, job)?;
    if let Some(key) = key {
        db.execute("DELETE FROM job_keys WHERE used_at <= ?1", [(job.created_at - KEY_LASTS).timestamp_millis()])?;
        db.execute(
            "INSERT OR REPLACE INTO job_keys VALUES (?1, ?2, ?3, ?4)",
            params![job.created_by, key, job.id.as_str(), job.created_at.timestamp_millis()],
        )?;
    }
    trail::append(db, audit)?;
    Ok(Queued::New)
}

/// The job that the user's key came with less than a day before.
pub fn find_by_key(db: &Connection, user: &str, key: &str, now: Timestamp) -> Result<Option<Job>> {
    let mut query =
        db.prepare_cached("SELECT job_id FROM job_keys WHERE created_by = ?1 AND key = ?2 AND used_at > ?3")?;
    let since = (now - KEY_LASTS).timestamp_millis();
    let id: Option<String> = query.query_row(params![user, key, since], |row| row.get(0)).optional()?;
    let Some(id) = id.and_then(|id| JobId::new(id).ok()) else { return Ok(None) };
    Ok(job_rows::find(db, &id)?.map(|row| row.job))
}

pub fn claim(db: &Connection, lease: Duration) -> Result<Option<Claim>> {
    let now = now();
    while let Some(mut row) = job_rows::oldest_free(db, now)? {
        if row.job.cancel_asked {
            end(&mut row, JobState::Cancelled, now);
        } else if row.job.claims >= MAX_CLAIMS {
            row.job.error = Some(lost());
            end(&mut row, JobState::Error, now);
        } else {
            row.job.state = JobState::Running;
            row.job.claims += 1;
            row.job.started_at.get_or_insert(now);
            row.fence += 1;
            row.lease_until = Some(now + lease);
            job_rows::update(db, &row)?;
            return Ok(Some(Claim { job: row.job, fence: row.fence }));
        }
        job_rows::update(db, &row)?;
    }
    Ok(None)
}

fn end(row: &mut JobRow, state: JobState, now: Timestamp) {
    row.job.state = state;
    row.job.ended_at = Some(now);
    row.lease_until = None;
}

/// The job of a claim as long as it is held.
fn held(db: &Connection, claim: &Claim) -> Result<Option<JobRow>> {
    let row = job_rows::find(db, &claim.job.id)?;
    Ok(row.filter(|row| row.job.state == JobState::Running && row.fence == claim.fence))
}

pub fn check(db: &Connection, claim: &Claim) -> Result<ClaimState> {
    Ok(match job_rows::find_held(db, &claim.job.id, claim.fence)? {
        None => ClaimState::Lost,
        Some(HeldRow { cancel_asked: true, .. }) => ClaimState::CancelAsked,
        Some(_) => ClaimState::Held,
    })
}

pub fn renew(db: &Connection, claim: &Claim, lease: Duration, progress: JobProgress) -> Result<ClaimState> {
    if let Some(HeldRow { progress: JobProgress { percent, step }, .. }) =
        job_rows::find_held(db, &claim.job.id, claim.fence)?
    {
        let progress = JobProgress { percent: percent.max(progress.percent), step: step.max(progress.step) };
        job_rows::renew(db, &claim.job.id, progress, now() + lease)?;
    }
    check(db, claim)
}

pub fn finish(db: &Connection, claim: &Claim, outcome: JobEnd) -> Result<Finished> {
    let Some(mut row) = held(db, claim)? else { return Ok(Finished::Lost) };
    if row.job.cancel_asked && outcome != JobEnd::Cancelled {
        end(&mut row, JobState::Cancelled, now());
        job_rows::update(db, &row)?;
        return Ok(Finished::Cancelled);
    }
    match outcome {
        JobEnd::Completed { head, content } => {
            reports::add(db, &head, &content)?;
            row.job.report_id = Some(head.id);
            row.job.progress = JobProgress::DONE;
            end(&mut row, JobState::Completed, now());
        }
        JobEnd::Error(error) => {
            row.job.error = Some(error);
            end(&mut row, JobState::Error, now());
        }
        JobEnd::Cancelled => end(&mut row, JobState::Cancelled, now()),
    }
    job_rows::update(db, &row)?;
    Ok(Finished::AsTold)
}

/// Nothing remains of the claim but the fence, which still keeps its holder from writing, and what people saw of the
/// progress.
pub fn give_back(db: &Connection, claim: &Claim) -> Result<()> {
    let Some(mut row) = held(db, claim)? else { return Ok(()) };
    row.job.state = JobState::Queued;
    row.job.claims -= 1;
    row.job.started_at = row.job.started_at.filter(|_| row.job.claims > 0);
    row.lease_until = None;
    job_rows::update(db, &row)
}

pub fn cancel(db: &Connection, id: &JobId, audit: NewAuditEntry) -> Result<Job> {
    let mut row = job_rows::find(db, id)?.ok_or(StoreError::NotFound)?;
    if row.job.state.is_end() {
        return Err(Conflict::JobEnded.into());
    }
    row.job.cancel_asked = true;
    let now = now();
    // It waits, or its worker is gone: nobody is there who would end it.
    if row.lease_until.is_none_or(|until| until <= now) {
        end(&mut row, JobState::Cancelled, now);
    }
    job_rows::update(db, &row)?;
    trail::append(db, audit)?;
    Ok(row.job)
}

/// Ends all leases, when the file is opened: whoever held them has ended with the process that had it.
pub fn end_all(db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE jobs SET lease_until = 0 WHERE state = 'running'", [])?;
    Ok(())
}
