//! Reports as files by HTTP: what goes out comes back, and what is no report leaves no trace.

use api::Code;
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use model::Role;
use serde_json::{Value, json};

use crate::harness::{App, Visitor};

const IMPORT: &str = "/api/v1/reports/import";

fn file() -> Value {
    json!({
        "analysis_timestamp": "2025-05-04T10:30:00Z",
        "analysis_dates": ["2025-05-01"],
        "configuration": {"service_error_budgets": {"=nginx": 5}, "service_weights": {"=nginx": 8}},
        "services": {"=nginx": {
            "service_id": "=nginx", "error_budget": 5, "weight": 8, "final_score": 12.5, "final_status": "GOOD",
            "total_failures": 1,
            "detailed_metrics": [
                {"timestamp": "2025-05-01T09:00:00Z", "cumulative_failures": 1, "score": 0.9, "status_type": "GOOD"}
            ],
        }},
        "summary": {"aggregated_score": 12.5, "total_services": 1, "services_by_status": {"GOOD": 1}},
    })
}

/// Imports a file; gives where its report is.
async fn import(visitor: &Visitor<'_>, file: &Value) -> String {
    let answer = visitor.post(IMPORT, file).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    assert_eq!(answer.header("location"), format!("/api/v1/reports/{}", answer.json()["id"].as_str().unwrap()));
    answer.header("location").to_owned()
}

#[tokio::test]
async fn what_goes_out_comes_back() {
    let app = App::start().await;
    let admin = app.admin().await;
    let report = import(&admin, &file()).await;
    let kept = admin.get(&report).await.json();
    assert_eq!(
        (&kept["origin"], &kept["score"], &kept["created_by"]),
        (&json!("import"), &json!(0.125), &json!("ada"))
    );
    let answer = admin.get(&format!("{report}/export")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let name = "attachment; filename=\"cumulative_availability_analysis_20250504_103000.json\"";
    assert_eq!(answer.header("content-disposition"), name);
    let mut exported = answer.json();
    let again = import(&admin, &exported).await;
    let mut second = admin.get(&format!("{again}/export?format=json")).await.json();
    for file in [&mut exported, &mut second] {
        file["vedetta"]["report_id"].take();
    }
    assert_eq!(exported, second);
    assert_eq!(exported["services"], {
        let mut services = file()["services"].clone();
        services["=nginx"]["vedetta"] = exported["services"]["=nginx"]["vedetta"].clone();
        services
    });
}

#[tokio::test]
async fn a_viewer_takes_reports_out_and_brings_none_in() {
    let app = App::start().await;
    let admin = app.admin().await;
    let report = import(&admin, &file()).await;
    let viewer = app.user(&admin, "vera", Role::Viewer).await;
    let answer = viewer.get(&format!("{report}/export?format=csv")).await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(
        answer.text.contains("\r\n\"'=nginx\",\"'=nginx\",,5,8,2025-05-01T09:00:00Z,1,0.9,GOOD\r\n"),
        "{}",
        answer.text
    );
    viewer.post(IMPORT, &file()).await.problem(Code::Forbidden);
    viewer.get(&format!("{report}/export?format=xml")).await.problem(Code::Invalid);
    viewer.get("/api/v1/reports/..%2F..%2Fetc%2Fpasswd/export").await.problem(Code::NotFound);
    let told = viewer.send(Method::HEAD, &format!("{report}/export?format=csv"), None, &[]).await;
    assert_eq!((told.status.as_u16(), told.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(told.header("content-disposition").ends_with(".csv\""), "{:?}", told.headers);
    let trail = admin.trail("").await;
    let seen: Vec<(&str, &str)> = trail
        .iter()
        .map(|row| (row["action"].as_str().unwrap(), row["user"].as_str().unwrap()))
        .filter(|(action, _)| action.starts_with("report_"))
        .collect();
    assert_eq!(seen, [("report_exported", "vera"), ("report_imported", "ada")]);
}

#[tokio::test]
async fn what_is_no_report_is_refused_and_leaves_nothing() {
    let app = App::start().await;
    let admin = app.admin().await;
    let mut wrong = file();
    wrong["services"]["=nginx"]["error_budget"] = json!(51);
    let problem = admin.post(IMPORT, &wrong).await.problem(Code::Invalid);
    assert_eq!(problem.errors[0].pointer, "/services/=nginx/error_budget");
    assert!(problem.errors[0].message.contains("at line 1 column"), "{:?}", problem.errors);
    let whole = file().to_string();
    for (body, code) in [
        (Vec::new(), Code::BadRequest),
        (b"\x7fELF\x00\x01".to_vec(), Code::BadRequest),
        (b"\xef\xbb\xbf{}".to_vec(), Code::BadRequest),
        (whole.as_bytes()[..whole.len() - 1].to_vec(), Code::BadRequest),
        (whole.replace("0.9", "NaN").into_bytes(), Code::BadRequest),
        (whole.replace("=nginx", "\u{0}").into_bytes(), Code::BadRequest),
        ("[".repeat(200_000).into_bytes(), Code::Invalid),
        (b"[]".to_vec(), Code::Invalid),
        (b"{}".to_vec(), Code::Invalid),
    ] {
        let answer = admin.send_body(Method::POST, IMPORT, Some(body.into()), &[]).await;
        answer.problem(code);
    }
    let csv = [("content-type", "text/csv")];
    admin.send(Method::POST, IMPORT, Some("a,b".into()), &csv).await.problem(Code::WrongContentType);
    let parts = futures_util::stream::iter((0..65).map(|_| Ok::<_, std::convert::Infallible>(vec![b' '; 1 << 20])));
    let answer = admin.send_body(Method::POST, IMPORT, Some(Body::from_stream(parts)), &[]).await;
    answer.problem(Code::TooLarge);
    assert!(admin.get("/api/v1/reports").await.items().is_empty());
}
