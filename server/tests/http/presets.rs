//! Saved configurations, alone and under the fields of an analysis.

use api::Code;
use model::Role;
use serde_json::json;

use crate::{given, harness::App};

#[tokio::test]
async fn presets_are_saved_used_and_removed() {
    let app = App::start().await;
    let ada = app.admin().await;
    let vera = app.user(&ada, "vera", Role::Viewer).await;
    given::a_bad_day(&app).await;
    let path = "/api/v1/presets/Monday%2Fweb%20%C3%B9";
    let configuration = json!({
        "kind": "availability",
        "day": "2025-09-01",
        "services": [{"service_id": "web", "error_budget": 2, "weight": 9}],
    });
    let answer = ada.put(path, &json!({"configuration": configuration})).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["name"]), (201, &json!("Monday/web ù")));
    assert_eq!(ada.put(path, &json!({"configuration": configuration})).await.status, 200);
    let preset = vera.get(path).await.json();
    assert_eq!((&preset["configuration"], &preset["changed_by"]), (&configuration, &json!("ada")));
    assert_eq!(vera.get("/api/v1/presets").await.items(), [preset]);

    let _workers = app.workers();
    let report = ada.analyze(&json!({"preset": "Monday/web ù"})).await;
    assert_eq!((&report["total"], &report["services"][0]["error_budget"]), (&json!(1), &json!(2)));
    assert_eq!(report["score"], 0.5, "two failures of two");
    let over = json!({"kind": "availability", "preset": "Monday/web ù", "services": [{"service_id": "orders-db"}]});
    let report = ada.analyze(&over).await;
    assert_eq!(report["window"]["start"], "2025-09-01T00:00:00Z", "the day is the preset's");
    assert_eq!(report["services"][0]["service_id"], "orders-db", "the services are those that were asked for");
    let other_kind = json!({"kind": "resilience", "preset": "Monday/web ù", "until": "latest"});
    assert_eq!(ada.post("/api/v1/analyses", &other_kind).await.faults(), ["/preset"]);

    let by_key = async || {
        let wish = json!({"preset": "Monday/web ù"}).to_string();
        let headers = [("idempotency-key", "once")];
        ada.send(axum::http::Method::POST, "/api/v1/analyses", Some(wish), &headers).await.json()["id"].clone()
    };
    let first = by_key().await;
    vera.put(path, &json!({"configuration": configuration})).await.problem(Code::Forbidden);
    assert_eq!(ada.delete(path).await.status, 204);
    assert_eq!(by_key().await, first, "the first job is known without its preset");
    ada.delete(path).await.problem(Code::NotFound);
    vera.get(path).await.problem(Code::NotFound);
    for (action, count) in [("preset_changed", 2), ("preset_removed", 1)] {
        assert_eq!(ada.trail(&format!("action={action}")).await.len(), count, "{action}");
    }
}

#[tokio::test]
async fn bad_presets_name_their_faults() {
    let app = App::start().await;
    let ada = app.admin().await;
    let wrong = json!({"configuration": {"kind": "availability", "services": [{"service_id": "a", "weight": 11}]}});
    assert_eq!(ada.put("/api/v1/presets/a", &wrong).await.faults(), ["/configuration/services/0/weight"]);
    for body in [json!({}), json!({"configuration": 5})] {
        assert_eq!(ada.put("/api/v1/presets/a", &body).await.faults(), ["/configuration"]);
    }
    let right = json!({"configuration": {"kind": "availability"}});
    for name in ["%00", "a%0Ab", &"x".repeat(257)] {
        ada.put(&format!("/api/v1/presets/{name}"), &right).await.problem(Code::BadRequest);
    }
}
