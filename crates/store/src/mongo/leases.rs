//! The queue's rules: who may have a job, for how long, and what becomes of one whose worker is gone. Each is one
//! conditional statement that the server works out by its own clock, so that of many who try at once one succeeds.

use std::time::Duration;

use model::{JobProgress, JobState, JobStep};
use mongodb::{
    bson::{Bson, Document, doc},
    options::ReturnDocument,
};

use super::{
    collections::Collections,
    documents,
    job_documents::{self, error_part},
    repeat::{once, repeat},
};
use crate::{
    Claim, ClaimState, Result,
    queue_rules::{MAX_CLAIMS, lost},
};

/// The jobs that wait for a worker, or whose worker is gone.
fn free() -> Document {
    doc! {
        "state": { "$in": [JobState::Queued.as_str(), JobState::Running.as_str()] },
        "$expr": is_free(),
    }
}

/// Whether nobody works on a job that goes on. Only a running one has a lease, and nothing is less than every moment.
pub fn is_free() -> Document {
    doc! { "$lte": ["$lease_until", "$$NOW"] }
}

/// The job of a claim as long as it is held.
pub fn held(claim: &Claim) -> Document {
    doc! { "_id": claim.job.id.as_str(), "state": JobState::Running.as_str(), "fence": claim.fence }
}

fn lease_until(lease: Duration) -> Document {
    let millis = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX / 4);
    doc! { "$add": ["$$NOW", millis] }
}

/// Not repeated by us, because an answer that was lost may have been a claim; the driver's own repetition is safe.
pub async fn claim(collections: &Collections, lease: Duration) -> Result<Option<Claim>> {
    end_abandoned(collections).await?;
    let mut claimable = free();
    claimable.insert("cancel_asked", false);
    claimable.insert("claims", doc! { "$lt": MAX_CLAIMS });
    let change = [doc! { "$set": {
        "state": JobState::Running.as_str(),
        "claims": { "$add": ["$claims", 1_i64] },
        "fence": { "$add": ["$fence", 1_i64] },
        "started_at": { "$ifNull": ["$started_at", "$$NOW"] },
        "lease_until": lease_until(lease),
    } }];
    let claim = collections.jobs.find_one_and_update(claimable, change.to_vec());
    let claimed = once(claim.sort(doc! { "created_at": 1, "_id": 1 }).return_document(ReturnDocument::After)).await?;
    let to_claim =
        |job: &Document| Ok(Claim { job: job_documents::read(job)?, fence: documents::number(job, "fence")? });
    claimed.as_ref().map(to_claim).transpose()
}

/// Ends the free jobs that nobody is to work on any more.
async fn end_abandoned(collections: &Collections) -> Result<()> {
    let mut abandoned = free();
    abandoned.insert("$or", [doc! { "cancel_asked": true }, doc! { "claims": { "$gte": MAX_CLAIMS } }]);
    let either = |cancelled: Bson, lost: Bson| doc! { "$cond": ["$cancel_asked", cancelled, lost] };
    let change = [doc! { "$set": {
        "state": either(JobState::Cancelled.as_str().into(), JobState::Error.as_str().into()),
        "error": either("$$REMOVE".into(), error_part(&lost()).into()),
        "ended_at": "$$NOW",
        "lease_until": "$$REMOVE",
    } }];
    repeat(|| collections.jobs.update_many(abandoned.clone(), change.to_vec())).await.map(drop)
}

pub async fn renew(
    collections: &Collections,
    claim: &Claim,
    lease: Duration,
    progress: JobProgress,
) -> Result<ClaimState> {
    let change = [doc! { "$set": {
        "percent": { "$max": ["$percent", i32::from(progress.percent)] },
        "step": the_later_step(progress.step),
        "lease_until": lease_until(lease),
    } }];
    let renewed = repeat(|| {
        let renew = collections.jobs.find_one_and_update(held(claim), change.to_vec());
        renew.projection(told()).return_document(ReturnDocument::After)
    });
    state(renewed.await?.as_ref())
}

/// Of the step that is kept and this one.
fn the_later_step(step: JobStep) -> Document {
    let steps: Vec<_> = JobStep::ALL.iter().map(|step| Bson::from(step.as_str())).collect();
    let place = |step: Bson| doc! { "$indexOfArray": [steps.clone(), step] };
    doc! { "$arrayElemAt": [steps.clone(), { "$max": [place("$step".into()), place(step.as_str().into())] }] }
}

pub async fn check(collections: &Collections, claim: &Claim) -> Result<ClaimState> {
    state(repeat(|| collections.jobs.find_one(held(claim)).projection(told())).await?.as_ref())
}

/// What a claim is looked after by, without the configuration, which may be large.
fn told() -> Document {
    doc! { "cancel_asked": 1 }
}

fn state(held: Option<&Document>) -> Result<ClaimState> {
    Ok(match held {
        None => ClaimState::Lost,
        Some(job) if documents::flag(job, "cancel_asked")? => ClaimState::CancelAsked,
        Some(_) => ClaimState::Held,
    })
}

/// Nothing remains of the claim but the fence, which still keeps its holder from writing, and what people saw of the
/// progress.
pub async fn give_back(collections: &Collections, claim: &Claim) -> Result<()> {
    let change = [doc! { "$set": {
        "state": JobState::Queued.as_str(),
        "claims": { "$subtract": ["$claims", 1_i64] },
        "started_at": { "$cond": [{ "$gt": ["$claims", 1_i64] }, "$started_at", null] },
        "lease_until": "$$REMOVE",
    } }];
    repeat(|| collections.jobs.update_one(held(claim), change.to_vec())).await.map(drop)
}
