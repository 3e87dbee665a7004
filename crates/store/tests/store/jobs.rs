//! Jobs as people see them: asked for, listed, cancelled.

use futures_util::future::join_all;
use model::{AnalysisKind, AuditAction, Configuration, Job, JobError, JobFailure, JobState, ResilienceConfiguration};
use store::{ClaimState, Conflict, Finished, JobEnd, JobFilter, Queued, Store, StoreError};

use crate::{
    given::{completed, found, job, job_id, large_configuration, page, queued, row, rows},
    leases::{LONG, claimed},
};

async fn queue(db: &dyn Store, job: &Job, key: Option<&str>) -> Queued {
    db.queue_job(job, key, row(AuditAction::AnalysisStarted)).await.unwrap()
}

async fn cancel(db: &dyn Store, id: &str) -> Result<Job, StoreError> {
    db.cancel_job(&job_id(id), row(AuditAction::AnalysisCancelled)).await
}

async fn ids(db: &dyn Store, filter: JobFilter) -> Vec<String> {
    let found = db.list_jobs(filter, page(100, None)).await.unwrap();
    found.items.into_iter().map(|job| job.id.to_string()).collect()
}

pub async fn a_job_is_read_back_as_written(db: &dyn Store) {
    let job = queued(db, "one", 0).await;
    assert_eq!(found(db, &job.id).await, job);
    assert_eq!(db.find_job(&job_id("two")).await.unwrap(), None);
}

pub async fn the_newest_comes_first(db: &dyn Store) {
    for (id, seconds) in [("b", 20), ("a", 20), ("c", 10), ("d", 30)] {
        queued(db, id, seconds).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let found = db.list_jobs(JobFilter::default(), page(1, cursor.as_deref())).await.unwrap();
        seen.extend(found.items.into_iter().map(|job| job.id.to_string()));
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["d", "b", "a", "c"]);
}

pub async fn a_page_of_large_jobs_ends_early(db: &dyn Store) {
    let newest_first = ["f", "e", "d", "c", "b", "a"];
    for id in newest_first {
        queue(db, &Job { configuration: large_configuration(), ..job(id, 0) }, None).await;
    }
    let first = db.list_jobs(JobFilter::default(), page(100, None)).await.unwrap();
    assert!((1..newest_first.len()).contains(&first.items.len()), "{}", first.items.len());
    let rest = db.list_jobs(JobFilter::default(), page(100, first.next_cursor.as_deref())).await.unwrap();
    assert_eq!(rest.next_cursor, None);
    let seen: Vec<_> = first.items.into_iter().chain(rest.items).map(|job| job.id.to_string()).collect();
    assert_eq!(seen, newest_first);
}

pub async fn jobs_are_filtered(db: &dyn Store) {
    let resilience = Configuration::Resilience(ResilienceConfiguration::default());
    queued(db, "a", 1).await;
    queue(db, &Job { created_by: "bob".into(), ..job("b", 2) }, None).await;
    queue(db, &Job { configuration: resilience, ..job("c", 3) }, None).await;
    claimed(db, LONG).await;
    let none = JobFilter::default();
    for (filter, expected) in [
        (JobFilter { state: Some(JobState::Running), ..none.clone() }, &["a"][..]),
        (JobFilter { state: Some(JobState::Queued), ..none.clone() }, &["c", "b"]),
        (JobFilter { kind: Some(AnalysisKind::Resilience), ..none.clone() }, &["c"]),
        (JobFilter { created_by: Some("ada".into()), ..none.clone() }, &["c", "a"]),
        (JobFilter { created_by: Some("ada".into()), state: Some(JobState::Queued), kind: None }, &["c"]),
        (none, &["c", "b", "a"]),
    ] {
        assert_eq!(ids(db, filter.clone()).await, expected, "{filter:?}");
    }
}

pub async fn jobs_are_counted_by_state(db: &dyn Store) {
    for (id, seconds) in [("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5)] {
        queued(db, id, seconds).await;
    }
    let first = claimed(db, LONG).await;
    db.finish_job(&first, completed(&first.job)).await.unwrap();
    claimed(db, LONG).await;
    cancel(db, "c").await.unwrap();
    let expected = [
        (JobState::Queued, 2),
        (JobState::Running, 1),
        (JobState::Completed, 1),
        (JobState::Error, 0),
        (JobState::Cancelled, 1),
    ];
    assert_eq!(db.count_jobs().await.unwrap(), expected);
}

pub async fn a_foreign_cursor_is_refused(db: &dyn Store) {
    let outcome = db.list_jobs(JobFilter::default(), page(10, Some("{\"$gt\": 1}"))).await;
    assert!(matches!(outcome, Err(StoreError::Cursor)), "{outcome:?}");
}

pub async fn a_key_seen_before_gives_the_first_job(db: &dyn Store) {
    assert_eq!(queue(db, &job("first", 0), Some("key")).await, Queued::New);
    let claim = claimed(db, LONG).await;
    let known = queue(db, &job("second", 100), Some("key")).await;
    assert_eq!(known, Queued::Known(claim.job));
    let of_bob = Job { created_by: "bob".into(), ..job("bob's", 100) };
    assert_eq!(queue(db, &of_bob, Some("key")).await, Queued::New);
    assert_eq!(queue(db, &job("other", 100), Some("other key")).await, Queued::New);
    assert_eq!(queue(db, &job("without", 100), None).await, Queued::New);
    assert_eq!(queue(db, &job("without too", 100), None).await, Queued::New);
    assert_eq!(ids(db, JobFilter::default()).await, ["without too", "without", "other", "bob's", "first"]);
}

pub async fn a_key_is_forgotten_after_a_day(db: &dyn Store) {
    const DAY: i64 = 86_400;
    queue(db, &job("first", 0), Some("key")).await;
    assert_eq!(queue(db, &job("soon", DAY - 1), Some("key")).await, Queued::Known(job("first", 0)));
    assert_eq!(queue(db, &job("late", DAY), Some("key")).await, Queued::New);
    assert_eq!(queue(db, &job("later", DAY + 1), Some("key")).await, Queued::Known(job("late", DAY)));
}

pub async fn of_many_wishes_with_one_key_one_is_queued(db: &dyn Store) {
    let jobs: Vec<_> = (0..20).map(|n| job(&format!("job-{n}"), 0)).collect();
    let answers = join_all(jobs.iter().map(|job| queue(db, job, Some("key")))).await;
    let kept = db.list_jobs(JobFilter::default(), page(100, None)).await.unwrap().items;
    assert_eq!(kept.len(), 1);
    for (job, answer) in jobs.iter().zip(answers) {
        let expected = if *job == kept[0] { Queued::New } else { Queued::Known(kept[0].clone()) };
        assert_eq!(answer, expected);
    }
    assert_eq!(rows(db).await.len(), 1);
}

pub async fn a_queued_job_is_cancelled_at_once(db: &dyn Store) {
    let job = queued(db, "one", 0).await;
    let cancelled = cancel(db, "one").await.unwrap();
    assert!(cancelled.ended_at.is_some());
    let expected = Job { state: JobState::Cancelled, cancel_asked: true, ended_at: cancelled.ended_at, ..job };
    assert_eq!(cancelled, expected);
    assert_eq!(found(db, &cancelled.id).await, expected);
    assert_eq!(db.claim_job(LONG).await.unwrap(), None);
}

pub async fn a_running_job_is_asked_to_end(db: &dyn Store) {
    queued(db, "one", 0).await;
    let claim = claimed(db, LONG).await;
    assert_eq!(db.check_claim(&claim).await.unwrap(), ClaimState::Held);
    let asked = cancel(db, "one").await.unwrap();
    assert_eq!(asked, Job { cancel_asked: true, ..claim.job.clone() });
    assert_eq!(db.check_claim(&claim).await.unwrap(), ClaimState::CancelAsked);
    assert_eq!(db.renew_claim(&claim, LONG, claim.job.progress).await.unwrap(), ClaimState::CancelAsked);
    // To ask twice is no fault.
    assert_eq!(cancel(db, "one").await.unwrap(), asked);
    assert_eq!(db.finish_job(&claim, JobEnd::Cancelled).await.unwrap(), Finished::AsTold);
    let ended = found(db, &asked.id).await;
    assert!(ended.ended_at.is_some());
    assert_eq!(ended, Job { state: JobState::Cancelled, ended_at: ended.ended_at, ..asked });
}

pub async fn a_job_that_has_ended_is_not_cancelled(db: &dyn Store) {
    let error = JobError { code: JobFailure::Timeout, message: "it took too long".into() };
    for (id, seconds, end) in [("a", 0, None), ("b", 1, Some(JobEnd::Error(error))), ("c", 2, Some(JobEnd::Cancelled))]
    {
        let job = queued(db, id, seconds).await;
        let claim = claimed(db, LONG).await;
        db.finish_job(&claim, end.unwrap_or_else(|| completed(&job))).await.unwrap();
        let before = found(db, &job.id).await;
        let outcome = cancel(db, id).await;
        assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::JobEnded))), "{outcome:?}");
        assert_eq!(found(db, &job.id).await, before);
    }
    let outcome = cancel(db, "nothing").await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
}
