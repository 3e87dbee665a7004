//! The collection of jobs: how a job stands in its document.

use futures_util::TryStreamExt;
use model::{Job, JobError, JobId, JobProgress, JobState, JobStep, Page, PageRequest, ReportId};
use mongodb::bson::{Document, doc};

use super::{
    by_age,
    collections::Collections,
    documents::{self, to_date},
    repeat::{self, repeat},
};
use crate::{JobFilter, Result};

pub async fn find(collections: &Collections, id: &JobId) -> Result<Option<Job>> {
    let found = repeat(|| collections.jobs.find_one(doc! { "_id": id.as_str() })).await?;
    found.as_ref().map(read).transpose()
}

pub async fn list(collections: &Collections, filter: &JobFilter, page: &PageRequest) -> Result<Page<Job>> {
    let mut query = Document::new();
    if let Some(state) = filter.state {
        query.insert("state", state.as_str());
    }
    if let Some(kind) = filter.kind {
        query.insert("configuration.kind", kind.as_str());
    }
    if let Some(created_by) = &filter.created_by {
        query.insert("created_by", doc! { "$eq": created_by });
    }
    by_age::list(&collections.jobs, query, page, read, |job| (job.created_at, job.id.as_str())).await
}

pub async fn count(collections: &Collections) -> Result<Vec<(JobState, u64)>> {
    let states: Vec<&str> = JobState::ALL.iter().map(|state| state.as_str()).collect();
    // Without the condition each job would be fetched; with it the index on states is enough.
    let by_state = [doc! { "$match": { "state": { "$in": states } } }, doc! { "$sortByCount": "$state" }];
    let found: Vec<Document> = repeat(|| async {
        let counts = collections.jobs.aggregate(by_state.clone()).max_time(repeat::REQUEST_LIMIT);
        counts.await?.try_collect().await
    })
    .await?;
    let of = |state: &JobState| {
        let counted = found.iter().find(|one| one.get_str("_id").is_ok_and(|word| word == state.as_str()));
        let count = counted.map(|one| documents::number(one, "count")).transpose()?;
        Ok((*state, count.unwrap_or(0).unsigned_abs()))
    };
    JobState::ALL.iter().map(of).collect()
}

pub fn to_document(job: &Job) -> Result<Document> {
    let mut document = doc! {
        "_id": job.id.as_str(),
        "configuration": documents::to_part(&job.configuration)?,
        "created_by": &job.created_by,
        "created_at": to_date(job.created_at),
        "state": job.state.as_str(),
        "percent": i32::from(job.progress.percent),
        "step": job.progress.step.as_str(),
        "started_at": job.started_at.map(to_date),
        "ended_at": job.ended_at.map(to_date),
        "claims": i64::from(job.claims),
        "cancel_asked": job.cancel_asked,
        "report_id": job.report_id.as_ref().map(ReportId::as_str),
        // Rises with every claim, and never falls.
        "fence": 0_i64,
    };
    if let Some(error) = &job.error {
        document.insert("error", error_part(error));
    }
    Ok(document)
}

pub fn error_part(error: &JobError) -> Document {
    doc! { "code": error.code.as_str(), "message": &error.message }
}

pub fn read(document: &Document) -> Result<Job> {
    let percent = documents::number(document, "percent")?;
    Ok(Job {
        id: documents::parsed(document, "_id", JobId::new)?,
        configuration: documents::part(document, "configuration")?,
        created_by: documents::text(document, "created_by")?,
        created_at: documents::moment(document, "created_at")?,
        state: documents::word(document, "state", JobState::from_word)?,
        progress: JobProgress {
            percent: u8::try_from(percent).unwrap_or(u8::MAX),
            step: documents::word(document, "step", JobStep::from_word)?,
        },
        started_at: documents::optional_moment(document, "started_at")?,
        ended_at: documents::optional_moment(document, "ended_at")?,
        claims: u32::try_from(documents::number(document, "claims")?).unwrap_or(u32::MAX),
        cancel_asked: documents::flag(document, "cancel_asked")?,
        error: documents::part(document, "error")?,
        report_id: documents::optional_text(document, "report_id").and_then(|id| ReportId::new(id).ok()),
    })
}
