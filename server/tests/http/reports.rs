//! Reports as they are fetched: the same bytes for everybody, packed or not; and what `/metrics` tells of them.

use std::{io::Read, pin::pin};

use api::Code;
use axum::{http::Method, response::Response};
use futures_util::{
    StreamExt,
    future::{Either, select},
    stream::FuturesUnordered,
};
use model::{AnalysisKind, AuditAction, AuditResult, NewAuditEntry, ReportHead, ReportId, ReportOrigin, Role, Window};
use serde_json::{Value, json};
use server::report_content;

use crate::{
    given,
    harness::{App, Visitor},
};

#[tokio::test]
async fn a_report_is_sent_as_it_is_kept_and_known_by_its_tag() {
    let app = App::start().await;
    let ada = app.admin().await;
    let vera = app.user(&ada, "vera", Role::Viewer).await;
    given::a_bad_day(&app).await;
    let _workers = app.workers();
    let id = ada.analyze(&json!({"kind": "availability"})).await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/reports/{id}");

    let plain = vera.get(&path).await;
    let packed = vera.send(Method::GET, &path, None, &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"));
    let mut unpacked = String::new();
    report_content::unpack(&packed.bytes).read_to_string(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.text);
    for answer in [&plain, &packed] {
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!((answer.header("cache-control"), answer.header("vary")), ("no-store", "accept-encoding"));
    }

    let tag = plain.header("etag");
    assert_ne!(tag, packed.header("etag"));
    for (known, status) in [(tag, 304), ("\"other\"", 200), (&format!("\"other\", W/{tag}"), 304), ("*", 304)] {
        let answer = vera.send(Method::GET, &path, None, &[("if-none-match", known)]).await;
        assert_eq!((answer.status.as_u16(), answer.text.is_empty()), (status, status == 304), "{known}");
    }

    vera.delete(&path).await.problem(Code::Forbidden);
    assert_eq!(ada.delete(&path).await.status, 204);
    vera.get(&path).await.problem(Code::NotFound);
    vera.send(Method::GET, &path, None, &[("if-none-match", tag)]).await.problem(Code::NotFound);
    ada.delete(&path).await.problem(Code::NotFound);
    assert_eq!(ada.trail("action=report_removed").await[0]["object"], id);
}

#[tokio::test]
async fn a_long_report_comes_whole() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::failures(&*app.state.store, 20_000).await;
    let _workers = app.workers();
    let report = ada.analyze(&json!({"kind": "availability"})).await;
    assert_eq!(report["services"][0]["points"].as_array().unwrap().len(), 20_000);
}

/// Keeps a report of so many bytes, which say nothing; gives where it is.
async fn kept(app: &App, id: &str, bytes: usize) -> String {
    let now = app.state.clock.now();
    let head = ReportHead {
        id: ReportId::new(id).unwrap(),
        kind: AnalysisKind::Availability,
        origin: ReportOrigin::Import,
        job_id: None,
        created_at: now,
        created_by: "ada".into(),
        window: Window::new(given::at("2025-09-01T00:00:00Z"), given::at("2025-09-02T00:00:00Z")).unwrap(),
        timezone: "UTC".into(),
        score: None,
        total: 0,
        statuses: Vec::new(),
        partial: false,
    };
    let row = NewAuditEntry {
        at: now,
        actor: "ada".into(),
        address: "192.0.2.1".into(),
        action: AuditAction::ReportImported,
        object: id.into(),
        result: AuditResult::Done,
        request_id: "r-1".into(),
    };
    app.state.store.add_report(&head, &vec![0; bytes], row).await.unwrap();
    format!("/api/v1/reports/{id}")
}

/// Asks for a report as it is kept, and reads nothing of it.
async fn open(visitor: &Visitor<'_>, path: &str) -> Response {
    visitor.open(Method::GET, path, None, &[("accept-encoding", "gzip")]).await
}

#[tokio::test]
async fn whoever_leaves_large_reports_unread_keeps_nobody_from_others() {
    let app = App::start().await;
    let ada = app.admin().await;
    let vera = app.user(&ada, "vera", Role::Viewer).await;
    let (large, small) = (kept(&app, "large", 9 << 20).await, kept(&app, "small", 1000).await);

    let mut asked: FuturesUnordered<_> = (0..8).map(|_| open(&ada, &large)).collect();
    let unread = [asked.next().await.unwrap(), asked.next().await.unwrap()];
    assert!(unread.iter().all(|answer| answer.status() == 200));
    // The others wait for their turn, and nobody waits for them; nor has ada all the places.
    for path in [&small, &large] {
        match select(pin!(open(&vera, path)), asked.next()).await {
            Either::Left((answer, _)) => assert_eq!(answer.status(), 200, "{path}"),
            Either::Right(_) => panic!("{path} waits for what is left unread"),
        }
    }
    drop(unread);
    while let Some(answer) = asked.next().await {
        assert_eq!(answer.status(), 200);
    }
}

#[tokio::test]
async fn reports_are_listed_by_kind_the_newest_first_and_each_names_the_one_before() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    given::a_bad_night(&app).await;
    let _workers = app.workers();
    let mut made = Vec::new();
    for kind in ["availability", "resilience", "availability"] {
        made.push(ada.analyze(&json!({"kind": kind})).await["id"].clone());
        app.wait(chrono::Duration::seconds(1));
    }
    let list = async |query: &str| -> Vec<Value> {
        let found = ada.get(&format!("/api/v1/reports{query}")).await.items();
        found.iter().map(|head| head["id"].clone()).collect()
    };
    assert_eq!(list("").await, [made[2].clone(), made[1].clone(), made[0].clone()]);
    assert_eq!(list("?kind=resilience").await, [made[1].clone()]);
    assert_eq!(list("?limit=1").await, [made[2].clone()]);
    ada.get("/api/v1/reports?kind=weather").await.problem(Code::Invalid);

    let heads = async |id: &Value| ada.get(&format!("/api/v1/reports/{}/heads", id.as_str().unwrap())).await.json();
    for (id, before) in [(&made[2], &made[0]), (&made[1], &Value::Null), (&made[0], &Value::Null)] {
        let heads = heads(id).await;
        assert_eq!((&heads["head"]["id"], &heads["before"]["id"]), (id, before));
    }
    ada.get("/api/v1/reports/nothing/heads").await.problem(Code::NotFound);
}

#[tokio::test]
async fn a_report_names_those_whose_score_fell_since_the_one_before() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let _workers = app.workers();
    let web =
        |budget: u32| json!({"kind": "availability", "services": [{"service_id": "web", "error_budget": budget}]});
    let mut made = Vec::new();
    for budget in [10, 1, 10] {
        made.push(ada.analyze(&web(budget)).await);
        app.wait(chrono::Duration::seconds(1));
    }
    let fallen = async |report: &Value| {
        ada.get(&format!("/api/v1/reports/{}/fallen", report["id"].as_str().unwrap())).await.json()
    };
    assert_eq!(fallen(&made[0]).await, json!({"count": 0, "worst": [], "other_figures": false}));
    let score = |report: &Value| report["services"][0]["final_score"].clone();
    let one =
        json!({"id": "web", "name": made[1]["services"][0]["name"], "from": score(&made[0]), "to": score(&made[1])});
    for _ in 0..2 {
        assert_eq!(fallen(&made[1]).await, json!({"count": 1, "worst": [one], "other_figures": true}));
    }
    assert_eq!(fallen(&made[2]).await, json!({"count": 0, "worst": [], "other_figures": false}));
    ada.get("/api/v1/reports/nothing/fallen").await.problem(Code::NotFound);
}

#[tokio::test]
async fn metrics_tell_of_jobs_and_last_scores() {
    let token = "0123456789abcdef0123456789abcdef";
    let app = App::start_with(&[("VEDETTA_METRICS_TOKEN", token)]).await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let _workers = app.workers();
    let report = ada.analyze(&json!({"kind": "availability"})).await;
    let metrics = app.nobody().with_bearer(token).get("/metrics").await.text;
    let aggregate = &report["score"];
    for line in [
        r#"vedetta_jobs{state="completed"} 1"#.to_owned(),
        r#"vedetta_jobs{state="queued"} 0"#.to_owned(),
        r#"vedetta_job_duration_seconds_count{kind="availability",outcome="completed"} 1"#.to_owned(),
        r#"vedetta_last_score{kind="availability",asset="web"} 0.8"#.to_owned(),
        format!(r#"vedetta_last_aggregated_score{{kind="availability"}} {aggregate}"#),
    ] {
        assert!(metrics.contains(&line), "{line} is not in {metrics}");
    }
    ada.delete(&format!("/api/v1/reports/{}", report["id"].as_str().unwrap())).await;
    let metrics = app.nobody().with_bearer(token).get("/metrics").await.text;
    assert!(!metrics.contains("vedetta_last_score{"), "{metrics}");
}
