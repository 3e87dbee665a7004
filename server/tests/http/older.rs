//! The endpoints of the older system, as its scripts call them.

use std::pin::pin;

use api::Code;
use axum::http::Method;
use futures_util::future::{Either, select};
use model::Role;
use serde_json::{Value, json};

use crate::{given, harness::App};

#[tokio::test]
async fn an_older_script_finds_its_way() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    given::a_bad_night(&app).await;
    let services = ada.get("/get_services").await.json();
    assert_eq!(services["services"][1]["service_id"], "web");
    assert_eq!(ada.get("/get_backup_jobs").await.json()["backup_jobs"][0]["asset_id"], "vm-101");
    assert_eq!(ada.get("/job_status").await.json(), json!({"status": "idle", "progress": 0, "result": null}));
    assert_eq!(ada.get("/get_dashboard_data").await.json()["success"], false);

    let wish = json!({"analysis_type": "availability", "day": "2025-09-01", "services": [{"service_id": "web"}]});
    let id = ada.post("/start_analysis", &wish).await.json()["job_id"].as_str().unwrap().to_owned();
    assert_eq!(ada.get("/job_status").await.json(), json!({"status": "running", "progress": 0, "result": null}));
    let _workers = app.workers();
    app.ended(&id).await;
    let status = ada.get("/job_status").await.json();
    assert_eq!(status, json!({"status": "completed", "progress": 100, "result": {"report_id": id}}));
    let dashboard = ada.get("/get_dashboard_data").await.json();
    assert_eq!((&dashboard["success"], &dashboard["aggregated_health_score"]), (&json!(true), &json!(0.8)));
    let web = &dashboard["services"]["web"];
    assert_eq!((&web["score"], &web["status"], &web["total_failures"]), (&json!(0.8), &json!("ATTENZIONE"), &json!(2)));
    assert_eq!(web["detailed_metrics"].as_array().map(Vec::len), Some(2));

    app.wait(chrono::Duration::seconds(1));
    let id = ada.post("/start_analysis", &json!({"analysis_type": "resilience"})).await.json()["job_id"].clone();
    app.ended(id.as_str().unwrap()).await;
    let dashboard = ada.get("/resilience/get_dashboard_data").await.json();
    assert_eq!(dashboard["assets"]["vm-101"]["total_runs"], 7);
    assert!(dashboard["aggregated_resilience_score"].is_f64(), "{dashboard}");
    assert_eq!(ada.get("/reset_config").await.json()["error_budgets"]["database"], 3);

    let wrong: Value =
        json!({"analysis_type": "availability", "services": [{"service_id": "web", "error_budget": 51}]});
    let problem = ada.post("/start_analysis", &wrong).await.problem(Code::Invalid);
    assert_eq!(problem.errors[0].pointer, "/services/0/error_budget");
    app.nobody().get("/get_services").await.problem(Code::SignInNeeded);
}

#[tokio::test]
async fn whoever_leaves_dashboards_unread_holds_two_and_waits_for_a_third() {
    let app = App::start().await;
    let ada = app.admin().await;
    let olga = app.user(&ada, "olga", Role::Viewer).await;
    given::failures(&*app.state.store, 20_000).await;
    let _workers = app.workers();
    let report = ada.analyze(&json!({"kind": "availability"})).await;
    let report = format!("/api/v1/reports/{}", report["id"].as_str().unwrap());

    let open = async || olga.open(Method::GET, "/get_dashboard_data", None, &[]).await;
    let unread = [open().await, open().await];
    assert!(unread.iter().all(|answer| answer.status() == 200));
    // Few, because the third gives up after some seconds.
    let read_others = pin!(async {
        for _ in 0..4 {
            assert_eq!(ada.get(&report).await.status, 200);
        }
    });
    let third = pin!(open());
    let Either::Left(((), third)) = select(read_others, third).await else {
        panic!("more dashboards are held than one user may hold");
    };
    drop(unread);
    assert_eq!(third.await.status(), 200);
}
