//! An analysis is the same by every road: the API, the older endpoints, the command line.

use axum::http::Method;
use model::{Report, ReportBody, ReportId, StatusCounts};
use mongodb::bson::{DateTime, doc, serialize_to_document};
use serde_json::{Value, json};
use server::{body, commands::analyze::analyze, report_content, services::analyses::AnalysisDraft};

use crate::{
    given,
    harness::{App, Visitor},
};

async fn report(app: &App, id: &str) -> Report {
    let content = app.state.store.read_report(&ReportId::new(id).unwrap()).await.unwrap().unwrap();
    serde_json::from_reader(report_content::unpack(&content)).unwrap()
}

fn draft(configuration: &Value) -> AnalysisDraft {
    body::read(configuration.to_string().as_bytes()).unwrap()
}

/// The report without what tells who asked for it, and by which road.
fn figures(mut report: Report) -> Report {
    report.head.id = ReportId::new("any").unwrap();
    report.head.job_id = None;
    report.head.created_by = String::new();
    report
}

/// What the API, an older script and the command line make of a configuration, which must be the same.
async fn by_every_road(app: &App, ada: &Visitor<'_>, configuration: &Value) -> Report {
    let id = ada.start(configuration).await;
    app.ended(&id).await;
    let by_api = figures(report(app, &id).await);

    let mut older = configuration.clone();
    older["analysis_type"] = older.as_object_mut().unwrap().remove("kind").unwrap();
    let id = ada.post("/start_analysis", &older).await.json()["job_id"].as_str().unwrap().to_owned();
    app.ended(&id).await;
    assert_eq!(figures(report(app, &id).await), by_api, "{configuration}");

    let by_command = analyze(&app.state, draft(configuration)).await.unwrap();
    assert_eq!(figures(by_command), by_api, "{configuration}");
    by_api
}

#[tokio::test]
async fn every_road_leads_to_the_same_report() {
    let app = App::start().await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    given::a_bad_night(&app).await;
    let _workers = app.workers();
    let chosen = json!([{"service_id": "web", "error_budget": 3, "weight": 9}, {"service_id": "orders-db"}]);
    let day = json!({"kind": "availability", "day": "2025-09-01", "services": chosen});
    by_every_road(&app, &ada, &day).await;
    let week = json!({"kind": "resilience", "until": "2025-09-08T00:00:00Z", "curve": "threshold"});
    by_every_road(&app, &ada, &week).await;
}

/// Leaves rows where another system would have: as documents of its MongoDB, some with the moment as a text, or else
/// as lines that are brought in.
async fn leave(app: &App, ada: &Visitor<'_>, collection: &str, path: &str, rows: &[Value]) {
    let Some(collection) = app.collection(collection).await else {
        let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
        let headers = [("content-type", "application/x-ndjson")];
        let outcome = ada.send(Method::POST, path, Some(lines), &headers).await.json();
        assert_eq!(outcome["accepted"], rows.len(), "{outcome}");
        return;
    };
    let documents = rows.iter().enumerate().map(|(place, row)| {
        let mut document = serialize_to_document(row).unwrap();
        if place % 2 == 0 {
            let moment = DateTime::parse_rfc3339_str(row["timestamp"].as_str().unwrap()).unwrap();
            document.insert("timestamp", moment);
        }
        document
    });
    collection.insert_many(documents).await.unwrap();
}

#[tokio::test]
#[ignore = "needs MongoDB: SQLite holds nothing that was not read before"]
async fn what_cannot_be_read_is_told_even_where_nothing_else_is_there() {
    let app = App::start().await;
    let ada = app.admin().await;
    let _workers = app.workers();
    let (metrics, backups) = (app.collection("metrics").await.unwrap(), app.collection("backups").await.unwrap());
    let documents = |owner: &str| {
        (0..3)
            .map(|n| doc! { "_id": n, "timestamp": 1_756_720_800_000_i64, owner: "odd", "status": "ok" })
            .collect::<Vec<_>>()
    };
    metrics.insert_many(documents("service_id")).await.unwrap();
    backups.insert_many(documents("asset_id")).await.unwrap();
    for configuration in [
        json!({"kind": "availability"}),
        json!({"kind": "availability", "day": "random"}),
        json!({"kind": "availability", "day": "2025-09-01"}),
        json!({"kind": "resilience"}),
    ] {
        let job = app.ended(&ada.start(&configuration).await).await;
        let message = job.error.unwrap().message;
        let told = "documents that could not be read: 3, such as 0: its timestamp is neither a date nor a text";
        assert!(message.ends_with(told), "{configuration}: {message}");
    }
}

#[tokio::test]
#[ignore = "needs MongoDB: SQLite holds nothing that was not read before"]
async fn a_run_of_an_odd_year_spoils_no_report() {
    let app = App::start().await;
    let ada = app.admin().await;
    let _workers = app.workers();
    let backups = app.collection("backups").await.unwrap();
    let ended = DateTime::parse_rfc3339_str("2025-09-01T10:00:00Z").unwrap();
    let (year_10000, year_1) = (DateTime::from_millis(253_402_300_800_000), DateTime::from_millis(-62_135_596_800_000));
    backups
        .insert_many([
            doc! { "timestamp": ended, "asset_id": "late", "status": "ok", "started_at": year_10000 },
            doc! { "timestamp": ended, "asset_id": "early", "status": "ok", "started_at": year_1 },
            doc! { "timestamp": "2025-09-01T10:00:60Z", "asset_id": "leap", "status": "ok" },
            doc! { "timestamp": year_10000, "asset_id": "late", "status": "ok" },
            doc! { "timestamp": "1960-01-01T00:00:00Z", "asset_id": "old", "status": "failed" },
        ])
        .await
        .unwrap();
    let coverage = ada.get("/api/v1/coverage?kind=resilience").await.json();
    let days: Vec<&Value> = coverage["days"].as_array().unwrap().iter().map(|day| &day["day"]).collect();
    assert_eq!(days, ["2025-09-01"], "an analysis of others is refused");
    let made = ada.analyze(&json!({"kind": "resilience", "until": "2025-09-02T00:00:00Z"})).await;
    let id = made["id"].as_str().unwrap();
    assert_eq!(ada.get("/resilience/get_dashboard_data").await.json()["success"], true);
    let file = ada.get(&format!("/api/v1/reports/{id}/export?format=json")).await.json();
    let run = |ended_at: &str| json!([{"ended_at": ended_at, "outcome": "success"}]);
    assert_eq!(file["assets"]["late"]["vedetta"]["runs"], run("2025-09-01T10:00:00Z"));
    assert_eq!(file["assets"]["early"]["vedetta"]["runs"], run("2025-09-01T10:00:00Z"));
    assert_eq!(file["assets"]["leap"]["vedetta"]["runs"], run("2025-09-01T10:01:00Z"));
    assert_eq!(ada.post("/api/v1/reports/import", &file).await.status, 201);
}

#[tokio::test]
async fn the_rows_of_another_system_are_scored_as_they_stand() {
    let app = App::start().await;
    let ada = app.admin().await;
    let words = ["UP", "ok", "Running", "1", "DOWN", "Unreachable", "0", "error", "warn", "unknown"];
    let samples: Vec<Value> = (words.iter().enumerate())
        .map(|(minute, word)| {
            json!({"timestamp": format!("2025-09-01T10:{minute:02}:00Z"), "service_id": "shop", "status": word})
        })
        .collect();
    leave(&app, &ada, "metrics", "/api/v1/ingest/samples", &samples).await;
    let runs: Vec<Value> = [("05", "Success"), ("06", "FAILURE"), ("07", "ok"), ("07", "Critical")]
        .iter()
        .enumerate()
        .map(|(hour, (day, word))| {
            json!({"timestamp": format!("2025-09-{day}T0{hour}:00:00Z"), "asset_id": "vm", "status": word})
        })
        .collect();
    leave(&app, &ada, "backups", "/api/v1/ingest/backups", &runs).await;
    let _workers = app.workers();

    let day = by_every_road(&app, &ada, &json!({"kind": "availability", "day": "2025-09-01"})).await;
    let ReportBody::Availability(body) = day.body else { panic!("{day:?}") };
    let counts = StatusCounts { ok: 4, degraded: 1, failed: 4, unknown: 1 };
    // Four failures of a budget of five.
    assert_eq!((body.services[0].samples, body.services[0].final_score), (counts, Some(0.6)));

    let week = json!({"kind": "resilience", "until": "2025-09-07T14:00:00Z"});
    let week = by_every_road(&app, &ada, &week).await;
    let ReportBody::Resilience(body) = week.body else { panic!("{week:?}") };
    assert_eq!((body.assets[0].total_runs, body.assets[0].successful_runs), (4, 2));
    // The newest success is half as old as its target allows, and half of the runs succeeded.
    assert_eq!(body.assets[0].final_score, 0.6 * 0.5 + 0.4 * 0.5);
}

#[tokio::test]
async fn the_command_line_has_no_more_time_than_a_job() {
    let app = App::start().await;
    given::so_much(&*app.state.store).await;
    let error = analyze(&app.without_time(), draft(&given::all_of_it())).await.unwrap_err().to_string();
    assert!(error.starts_with("timeout: the analysis took longer than"), "{error}");
}
