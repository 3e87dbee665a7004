//! Asking for analyses: what is taken, what is refused, and how often one may ask.

use api::Code;
use axum::http::Method;
use chrono::Duration;
use model::{JobState, Role};
use serde_json::{Value, json};

use crate::{
    given,
    harness::{Answer, App, Visitor},
};

const PATH: &str = "/api/v1/analyses";

fn that_day() -> Value {
    json!({"kind": "availability", "day": "2025-09-01"})
}

#[tokio::test]
async fn an_analysis_runs_as_a_job_and_leaves_a_report() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let answer = ada.post(PATH, &that_day()).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let queued = answer.json();
    let id = queued["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), format!("/api/v1/jobs/{id}"));
    assert_eq!(
        (&queued["state"], &queued["progress"], &queued["created_by"]),
        (&json!("queued"), &json!(0), &json!("ada"))
    );

    let _workers = app.workers();
    app.ended(id).await;
    let job = ada.get(answer.header("location")).await.json();
    assert_eq!((&job["state"], &job["progress"], &job["step"]), (&json!("completed"), &json!(100), &json!("done")));
    assert_eq!((&job["report_id"], &job["error"]), (&json!(id), &Value::Null));
    assert_eq!(job["configuration"], that_day());

    let report = ada.get(&format!("/api/v1/reports/{id}")).await.json();
    assert_eq!(
        (&report["id"], &report["kind"], &report["partial"]),
        (&json!(id), &json!("availability"), &json!(false))
    );
    assert_eq!(report["statuses"], json!([{"status": "GOOD", "count": 1}, {"status": "ATTENZIONE", "count": 1}]));
    assert_eq!(
        (&report["services"][1]["service_id"], &report["services"][1]["final_score"]),
        (&json!("web"), &json!(0.8))
    );
    assert_eq!(report["services"][1]["samples"], json!({"ok": 22, "degraded": 0, "failed": 2, "unknown": 0}));
    let heads = ada.get("/api/v1/reports?kind=availability").await.items();
    for (field, value) in heads[0].as_object().unwrap() {
        assert_eq!(&report[field], value, "{field} of the list is that of the report");
    }
    assert_eq!(ada.trail("action=analysis_started").await[0]["object"], format!("availability {id}"));
}

#[tokio::test]
async fn what_is_left_out_follows_from_the_latest_data_and_the_types() {
    let app = App::start_with(&[("DEFAULT_ERROR_BUDGET", "9")]).await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let stray = given::sample("stray", given::at("2025-09-01T12:00:00Z"), model::SampleStatus::Ok);
    app.state.store.add_samples(&[stray]).await.unwrap();
    let _workers = app.workers();
    let report = ada.analyze(&json!({"kind": "availability"})).await;
    assert_eq!(report["window"], json!({"start": "2025-09-01T00:00:00Z", "end": "2025-09-02T00:00:00Z"}));
    let figures = |field: &str| report["services"].as_array().unwrap().iter().map(|one| one[field].clone()).collect();
    let (budgets, weights): (Vec<Value>, Vec<Value>) = (figures("error_budget"), figures("weight"));
    assert_eq!(budgets, [3, 9, 5], "a database, one without a type, a web service");
    assert_eq!(weights, [5, 5, 5]);

    given::a_bad_night(&app).await;
    let report = ada.analyze(&json!({"kind": "resilience"})).await;
    assert_eq!(report["window"], json!({"start": "2025-08-31T23:00:00Z", "end": "2025-09-07T23:00:00Z"}));
    assert_eq!((&report["curve"], &report["weights"]), (&json!("linear"), &json!({"rpo": 0.6, "success": 0.4})));
    assert_eq!(report["assets"][0]["target_rpo_hours"], 24.0);
}

#[tokio::test]
async fn a_random_day_is_one_that_holds_data() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let _workers = app.workers();
    let report = ada.analyze(&json!({"kind": "availability", "day": "random"})).await;
    assert_eq!(report["window"]["start"], "2025-09-01T00:00:00Z");
}

#[tokio::test]
async fn what_is_unknown_is_named_and_nothing_at_all_is_an_error() {
    let app = App::start().await;
    let ada = app.admin().await;
    let _workers = app.workers();
    for configuration in [json!({"kind": "availability"}), json!({"kind": "resilience"}), that_day()] {
        let job = app.ended(&ada.start(&configuration).await).await;
        assert_eq!((job.state, job.error.unwrap().code.as_str()), (JobState::Error, "no_data"), "{configuration}");
    }
    given::a_bad_day(&app).await;
    let services = json!([{"service_id": "web"}, {"service_id": "wbe"}]);
    let report = ada.analyze(&json!({"kind": "availability", "day": "2025-09-01", "services": services})).await;
    assert_eq!((&report["partial"], &report["total"]), (&json!(true), &json!(1)));
    assert_eq!(
        report["failed"],
        json!([{"asset_id": "wbe", "message": "there is no service wbe, and no sample of one"}])
    );
    let unknown = json!({"kind": "availability", "day": "2025-09-01", "services": [{"service_id": "wbe"}]});
    let error = app.ended(&ada.start(&unknown).await).await.error.unwrap();
    assert!(error.message.contains("there is no service wbe"), "{}", error.message);
    let empty_day = json!({"kind": "availability", "day": "2024-01-01"});
    let job = app.ended(&ada.start(&empty_day).await).await;
    assert_eq!(job.error.unwrap().code.as_str(), "no_data");
}

/// Asks for an analysis with any body.
async fn ask(visitor: &Visitor<'_>, body: impl Into<String>) -> Answer {
    visitor.send(Method::POST, PATH, Some(body.into()), &[]).await
}

#[tokio::test]
async fn bad_configurations_name_their_faults_and_change_nothing() {
    let app = App::start().await;
    let ada = app.admin().await;
    for figure in ["-1", "0", "51", "1.5", "\"5\"", "null", "{}", "[1]", "1e300", "9007199254740993"] {
        let body =
            format!(r#"{{"kind": "availability", "services": [{{"service_id": "a", "error_budget": {figure}}}]}}"#);
        assert_eq!(ask(&ada, body).await.faults(), ["/services/0/error_budget"], "{figure}");
    }
    for figure in ["NaN", "1e999", "01", "5,", "'5'"] {
        let body =
            format!(r#"{{"kind": "availability", "services": [{{"service_id": "a", "error_budget": {figure}}}]}}"#);
        ask(&ada, body).await.problem(Code::BadRequest);
    }
    for (body, places) in [
        (r#"{"kind": "availability", "services": []}"#, vec!["/services"]),
        (r#"{"kind": "availability", "services": {"a": 5}}"#, vec!["/services"]),
        (r#"{"kind": "availability", "services": null}"#, vec!["/services"]),
        (r#"{"kind": "availability", "services": [{"service_id": {"$gt": ""}}]}"#, vec!["/services/0/service_id"]),
        (r#"{"kind": "availability", "services": [{"service_id": "a\u0000"}]}"#, vec!["/services/0/service_id"]),
        (r#"{"kind": "availability", "services": [{"service_id": ""}]}"#, vec!["/services/0/service_id"]),
        (
            r#"{"kind": "availability", "services": [{"service_id": "a"}, {"service_id": "a"}]}"#,
            vec!["/services/1/service_id"],
        ),
        (r#"{"kind": "availability", "assets": [], "dya": "latest"}"#, vec!["/assets", "/dya"]),
        (
            r#"{"kind": "resilience", "assets": [{"asset_id": "a", "weight": 0}], "weights": 1}"#,
            vec!["/weights", "/assets/0/weight"],
        ),
        (r#"{"kind": "availability", "day": "soon", "from": "2025-09-01T00:00:00Z"}"#, vec!["/day", "/to"]),
        (r#"{"kind": "availability", "from": 7}"#, vec!["/from", "/to"]),
        (r#"{"day": "latest"}"#, vec!["/kind"]),
        (r#"{"preset": "nobody saved this"}"#, vec!["/preset"]),
    ] {
        assert_eq!(ask(&ada, body).await.faults(), places, "{body}");
    }
    for body in
        ["", "{", "[]", "null", "\u{feff}{\"kind\": \"availability\"}", &"[".repeat(200_000), "{\"kind\": \"\\ud800\"}"]
    {
        ask(&ada, body).await.problem(Code::BadRequest);
    }
    let many: Vec<String> = (0..100_000).map(|number| format!(r#"{{"service_id":"s{number}"}}"#)).collect();
    let of = |number: usize| format!(r#"{{"kind": "availability", "services": [{}]}}"#, many[..number].join(","));
    ask(&ada, of(100_000)).await.problem(Code::TooLarge);
    assert_eq!(ask(&ada, of(10_001)).await.faults(), ["/services"]);
    for kind in ["text/plain", "application/x-ndjson", ""] {
        let headers = [("content-type", kind)];
        ada.send(Method::POST, PATH, Some(that_day().to_string()), &headers).await.problem(Code::WrongContentType);
    }
    assert!(ada.get("/api/v1/jobs").await.items().is_empty());
    assert!(ada.trail("action=analysis_started").await.is_empty());
}

async fn with_key(visitor: &Visitor<'_>, key: &str) -> Answer {
    visitor.send(Method::POST, PATH, Some(that_day().to_string()), &[("idempotency-key", key)]).await
}

#[tokio::test]
async fn a_key_seen_before_gives_the_first_job() {
    let app = App::start().await;
    let ada = app.admin().await;
    let bob = app.user(&ada, "bob", Role::Admin).await;
    let first = with_key(&ada, "monday").await.json()["id"].clone();
    let again = with_key(&ada, "monday").await;
    assert_eq!((again.status.as_u16(), &again.json()["id"]), (202, &first));
    assert_ne!(with_key(&ada, "tuesday").await.json()["id"], first);
    assert_ne!(with_key(&bob, "monday").await.json()["id"], first, "keys are each user's own");
    app.wait(Duration::hours(25));
    let ada = app.sign_in("ada", crate::harness::PASSWORD).await;
    assert_ne!(with_key(&ada, "monday").await.json()["id"], first, "a day is over");
    with_key(&ada, "").await.problem(Code::BadRequest);
    with_key(&ada, &"x".repeat(256)).await.problem(Code::BadRequest);
}

#[tokio::test]
async fn ten_analyses_a_minute_are_enough_for_one_user() {
    let app = App::start().await;
    let ada = app.admin().await;
    let bob = app.user(&ada, "bob", Role::Admin).await;
    // What is refused does not count.
    ada.post(PATH, &json!({"kind": "weather"})).await.problem(Code::Invalid);
    for _ in 0..10 {
        ada.start(&that_day()).await;
    }
    let refused = ada.post(PATH, &that_day()).await;
    assert_eq!(refused.header("retry-after"), "6");
    refused.problem(Code::TooManyRequests);
    bob.start(&that_day()).await;
    app.wait(Duration::seconds(6));
    ada.start(&that_day()).await;
}

#[tokio::test]
async fn a_day_of_rome_has_23_or_25_hours() {
    let app = App::start_with(&[("VEDETTA_TIMEZONE", "Europe/Rome")]).await;
    let ada = app.admin().await;
    let mut samples = Vec::new();
    for (from, hours) in [("2025-03-29T20:00:00Z", 32), ("2025-10-25T20:00:00Z", 32)] {
        for hour in 0..hours {
            let moment = given::at(from) + Duration::hours(hour);
            samples.push(given::sample("web", moment, model::SampleStatus::Failed));
        }
    }
    app.state.store.add_samples(&samples).await.unwrap();
    let _workers = app.workers();
    for (day, start, end, failures) in [
        ("2025-03-30", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", 23),
        ("2025-10-26", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 25),
    ] {
        let report = ada.analyze(&json!({"kind": "availability", "day": day})).await;
        assert_eq!(report["window"], json!({"start": start, "end": end}), "{day}");
        assert_eq!(
            (&report["timezone"], &report["services"][0]["samples"]["failed"]),
            (&json!("Europe/Rome"), &json!(failures))
        );
    }
    let coverage = ada.get("/api/v1/coverage?kind=availability").await.json();
    let days: Vec<(&str, usize)> = coverage["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| (day["day"].as_str().unwrap(), day["hours"].as_array().unwrap().len()))
        .collect();
    let expected = [
        ("2025-03-29", 3),
        ("2025-03-30", 23),
        ("2025-03-31", 6),
        ("2025-10-25", 2),
        ("2025-10-26", 25),
        ("2025-10-27", 5),
    ];
    assert_eq!(days, expected);
}
