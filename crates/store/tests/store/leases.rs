//! Jobs as workers see them: claimed, kept, lost, ended.

use std::time::Duration;

use futures_util::future::join_all;
use model::{AuditAction, Job, JobError, JobFailure, JobId, JobProgress, JobState, JobStep};
use store::{Claim, ClaimState, Conflict, Finished, JobEnd, Store, StoreError};

use crate::given::{completed, found, head, job_id, queued, report_id, row};

/// A lease that outlives the test.
pub const LONG: Duration = Duration::from_secs(600);
/// A lease that has run out when it is given.
const NONE: Duration = Duration::ZERO;
/// How long a test waits for something that has to happen.
const PATIENCE: Duration = Duration::from_secs(30);

pub async fn claimed(db: &dyn Store, lease: Duration) -> Claim {
    db.claim_job(lease).await.unwrap().unwrap()
}

fn progress(percent: u8, step: JobStep) -> JobProgress {
    JobProgress { percent, step }
}

pub async fn nothing_to_do_is_nothing(db: &dyn Store) {
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);
}

pub async fn the_oldest_job_is_claimed_first(db: &dyn Store) {
    for (id, seconds) in [("new", 30), ("old", 10), ("middle", 20)] {
        queued(db, id, seconds).await;
    }
    for expected in ["old", "middle", "new"] {
        assert_eq!(claimed(db, LONG).await.job.id, job_id(expected));
    }
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);
}

pub async fn a_claim_is_read_back_as_given(db: &dyn Store) {
    let job = queued(db, "one", 0).await;
    let claim = claimed(db, LONG).await;
    assert!(claim.job.started_at.is_some());
    let expected = Job { state: JobState::Running, claims: 1, started_at: claim.job.started_at, ..job };
    assert_eq!(claim.job, expected);
    assert_eq!(found(db, &claim.job.id).await, expected);
    assert_eq!(db.check_claim(&claim).await.unwrap(), ClaimState::Held);
}

/// A thousand times several claimers want the same job, the oldest one.
pub async fn of_several_claimers_each_job_goes_to_one(db: &dyn Store) {
    const JOBS: i64 = 1000;
    for some in (0..JOBS).collect::<Vec<_>>().chunks(50) {
        join_all(some.iter().map(|n| async move { queued(db, &format!("{n:03}"), *n).await })).await;
    }
    let claimer = || async {
        let mut claims = Vec::new();
        while let Some(claim) = db.claim_job(LONG).await.unwrap() {
            assert_eq!(claim.job.claims, 1);
            claims.push(claim.job.id);
        }
        assert!(claims.is_sorted(), "each gets the oldest that is left");
        claims
    };
    let mut claims: Vec<JobId> = join_all((0..4).map(|_| claimer())).await.concat();
    claims.sort_unstable();
    assert_eq!(claims, (0..JOBS).map(|n| job_id(&format!("{n:03}"))).collect::<Vec<_>>());
}

pub async fn of_several_claimers_one_takes_over(db: &dyn Store) {
    for n in 0..20 {
        queued(db, &format!("job-{n:02}"), n).await;
        let lost = claimed(db, NONE).await;
        let claims: Vec<_> = join_all((0..5).map(|_| db.claim_job(LONG))).await;
        let claims: Vec<_> = claims.into_iter().filter_map(|claim| claim.unwrap()).collect();
        assert_eq!(claims.len(), 1, "{n}");
        assert_eq!((&claims[0].job.id, claims[0].job.claims), (&lost.job.id, 2));
        assert!(claims[0].fence > lost.fence);
    }
}

pub async fn a_lease_keeps_others_away(db: &dyn Store) {
    queued(db, "one", 0).await;
    claimed(db, LONG).await;
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);
}

pub async fn a_lease_that_ran_out_hands_over(db: &dyn Store) {
    queued(db, "one", 0).await;
    let first = claimed(db, Duration::from_millis(30)).await;
    let handed_over = async {
        loop {
            if let Some(claim) = db.claim_job(LONG).await.unwrap() {
                break claim;
            }
        }
    };
    let second = tokio::time::timeout(PATIENCE, handed_over).await.expect("the lease to run out");
    assert_eq!(second.job, Job { claims: 2, ..first.job.clone() });
    assert!(second.fence > first.fence);
    assert_eq!(db.check_claim(&first).await.unwrap(), ClaimState::Lost);
    assert_eq!(db.check_claim(&second).await.unwrap(), ClaimState::Held);
}

pub async fn a_renewed_lease_keeps_others_away(db: &dyn Store) {
    queued(db, "one", 0).await;
    let claim = claimed(db, NONE).await;
    // It ran out, but nobody was there to take the job.
    assert_eq!(db.renew_claim(&claim, LONG, JobProgress::NONE).await.unwrap(), ClaimState::Held);
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);
    assert_eq!(db.renew_claim(&claim, NONE, JobProgress::NONE).await.unwrap(), ClaimState::Held);
    assert_eq!(claimed(db, LONG).await.job.claims, 2);
}

pub async fn progress_never_goes_back(db: &dyn Store) {
    queued(db, "one", 0).await;
    let mut claim = claimed(db, NONE).await;
    for (given, expected) in [
        (progress(10, JobStep::Reading), progress(10, JobStep::Reading)),
        (progress(5, JobStep::Planning), progress(10, JobStep::Reading)),
        (progress(50, JobStep::Planning), progress(50, JobStep::Reading)),
        (progress(20, JobStep::Scoring), progress(50, JobStep::Scoring)),
    ] {
        db.renew_claim(&claim, NONE, given).await.unwrap();
        assert_eq!(found(db, &claim.job.id).await.progress, expected);
    }
    claim = claimed(db, LONG).await;
    assert_eq!(claim.job.progress, progress(50, JobStep::Scoring));
    db.renew_claim(&claim, LONG, progress(1, JobStep::Planning)).await.unwrap();
    assert_eq!(found(db, &claim.job.id).await.progress, progress(50, JobStep::Scoring));
}

pub async fn who_comes_late_writes_nothing(db: &dyn Store) {
    queued(db, "one", 0).await;
    let late = claimed(db, NONE).await;
    let holder = claimed(db, LONG).await;
    let before = found(db, &holder.job.id).await;

    assert_eq!(db.renew_claim(&late, LONG, progress(90, JobStep::Saving)).await.unwrap(), ClaimState::Lost);
    let error = JobError { code: JobFailure::Internal, message: "late".into() };
    for end in [completed(&late.job), JobEnd::Error(error), JobEnd::Cancelled] {
        assert_eq!(db.finish_job(&late, end).await.unwrap(), Finished::Lost);
    }
    db.give_back_job(&late).await.unwrap();
    assert_eq!(found(db, &holder.job.id).await, before);
    assert_eq!(db.find_report(&report_id("one")).await.unwrap(), None);
    assert_eq!(db.read_report(&report_id("one")).await.unwrap(), None);

    assert_eq!(db.finish_job(&holder, completed(&holder.job)).await.unwrap(), Finished::AsTold);
    // Neither does one that comes when all is over.
    let ended = found(db, &holder.job.id).await;
    assert_eq!(db.renew_claim(&holder, LONG, progress(1, JobStep::Reading)).await.unwrap(), ClaimState::Lost);
    db.give_back_job(&holder).await.unwrap();
    assert_eq!(found(db, &holder.job.id).await, ended);
}

pub async fn the_third_lost_lease_is_an_error(db: &dyn Store) {
    queued(db, "lost", 0).await;
    queued(db, "next", 1).await;
    for claims in 1..=3 {
        let claim = claimed(db, NONE).await;
        assert_eq!((claim.job.id, claim.job.claims), (job_id("lost"), claims));
    }
    assert_eq!(claimed(db, LONG).await.job.id, job_id("next"));
    let lost = found(db, &job_id("lost")).await;
    assert_eq!((lost.state, lost.claims, lost.report_id), (JobState::Error, 3, None));
    assert_eq!(lost.error.unwrap().code, JobFailure::Lost);
    assert!(lost.ended_at.is_some());
}

pub async fn a_job_that_is_given_back_was_never_claimed(db: &dyn Store) {
    let job = queued(db, "one", 0).await;
    let mut fence = 0;
    for _ in 0..5 {
        let claim = claimed(db, LONG).await;
        assert_eq!(claim.job.claims, 1);
        assert!(claim.fence > fence);
        fence = claim.fence;
        db.give_back_job(&claim).await.unwrap();
        assert_eq!(found(db, &job.id).await, job);
        assert_eq!(db.check_claim(&claim).await.unwrap(), ClaimState::Lost);
    }
    // A claim that was lost before stays counted, and progress is nothing to take back.
    let lost = claimed(db, NONE).await;
    let claim = claimed(db, LONG).await;
    db.renew_claim(&claim, LONG, progress(40, JobStep::Reading)).await.unwrap();
    db.give_back_job(&claim).await.unwrap();
    let started_at = lost.job.started_at;
    assert_eq!(
        found(db, &job.id).await,
        Job { claims: 1, started_at, progress: progress(40, JobStep::Reading), ..job }
    );
}

pub async fn a_job_asked_to_end_is_not_handed_over(db: &dyn Store) {
    for (id, give_back) in [("lost", false), ("given back", true)] {
        queued(db, id, 0).await;
        let claim = claimed(db, LONG).await;
        let asked = db.cancel_job(&job_id(id), row(AuditAction::AnalysisCancelled)).await.unwrap();
        assert_eq!(asked.state, JobState::Running);
        db.renew_claim(&claim, NONE, JobProgress::NONE).await.unwrap();
        if give_back {
            db.give_back_job(&claim).await.unwrap();
        }
        assert_eq!(db.claim_job(LONG).await.unwrap(), None);
        let ended = found(db, &job_id(id)).await;
        assert_eq!((ended.state, ended.ended_at.is_some()), (JobState::Cancelled, true));
    }
}

pub async fn a_job_whose_lease_ran_out_is_cancelled_at_once(db: &dyn Store) {
    queued(db, "one", 0).await;
    let late = claimed(db, NONE).await;
    let cancelled = db.cancel_job(&late.job.id, row(AuditAction::AnalysisCancelled)).await.unwrap();
    assert!(cancelled.ended_at.is_some());
    let (state, ended_at) = (JobState::Cancelled, cancelled.ended_at);
    assert_eq!(cancelled, Job { state, cancel_asked: true, ended_at, ..late.job.clone() });
    let again = db.cancel_job(&late.job.id, row(AuditAction::AnalysisCancelled)).await;
    assert!(matches!(again, Err(StoreError::Conflict(Conflict::JobEnded))), "{again:?}");
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);

    // Its worker wakes up, and writes nothing.
    assert_eq!(db.check_claim(&late).await.unwrap(), ClaimState::Lost);
    assert_eq!(db.renew_claim(&late, LONG, progress(90, JobStep::Saving)).await.unwrap(), ClaimState::Lost);
    for end in [completed(&late.job), JobEnd::Cancelled] {
        assert_eq!(db.finish_job(&late, end).await.unwrap(), Finished::Lost);
    }
    db.give_back_job(&late).await.unwrap();
    assert_eq!(found(db, &late.job.id).await, cancelled);
    assert_eq!(db.find_report(&report_id("one")).await.unwrap(), None);
    assert_eq!(db.read_report(&report_id("one")).await.unwrap(), None);
}

pub async fn a_job_asked_to_end_keeps_no_report(db: &dyn Store) {
    let error = JobError { code: JobFailure::NoData, message: "niente".into() };
    for (id, end) in [("completed", None), ("error", Some(JobEnd::Error(error)))] {
        queued(db, id, 0).await;
        let claim = claimed(db, LONG).await;
        db.cancel_job(&job_id(id), row(AuditAction::AnalysisCancelled)).await.unwrap();
        let end = end.unwrap_or_else(|| completed(&claim.job));
        assert_eq!(db.finish_job(&claim, end).await.unwrap(), Finished::Cancelled);
        let ended = found(db, &job_id(id)).await;
        assert_eq!((ended.state, ended.ended_at.is_some(), ended.error), (JobState::Cancelled, true, None));
        assert_eq!(db.find_report(&report_id(id)).await.unwrap(), None);
    }
}

pub async fn a_job_ends_with_its_report(db: &dyn Store) {
    queued(db, "one", 0).await;
    let claim = claimed(db, LONG).await;
    assert_eq!(db.finish_job(&claim, completed(&claim.job)).await.unwrap(), Finished::AsTold);
    let ended = found(db, &claim.job.id).await;
    assert!(ended.ended_at.is_some());
    let expected = Job {
        state: JobState::Completed,
        progress: JobProgress::DONE,
        ended_at: ended.ended_at,
        report_id: Some(report_id("one")),
        ..claim.job
    };
    assert_eq!(ended, expected);
    assert_eq!(db.find_report(&report_id("one")).await.unwrap(), Some(head("one", 50)));
    assert_eq!(db.read_report(&report_id("one")).await.unwrap().unwrap(), b"content");
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);
}

pub async fn a_job_ends_once(db: &dyn Store) {
    queued(db, "one", 0).await;
    let claim = claimed(db, LONG).await;
    let outcomes = join_all((0..5).map(|_| db.finish_job(&claim, completed(&claim.job)))).await;
    assert_eq!(outcomes.into_iter().filter(|outcome| *outcome.as_ref().unwrap() == Finished::AsTold).count(), 1);
    assert_eq!(found(db, &claim.job.id).await.state, JobState::Completed);
}

pub async fn a_job_ends_without_a_report(db: &dyn Store) {
    let error = JobError { code: JobFailure::NoData, message: "niente".into() };
    for (id, seconds, end, state, error) in [
        ("error", 0, JobEnd::Error(error.clone()), JobState::Error, Some(error)),
        ("cancelled", 1, JobEnd::Cancelled, JobState::Cancelled, None),
    ] {
        queued(db, id, seconds).await;
        let claim = claimed(db, LONG).await;
        assert_eq!(db.finish_job(&claim, end).await.unwrap(), Finished::AsTold);
        let ended = found(db, &claim.job.id).await;
        assert!(ended.ended_at.is_some());
        assert_eq!(ended, Job { state, error, ended_at: ended.ended_at, ..claim.job });
        assert_eq!(db.find_report(&report_id(id)).await.unwrap(), None);
    }
}

pub async fn a_report_that_cannot_be_kept_leaves_the_job_running(db: &dyn Store) {
    queued(db, "one", 0).await;
    db.add_report(&head("one", 1), b"imported", row(AuditAction::ReportImported)).await.unwrap();
    let claim = claimed(db, LONG).await;
    let outcome = db.finish_job(&claim, completed(&claim.job)).await;
    assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::ReportExists))), "{outcome:?}");
    assert_eq!(found(db, &claim.job.id).await, claim.job);
    assert_eq!(db.check_claim(&claim).await.unwrap(), ClaimState::Held);
    assert_eq!(db.read_report(&report_id("one")).await.unwrap().unwrap(), b"imported");
}
