//! Assets, and the days that hold data.

use api::Code;
use model::Role;
use serde_json::{Value, json};

use crate::{given, harness::App};

#[tokio::test]
async fn assets_are_put_found_and_removed() {
    let app = App::start().await;
    let ada = app.admin().await;
    let vera = app.user(&ada, "vera", Role::Viewer).await;
    let web =
        json!({"display_name": "Front page", "asset_type": "service", "service_type": "web_service", "tags": ["shop"]});
    let answer = ada.put("/api/v1/assets/nginx%2Fweb", &web).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let expected = json!({
        "asset_id": "nginx/web", "display_name": "Front page", "asset_type": "service", "service_type": "web_service", "tags": ["shop"],
    });
    assert_eq!(answer.json(), expected);
    assert_eq!(ada.put("/api/v1/assets/nginx%2Fweb", &web).await.status, 200);
    ada.put("/api/v1/assets/vm-101", &json!({"display_name": "Files", "asset_type": "vm"})).await;
    let plain = json!({"display_name": "Plain", "asset_type": "service"});
    assert_eq!(ada.put("/api/v1/assets/plain", &plain).await.json()["service_type"], "default");
    for (query, expected) in [
        ("", 3),
        ("?asset_type=service", 2),
        ("?service_type=web_service", 1),
        ("?q=FRONT", 1),
        ("?q=vm-", 1),
        ("?q=.*", 0),
        ("?asset_type=vm&q=plain", 0),
    ] {
        let found = vera.get(&format!("/api/v1/assets{query}")).await.items();
        assert_eq!(found.len(), expected, "{query}");
    }
    assert_eq!(ada.delete("/api/v1/assets/nginx%2Fweb").await.status, 204);
    ada.delete("/api/v1/assets/nginx%2Fweb").await.problem(Code::NotFound);
    for (action, count) in [("asset_changed", 4), ("asset_removed", 1)] {
        assert_eq!(ada.trail(&format!("action={action}")).await.len(), count, "{action}");
    }
}

#[tokio::test]
async fn bad_assets_name_their_faults() {
    let app = App::start().await;
    let ada = app.admin().await;
    for (body, places) in [
        (json!({}), vec!["/display_name", "/asset_type"]),
        (json!({"display_name": "", "asset_type": "lamp"}), vec!["/display_name", "/asset_type"]),
        (json!({"display_name": "x", "asset_type": "vm", "service_type": "mail"}), vec!["/service_type"]),
        (json!({"display_name": "x", "asset_type": "vm", "tags": ["a", 5, "b", "\n"]}), vec!["/tags/1", "/tags/3"]),
        (json!({"display_name": "x", "asset_type": "vm", "tags": null, "name": "y"}), vec!["/tags", "/name"]),
    ] {
        assert_eq!(ada.put("/api/v1/assets/a", &body).await.faults(), places, "{body}");
    }
    assert_eq!(ada.get("/api/v1/assets?asset_type=lamp&colour=red").await.faults().len(), 2);
}

#[tokio::test]
async fn coverage_names_the_days_and_hours_and_is_kept_until_data_come() {
    let app = App::start().await;
    let ada = app.admin().await;
    let path = "/api/v1/coverage?kind=availability";
    assert_eq!(ada.get(path).await.json(), json!({"timezone": "UTC", "days": []}));
    given::a_bad_day(&app).await;
    assert_eq!(ada.get(path).await.json()["days"], json!([]), "what was found a moment ago");
    app.state.coverages.forget();
    let day = ada.get(path).await.json()["days"][0].clone();
    assert_eq!((&day["day"], &day["count"]), (&json!("2025-09-01"), &json!(48)));
    assert_eq!(day["hours"][3], json!({"start": "2025-09-01T03:00:00Z", "count": 2}));
    given::a_bad_night(&app).await;
    let nights = ada.get("/api/v1/coverage?kind=resilience").await.json();
    let days: Vec<&Value> = nights["days"].as_array().unwrap().iter().map(|day| &day["day"]).collect();
    assert_eq!((days.len(), days[0]), (7, &json!("2025-09-01")));
    let problem = ada.get("/api/v1/coverage").await.problem(Code::Invalid);
    assert_eq!(problem.errors[0].message, "kind is missing");
}
