//! Assets, samples and backup runs by HTTP: good rows are kept, bad ones named, and nothing that is sent breaks anything.

use api::Code;
use axum::{body::Body, http::Method};
use futures_util::StreamExt;
use model::{AssetId, Window};
use serde_json::{Value, json};
use store::{Selection, ServiceSamples};

use crate::harness::{Answer, App, PASSWORD, Visitor};

const ASSETS: &str = "/api/v1/ingest/assets";
const SAMPLES: &str = "/api/v1/ingest/samples";
const BACKUPS: &str = "/api/v1/ingest/backups";
const JSON: (&str, &str) = ("content-type", "application/json");
const LINES: (&str, &str) = ("content-type", "application/x-ndjson");
const CSV: (&str, &str) = ("content-type", "text/csv; charset=utf-8");

fn sample(service: &str, minute: usize, status: &str) -> Value {
    let (day, hour, minute) = (1 + minute / 1440, minute / 60 % 24, minute % 60);
    let timestamp = format!("2025-09-{day:02}T{hour:02}:{minute:02}:00Z");
    json!({"timestamp": timestamp, "service_id": service, "status": status})
}

async fn send(visitor: &Visitor<'_>, path: &str, kind: (&str, &str), body: impl Into<Body>) -> Answer {
    visitor.send_body(Method::POST, path, Some(body.into()), &[kind]).await
}

async fn kept(app: &App) -> Vec<ServiceSamples> {
    let moment = |text: &str| text.parse().unwrap();
    let window = Window::new(moment("2025-09-01T00:00:00Z"), moment("2025-10-01T00:00:00Z")).unwrap();
    app.state.store.read_samples(Selection { window, only: None }).await.unwrap().found
}

#[tokio::test]
async fn good_rows_are_kept_and_bad_ones_named() {
    let app = App::start().await;
    let admin = app.admin().await;
    let rows = json!([
        sample("nginx_web", 0, "UP"),
        {"timestamp": "yesterday", "service_id": "nginx_web", "status": "ok"},
        sample("nginx_web", 1, "failed"),
        {"timestamp": "2025-09-01T00:02:00Z", "service_id": {"$gt": ""}, "state": "ok"},
    ]);
    for _ in 0..2 {
        let outcome = admin.post(SAMPLES, &rows).await.json();
        assert_eq!((&outcome["accepted"], &outcome["rejected"]), (&json!(2), &json!(2)), "the same row twice is one");
        assert_eq!(outcome["errors"][0]["index"], 1);
        assert_eq!(outcome["errors"][1]["index"], 3);
        let message = outcome["errors"][1]["message"].as_str().unwrap();
        assert!(message.contains("state is not a known field; did you mean status?"), "{message}");
        assert!(message.contains("service_id must be a text"), "{message}");
    }
    let kept = kept(&app).await;
    assert_eq!((kept.len(), kept[0].counts.total(), kept[0].failures.len()), (1, 2, 1));
}

#[tokio::test]
async fn assets_come_many_at_once_and_are_written_down() {
    let app = App::start().await;
    let admin = app.admin().await;
    let sheet = "asset_id,display_name,asset_type\nvm-101,Files,vm\nvm-102,,castle\nshop,Shop,service\n";
    let outcome = send(&admin, ASSETS, CSV, sheet).await.json();
    assert_eq!((&outcome["accepted"], &outcome["errors"][0]["index"]), (&json!(2), &json!(1)));
    assert_eq!(admin.get("/api/v1/assets").await.items().len(), 2);
    let plain = admin.get("/api/v1/assets?service_type=default").await.items();
    assert_eq!(plain[0]["asset_id"], "shop", "a service of no type is one of the default");
    assert_eq!(imports(&admin).await, ["assets"]);
}

/// What the trail says was brought in, the newest first.
async fn imports(visitor: &Visitor<'_>) -> Vec<String> {
    let trail = visitor.trail("action=data_imported").await;
    trail.iter().map(|row| row["object"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_collectors_send_is_written_down_once_an_hour_and_sender() {
    let app = App::start().await;
    let (admin, script) = (app.admin().await, app.sign_in("ada", PASSWORD).await);
    for sender in [&admin, &admin, &script] {
        sender.post(SAMPLES, &json!([sample("a", 0, "ok")])).await;
    }
    admin.post(BACKUPS, &json!([{"timestamp": "yesterday"}])).await;
    let samples = "samples (further ones of this hour are not listed)";
    assert_eq!(imports(&admin).await, [samples; 2], "one for each address; what keeps nothing is no import");
    app.wait(chrono::Duration::minutes(61));
    let script = app.sign_in("ada", PASSWORD).await;
    script.post(SAMPLES, &json!([sample("a", 0, "ok")])).await;
    assert_eq!(imports(&script).await, [samples; 3]);
}

#[tokio::test]
async fn what_breaks_off_says_what_was_kept_and_the_trail_knows_of_it() {
    let app = App::start().await;
    let admin = app.admin().await;
    // Lines that are nearly as long as a row may be, until there are too many.
    let line = |minute| format!("{}{}\n", sample("a", minute, "ok"), " ".repeat(60_000));
    let parts =
        futures_util::stream::iter((0..1200).map(move |minute| Ok::<_, std::convert::Infallible>(line(minute))));
    let answer = send(&admin, SAMPLES, LINES, Body::from_stream(parts)).await;
    let kept = kept(&app).await[0].counts.total();
    assert!(kept > 1000, "{kept}");
    let detail = answer.problem(Code::TooLarge).detail;
    assert!(detail.ends_with(&format!("; of the {kept} rows before, {kept} were accepted")), "{detail}");
    assert_eq!(imports(&admin).await.len(), 1);
}

#[tokio::test]
async fn lines_and_sheets_are_taken_too() {
    let app = App::start().await;
    let script = app.admin().await.as_script();
    let lines = format!("{}\n\n{}\r\n", sample("a", 0, "ok"), sample("a", 1, "down"));
    assert_eq!(send(&script, SAMPLES, LINES, lines).await.json()["accepted"], 2);
    let sheet = "timestamp,service_id,status\n2025-09-01T00:00:00Z,b,warn\n";
    assert_eq!(send(&script, SAMPLES, CSV, sheet).await.json()["accepted"], 1);
    let ids: Vec<AssetId> = kept(&app).await.into_iter().map(|samples| samples.service_id).collect();
    assert_eq!(ids.iter().map(AssetId::as_str).collect::<Vec<_>>(), ["a", "b"]);
    let run = r#"{"timestamp":"2025-09-01T02:00:00Z","asset_id":"vm-101","status":"Success","size_bytes":5}"#;
    let outcome = send(&script, BACKUPS, LINES, format!("{run}\n{run}\n{{}}\n")).await.json();
    assert_eq!((&outcome["accepted"], &outcome["rejected"]), (&json!(2), &json!(1)));
    assert_eq!(app.state.store.backed_up_assets().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_large_body_is_kept_in_parts() {
    let app = App::start().await;
    let admin = app.admin().await;
    let rows: Vec<String> = (0..25_000).map(|minute| sample("a", minute, "ok").to_string()).collect();
    let outcome = send(&admin, SAMPLES, LINES, rows.join("\n")).await.json();
    assert_eq!((&outcome["accepted"], &outcome["rejected"]), (&json!(25_000), &json!(0)));
    assert_eq!(kept(&app).await[0].counts.total(), 25_000);
}

#[tokio::test]
async fn rows_with_long_messages_are_kept_before_all_have_come() {
    let app = App::start().await;
    let admin = app.admin().await;
    let line = |minute| {
        let mut row = sample("a", minute, "ok");
        row["message"] = "m".repeat(4096).into();
        format!("{row}\n")
    };
    let store = app.state.store.clone();
    let parts = futures_util::stream::iter(0..1500).then(move |minute| {
        let (store, line) = (store.clone(), line(minute));
        async move {
            if minute == 1499 {
                assert_ne!(store.newest_sample().await.unwrap(), None);
            }
            Ok::<_, std::convert::Infallible>(line)
        }
    });
    assert_eq!(send(&admin, SAMPLES, LINES, Body::from_stream(parts)).await.json()["accepted"], 1500);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_breaks_nothing() {
    let app = App::start().await;
    let admin = app.admin().await;
    for (kind, body) in [
        (JSON, Vec::new()),
        (JSON, b"{}".to_vec()),
        (JSON, b"[".to_vec()),
        (JSON, b"\xef\xbb\xbf[]".to_vec()),
        (LINES, b"\xef\xbb\xbf{}".to_vec()),
        (JSON, b"\xff\xfe[".to_vec()),
        (JSON, vec![0; 1000]),
        (CSV, Vec::new()),
        (CSV, b"when,who\n".to_vec()),
    ] {
        let answer = send(&admin, SAMPLES, kind, body.clone()).await;
        let problem = answer.problem(Code::BadRequest);
        assert!(problem.detail.starts_with("the rows cannot be read: "), "{body:.20?}: {}", problem.detail);
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
        send(&admin, SAMPLES, ("content-type", kind), "[]").await.problem(Code::WrongContentType);
    }
    for path in [SAMPLES, "/api/v1/analyses"] {
        let headers = [JSON, ("content-encoding", "gzip")];
        let answer = admin.send_body(Method::POST, path, Some(Body::from("[]")), &headers).await;
        answer.problem(Code::WrongContentType);
    }
}

#[tokio::test]
async fn bad_rows_of_every_kind_are_counted_and_never_kept() {
    let app = App::start().await;
    let admin = app.admin().await;
    let with = |field: &str, value: &str| {
        let row = sample("a", 0, "ok");
        row.to_string().replace(&row[field].to_string(), value)
    };
    let rows = [
        with("status", "NaN"),
        with("status", "null"),
        with("service_id", "\"a\\u0000\""),
        with("service_id", "\"\\ud800\""),
        with("service_id", &format!("\"{}\"", "x".repeat(70_000))),
        with("timestamp", "\"9999-12-31T23:59:59Z\""),
        with("timestamp", "1e999"),
        "[".repeat(200_000) + &"]".repeat(200_000),
        "7".into(),
    ];
    let good = sample("a", 7, "ok").to_string();
    let body = format!("[{good},{},{good}]", rows.join(","));
    let outcome = send(&admin, SAMPLES, JSON, body).await.json();
    assert_eq!((&outcome["accepted"], &outcome["rejected"]), (&json!(2), &json!(rows.len())), "{outcome}");
    let mut lines: Vec<u8> = rows.join("\n").into();
    lines.extend_from_slice(b"\n{\"service_id\": \"\xff\"}\n");
    let outcome = send(&admin, SAMPLES, LINES, lines).await.json();
    assert_eq!((&outcome["accepted"], &outcome["rejected"]), (&json!(0), &json!(rows.len() + 1)), "{outcome}");
    assert_eq!(kept(&app).await[0].counts.total(), 1);
}

#[tokio::test]
async fn a_cut_off_array_keeps_the_rows_before() {
    let app = App::start().await;
    let admin = app.admin().await;
    let row = sample("a", 0, "ok").to_string();
    let outcome = send(&admin, SAMPLES, JSON, format!("[{row},{}", &row[..20])).await.json();
    assert_eq!(
        outcome,
        json!({"accepted": 1, "rejected": 1, "errors": [{"index": 1, "message": "the row is cut off: the array ends within it"}]})
    );
}

#[tokio::test]
async fn too_much_is_refused() {
    let app = App::start().await;
    let admin = app.admin().await;
    let announced = [JSON, ("content-length", "67108865")];
    admin.send(Method::POST, SAMPLES, Some("[]".into()), &announced).await.problem(Code::TooLarge);
    let parts = futures_util::stream::iter((0..65).map(|_| Ok::<_, std::convert::Infallible>(vec![b' '; 1 << 20])));
    send(&admin, SAMPLES, JSON, Body::from_stream(parts)).await.problem(Code::TooLarge);
}

#[tokio::test]
async fn without_a_database_the_rows_are_to_be_sent_again() {
    let app = App::start().await;
    let admin = app.admin().await;
    // The sign-in is found first, and the database ends while the rows come.
    let store = app.state.store.clone();
    let row = sample("a", 0, "ok").to_string();
    let parts = futures_util::stream::once(async move {
        store.close().await;
        Ok::<_, std::convert::Infallible>(format!("[{row}]"))
    });
    let answer = send(&admin, SAMPLES, JSON, Body::from_stream(parts)).await;
    assert_eq!(answer.header("retry-after"), "5");
    answer.problem(Code::Unavailable);
}

#[tokio::test]
async fn a_steady_stream_of_batches_is_not_slowed() {
    let app = App::start().await;
    let admin = app.admin().await;
    for minute in 0..200 {
        let answer = admin.post(SAMPLES, &json!([sample("a", minute, "ok")])).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}
