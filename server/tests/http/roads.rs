//! An analysis is the same by every road: the API, the older endpoints, the command line.

use model::{Report, ReportId};
use serde_json::{Value, json};
use server::{body, commands::analyze::analyze, report_content, services::analyses::Wish};

use crate::{given, harness::App};

async fn report(app: &App, id: &str) -> Report {
    let content = app.state.store.read_report(&ReportId::new(id).unwrap()).await.unwrap().unwrap();
    serde_json::from_reader(report_content::unpack(&content)).unwrap()
}

fn wish(configuration: &Value) -> Wish {
    body::read(configuration.to_string().as_bytes()).unwrap()
}

/// The report without what tells who asked for it, and by which road.
fn figures(mut report: Report) -> Report {
    report.head.id = ReportId::new("any").unwrap();
    report.head.job_id = None;
    report.head.created_by = String::new();
    report
}

#[tokio::test]
async fn every_road_leads_to_the_same_report() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    given::a_bad_night(&app).await;
    let _workers = app.workers();
    let chosen = json!([{"service_id": "web", "error_budget": 3, "weight": 9}, {"service_id": "orders-db"}]);
    for configuration in [
        json!({"kind": "availability", "day": "2025-09-01", "services": chosen}),
        json!({"kind": "resilience", "until": "2025-09-08T00:00:00Z", "curve": "threshold"}),
    ] {
        let id = ada.start(&configuration).await;
        app.ended(&id).await;
        let by_api = figures(report(&app, &id).await);

        let mut older = configuration.clone();
        older["analysis_type"] = older.as_object_mut().unwrap().remove("kind").unwrap();
        let id = ada.post("/start_analysis", &older).await.json()["job_id"].as_str().unwrap().to_owned();
        app.ended(&id).await;
        assert_eq!(figures(report(&app, &id).await), by_api, "{configuration}");

        let by_command = analyze(&app.state, wish(&configuration)).await.unwrap();
        assert_eq!(figures(by_command), by_api, "{configuration}");
    }
}

#[tokio::test]
async fn the_command_line_has_no_more_time_than_a_job() {
    let app = App::start().await;
    given::a_bad_day(&app).await;
    let error = analyze(&app.without_time(), wish(&json!({"kind": "availability"}))).await.unwrap_err().to_string();
    assert!(error.starts_with("timeout: the analysis took longer than"), "{error}");
}
