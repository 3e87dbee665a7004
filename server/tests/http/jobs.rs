//! How jobs end: cancelled, out of time, given back, taken over.

use std::time::Duration;

use api::Code;
use model::{JobState, Report, ReportId};
use serde_json::json;
use server::{jobs::Workers, report_content};
use store::{ClaimState, Finished, JobEnd};

use crate::{given, harness::App};

/// A lease that has run out by the time anybody looks.
const NO_LEASE: Duration = Duration::ZERO;

async fn report(app: &App, id: &str) -> Report {
    let content = app.state.store.read_report(&ReportId::new(id).unwrap()).await.unwrap().unwrap();
    serde_json::from_reader(report_content::unpack(&content)).unwrap()
}

#[tokio::test]
async fn a_queued_job_is_cancelled_at_once() {
    let app = App::start().await;
    let ada = app.admin().await;
    let id = ada.start(&json!({"kind": "availability"})).await;
    let path = format!("/api/v1/jobs/{id}");
    let answer = ada.delete(&path).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &json!("cancelled")));
    ada.delete(&path).await.problem(Code::JobEnded);
    ada.delete("/api/v1/jobs/unknown").await.problem(Code::NotFound);
    assert_eq!(ada.trail("action=analysis_cancelled").await.len(), 1);
}

#[tokio::test]
async fn a_job_whose_worker_died_is_cancelled_at_once() {
    let app = App::start().await;
    let ada = app.admin().await;
    let id = ada.start(&json!({"kind": "availability"})).await;
    let dead = app.state.store.claim_job(NO_LEASE).await.unwrap().unwrap();
    let answer = ada.delete(&format!("/api/v1/jobs/{id}")).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &json!("cancelled")));
    assert_eq!(app.state.store.check_claim(&dead).await.unwrap(), ClaimState::Lost);
}

#[tokio::test]
async fn a_running_job_is_cancelled_within_a_second_and_given_back_at_a_stop() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::so_much(&*app.state.store).await;
    let id = ada.start(&given::all_of_it()).await;
    let workers = app.workers();
    app.job_when(&id, |job| job.state == JobState::Running).await;
    workers.stop().await;
    let job = app.job_when(&id, |_| true).await;
    assert_eq!((job.state, job.claims), (JobState::Queued, 0), "as if it had not been claimed");

    let _workers = app.workers();
    app.job_when(&id, |job| job.state == JobState::Running).await;
    let answer = ada.delete(&format!("/api/v1/jobs/{id}")).await;
    let asked = std::time::Instant::now();
    assert_eq!((answer.status.as_u16(), &answer.json()["cancel_asked"]), (202, &json!(true)));
    assert_eq!(app.ended(&id).await.state, JobState::Cancelled);
    assert!(asked.elapsed() < Duration::from_secs(1), "{:?}", asked.elapsed());
    ada.get(&format!("/api/v1/reports/{id}")).await.problem(Code::NotFound);
}

#[tokio::test]
async fn a_job_past_its_time_ends_as_timeout() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::so_much(&*app.state.store).await;
    let id = ada.start(&given::all_of_it()).await;
    let _workers = Workers::start(app.without_time(), 1);
    let error = app.ended(&id).await.error.unwrap();
    assert_eq!(error.code.as_str(), "timeout");
    app.metrics_say(r#"vedetta_job_duration_seconds_count{kind="availability",outcome="timeout"} 1"#).await;
}

#[tokio::test]
async fn a_panic_ends_its_job_and_the_worker_lives_on() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let _workers = Workers::start(app.with_broken_clock().state, 1);
    let id = ada.start(&json!({"kind": "availability"})).await;
    let error = app.ended(&id).await.error.unwrap();
    assert_eq!(error.code.as_str(), "internal");
    assert!(!error.message.contains("clock"), "{error:?}");
    ada.analyze(&json!({"kind": "availability"})).await;
}

#[tokio::test]
async fn a_job_whose_worker_died_is_finished_by_another_with_an_equal_report() {
    let one = App::start().await;
    let ada = one.admin().await;
    given::a_bad_day(&one).await;
    let configuration = json!({"kind": "availability", "day": "random"});
    let abandoned = ada.start(&configuration).await;
    let dead = one.state.store.claim_job(NO_LEASE).await.unwrap().unwrap();
    assert_eq!(dead.job.id.as_str(), abandoned);

    let two = one.second().await;
    let _workers = two.workers();
    let job = two.ended(&abandoned).await;
    assert_eq!((job.state, job.claims), (JobState::Completed, 2));

    // Whoever wakes up late finds the job gone and changes nothing.
    let made = report(&two, &abandoned).await;
    let store = &one.state.store;
    assert_eq!(store.check_claim(&dead).await.unwrap(), ClaimState::Lost);
    let late = JobEnd::Completed { head: made.head.clone(), content: b"late".to_vec().into() };
    assert_eq!(store.finish_job(&dead, late).await.unwrap(), Finished::Lost);
    store.give_back_job(&dead).await.unwrap();
    assert_eq!(two.job_when(&abandoned, |_| true).await.state, JobState::Completed);

    let undisturbed = ada.start(&configuration).await;
    two.ended(&undisturbed).await;
    let mut other = report(&two, &undisturbed).await;
    other.head.id = made.head.id.clone();
    other.head.job_id = made.head.job_id.clone();
    assert_eq!(report(&one, &abandoned).await, other);
}

#[tokio::test]
async fn a_job_that_kills_its_workers_is_lost_after_three() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let id = ada.start(&json!({"kind": "availability"})).await;
    for _ in 0..3 {
        assert!(app.state.store.claim_job(NO_LEASE).await.unwrap().is_some());
    }
    let _workers = app.workers();
    let job = app.ended(&id).await;
    assert_eq!((job.state, job.error.unwrap().code.as_str()), (JobState::Error, "lost"));
}

#[tokio::test]
async fn jobs_are_listed_by_state_kind_and_user() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let ids = [ada.start(&json!({"kind": "availability"})).await, ada.start(&json!({"kind": "resilience"})).await];
    {
        let _workers = app.workers();
        for id in &ids {
            app.ended(id).await;
        }
    }
    app.wait(chrono::Duration::seconds(1));
    ada.start(&json!({"kind": "resilience"})).await;
    for (query, expected) in [
        ("", 3),
        ("?state=completed", 1),
        ("?state=error&kind=resilience", 1),
        ("?state=queued", 1),
        ("?kind=resilience", 2),
        ("?user=ADA", 3),
        ("?user=eve", 0),
        ("?limit=2", 2),
    ] {
        let found = ada.get(&format!("/api/v1/jobs{query}")).await.items();
        assert_eq!(found.len(), expected, "{query}");
    }
    let page = ada.get("/api/v1/jobs?limit=2").await.json();
    let cursor = api::paths::encode(page["next_cursor"].as_str().unwrap());
    let rest = ada.get(&format!("/api/v1/jobs?limit=2&cursor={cursor}")).await;
    assert_eq!((rest.items().len(), &rest.json()["next_cursor"]), (1, &json!(null)));
    assert_eq!(ada.get("/api/v1/jobs?state=done&kind=x&limit=0").await.faults().len(), 3);
}
