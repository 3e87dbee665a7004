//! The table of jobs: how a job stands in its row.

use model::{
    AnalysisKind, Job, JobError, JobFailure, JobId, JobProgress, JobState, JobStep, Page, PageRequest, ReportId,
    Timestamp,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{columns, conditions};
use crate::{JobFilter, Result, page};

/// A job with what only the queue needs to know.
pub struct JobRow {
    pub job: Job,
    /// Rises with every claim, and never falls.
    pub fence: i64,
    /// Only a running job has one.
    pub lease_until: Option<Timestamp>,
}

pub fn find(db: &Connection, id: &JobId) -> Result<Option<JobRow>> {
    let mut query = db.prepare_cached("SELECT * FROM jobs WHERE id = ?1")?;
    Ok(query.query_row([id.as_str()], read).optional()?)
}

/// What a claim is looked after by, without the configuration, which may be large.
pub struct HeldRow {
    pub cancel_asked: bool,
    pub progress: JobProgress,
}

/// The running job with this fence.
pub fn find_held(db: &Connection, id: &JobId, fence: i64) -> Result<Option<HeldRow>> {
    let mut query = db.prepare_cached(
        "SELECT cancel_asked, percent, step FROM jobs WHERE id = ?1 AND fence = ?2 AND state = 'running'",
    )?;
    let read = |row: &Row<'_>| Ok(HeldRow { cancel_asked: row.get("cancel_asked")?, progress: read_progress(row)? });
    Ok(query.query_row(params![id.as_str(), fence], read).optional()?)
}

pub fn renew(db: &Connection, id: &JobId, progress: JobProgress, lease_until: Timestamp) -> Result<()> {
    db.prepare_cached("UPDATE jobs SET percent = ?2, step = ?3, lease_until = ?4 WHERE id = ?1")?.execute(params![
        id.as_str(),
        progress.percent,
        progress.step.as_str(),
        lease_until.timestamp_millis(),
    ])?;
    Ok(())
}

/// The oldest job that waits for a worker, or whose worker is gone.
pub fn oldest_free(db: &Connection, now: Timestamp) -> Result<Option<JobRow>> {
    let mut query = db.prepare_cached(
        "SELECT * FROM jobs INDEXED BY jobs_to_do
         WHERE state IN ('queued', 'running') AND (lease_until IS NULL OR lease_until <= ?1)
         ORDER BY created_at, id LIMIT 1",
    )?;
    Ok(query.query_row([now.timestamp_millis()], read).optional()?)
}

pub fn list(db: &Connection, filter: &JobFilter, page: &PageRequest) -> Result<Page<Job>> {
    let (at, id) = page::after(page)?.unzip();
    let mut query = db.prepare_cached(&list_statement(filter, at.is_some()))?;
    let rows = query.query_map(
        params![
            at,
            id,
            filter.state.map(JobState::as_str),
            filter.kind.map(AnalysisKind::as_str),
            filter.created_by,
            page::to_read(page),
        ],
        |row| Ok((read(row)?.job, columns::length(row, "configuration")?)),
    )?;
    Ok(page::fill(rows, page, |job: &Job| page::place(job.created_at, job.id.as_str()))?)
}

fn list_statement(filter: &JobFilter, goes_on: bool) -> String {
    let conditions = conditions::all_of(&[
        (goes_on, "(created_at, id) < (?1, ?2)"),
        (filter.state.is_some(), "state = ?3"),
        (filter.kind.is_some(), "kind = ?4"),
        (filter.created_by.is_some(), "created_by = ?5"),
    ]);
    format!("SELECT * FROM jobs WHERE {conditions} ORDER BY created_at DESC, id DESC LIMIT ?6")
}

pub fn count(db: &Connection) -> Result<Vec<(JobState, u64)>> {
    let mut query = db.prepare_cached("SELECT count(*) FROM jobs WHERE state = ?1")?;
    let mut of = |state: JobState| -> Result<_> {
        let count: i64 = query.query_row([state.as_str()], |row| row.get(0))?;
        Ok((state, count.unsigned_abs()))
    };
    JobState::ALL.iter().map(|state| of(*state)).collect()
}

/// Adds a job that nobody has claimed yet.
pub fn insert(db: &Connection, job: &Job) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO jobs (id, kind, created_by, created_at, configuration, state, percent, step, claims,
                           cancel_asked, fence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)",
    )?
    .execute(params![
        job.id.as_str(),
        job.configuration.kind().as_str(),
        job.created_by,
        job.created_at.timestamp_millis(),
        columns::to_json(&job.configuration)?,
        job.state.as_str(),
        job.progress.percent,
        job.progress.step.as_str(),
        job.claims,
        job.cancel_asked,
    ])?;
    Ok(())
}

/// Writes down all that may change about a job.
pub fn update(db: &Connection, JobRow { job, fence, lease_until }: &JobRow) -> Result<()> {
    db.prepare_cached(
        "UPDATE jobs SET state = ?2, percent = ?3, step = ?4, started_at = ?5, ended_at = ?6, claims = ?7,
             cancel_asked = ?8, error_code = ?9, error_message = ?10, report_id = ?11, fence = ?12, lease_until = ?13
         WHERE id = ?1",
    )?
    .execute(params![
        job.id.as_str(),
        job.state.as_str(),
        job.progress.percent,
        job.progress.step.as_str(),
        job.started_at.map(|at| at.timestamp_millis()),
        job.ended_at.map(|at| at.timestamp_millis()),
        job.claims,
        job.cancel_asked,
        job.error.as_ref().map(|error| error.code.as_str()),
        job.error.as_ref().map(|error| &error.message),
        job.report_id.as_ref().map(ReportId::as_str),
        fence,
        lease_until.map(|at| at.timestamp_millis()),
    ])?;
    Ok(())
}

fn read_progress(row: &Row<'_>) -> rusqlite::Result<JobProgress> {
    let step = columns::word(row, "step", JobStep::from_word)?;
    Ok(JobProgress { percent: row.get("percent")?, step })
}

fn read(row: &Row<'_>) -> rusqlite::Result<JobRow> {
    let code = columns::optional(row, "error_code", |word: String| JobFailure::from_word(&word))?;
    let error = match code {
        Some(code) => Some(JobError { code, message: row.get("error_message")? }),
        None => None,
    };
    let job = Job {
        id: columns::parsed(row, "id", JobId::new)?,
        configuration: columns::json(row, "configuration")?,
        created_by: row.get("created_by")?,
        created_at: columns::moment(row, "created_at")?,
        state: columns::word(row, "state", JobState::from_word)?,
        progress: read_progress(row)?,
        started_at: columns::optional_moment(row, "started_at")?,
        ended_at: columns::optional_moment(row, "ended_at")?,
        claims: row.get("claims")?,
        cancel_asked: row.get("cancel_asked")?,
        error,
        report_id: columns::optional(row, "report_id", ReportId::new)?,
    };
    Ok(JobRow { job, fence: row.get("fence")?, lease_until: columns::optional_moment(row, "lease_until")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::conditions::plan;

    #[test]
    fn the_jobs_of_one_user_or_state_are_found_by_index() {
        let of_user = JobFilter { created_by: Some("ada".into()), ..JobFilter::default() };
        let of_state = JobFilter { state: Some(JobState::Running), ..JobFilter::default() };
        for (filter, index) in [(&of_user, "jobs_by_creator"), (&of_state, "jobs_by_state")] {
            for goes_on in [false, true] {
                let plan = plan(&list_statement(filter, goes_on));
                assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
            }
        }
    }
}
