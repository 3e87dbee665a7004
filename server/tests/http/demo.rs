//! The demo data by HTTP: they come with one call and go with one, and touch nothing else.

use api::Code;
use serde_json::json;

use crate::harness::App;

const DEMO: &str = "/api/v1/demo";

#[tokio::test]
async fn the_demo_comes_and_goes_and_leaves_everything_else() {
    let app = App::start().await;
    let admin = app.admin().await;
    let own = json!({"display_name": "Own", "asset_type": "vm", "tags": ["demo"]});
    assert!(admin.put("/api/v1/assets/own-vm", &own).await.status.is_success());
    let sample = json!([{"timestamp": "2025-06-01T00:00:00Z", "service_id": "own", "status": "ok"}]);
    admin.post("/api/v1/ingest/samples", &sample).await;
    let loaded = admin.post(DEMO, &json!(null)).await;
    assert_eq!(loaded.status, 200, "{}", loaded.text);
    assert_eq!(loaded.json()["assets"], 68);
    let samples = loaded.json()["samples"].as_u64().unwrap();
    assert!((300_000..400_000).contains(&samples), "{samples}");
    assert_eq!(admin.get("/api/v1/assets?limit=1000").await.items().len(), 69);
    // What people do to its assets does not make them their own.
    let renamed = json!({"display_name": "Renamed", "asset_type": "service", "service_type": "database", "tags": []});
    assert_eq!(admin.put("/api/v1/assets/orders-db", &renamed).await.status, 200);
    assert_eq!(admin.delete("/api/v1/assets/shop-web").await.status, 204);
    assert_eq!(admin.delete(DEMO).await.status, 204);
    let left = admin.get("/api/v1/assets").await.items();
    assert_eq!((left.len(), &left[0]["asset_id"]), (1, &json!("own-vm")));
    assert_eq!(app.state.store.sampled_services().await.unwrap().len(), 1, "only one's own are left");
    assert_eq!(app.state.store.backed_up_assets().await.unwrap(), []);
    assert_eq!(admin.trail("action=data_removed").await[0]["object"], "demo: 67 assets and their data");
    let own = json!([{"timestamp": "2025-06-01T00:00:00Z", "service_id": "orders-db", "status": "ok"}]);
    admin.post("/api/v1/ingest/samples", &own).await;
    assert_eq!(admin.delete(DEMO).await.status, 204);
    assert_eq!(app.state.store.sampled_services().await.unwrap().len(), 2, "without the demo its names are free");
}

#[tokio::test]
async fn the_demo_takes_nobody_elses_name() {
    let app = App::start().await;
    let admin = app.admin().await;
    let sample = json!([{"timestamp": "2025-06-01T00:00:00Z", "service_id": "orders-db", "status": "ok"}]);
    admin.post("/api/v1/ingest/samples", &sample).await;
    let problem = admin.post(DEMO, &json!(null)).await.problem(Code::Conflict);
    assert!(problem.detail.contains("the demo needs the name orders-db"), "{}", problem.detail);
    assert_eq!(admin.delete(DEMO).await.status, 204);
    assert_eq!(app.state.store.sampled_services().await.unwrap().len(), 1);
}
