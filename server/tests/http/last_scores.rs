//! The last scores that `/metrics` tells.

use model::SampleStatus;
use serde_json::json;

use crate::{
    given::{self, at},
    harness::App,
};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn what_the_newest_report_leaves_out_keeps_its_last_score() {
    let app = App::start_with(&[("VEDETTA_METRICS_TOKEN", TOKEN)]).await;
    let ada = app.admin().await;
    given::a_bad_day(&app).await;
    let failed = given::sample("orders-db", at("2025-09-02T08:00:00Z"), SampleStatus::Failed);
    app.state.store.add_samples(&[failed]).await.unwrap();
    let _workers = app.workers();
    let says = async |line: &str| {
        let metrics = app.nobody().with_bearer(TOKEN).get("/metrics").await.text;
        assert!(metrics.contains(line), "{line} is not in {metrics}");
    };
    let web = r#"vedetta_last_score{kind="availability",asset="web"} 0.8"#;
    ada.analyze(&json!({"kind": "availability", "day": "2025-09-01"})).await;
    says(web).await;
    says(r#"vedetta_last_score{kind="availability",asset="orders-db"} 1.0"#).await;
    app.wait(chrono::Duration::seconds(1));
    let services = json!([{"service_id": "orders-db", "error_budget": 1}]);
    let wish = json!({"kind": "availability", "day": "2025-09-02", "services": services});
    let newest = ada.analyze(&wish).await;
    says(web).await;
    says(r#"vedetta_last_score{kind="availability",asset="orders-db"} 0.5"#).await;
    says(r#"vedetta_last_aggregated_score{kind="availability"} 0.5"#).await;
    ada.delete(&format!("/api/v1/reports/{}", newest["id"].as_str().unwrap())).await;
    says(r#"vedetta_last_score{kind="availability",asset="orders-db"} 1.0"#).await;
    says(r#"vedetta_database_connections{state="in_use"}"#).await;
}

#[tokio::test]
async fn an_id_with_quotes_breaks_no_line() {
    let app = App::start_with(&[("VEDETTA_METRICS_TOKEN", TOKEN)]).await;
    let ada = app.admin().await;
    let failed = given::sample(r#"a"b\c"#, at("2025-09-01T08:00:00Z"), SampleStatus::Failed);
    app.state.store.add_samples(&[failed]).await.unwrap();
    let _workers = app.workers();
    ada.analyze(&json!({"kind": "availability", "day": "2025-09-01"})).await;
    let metrics = app.nobody().with_bearer(TOKEN).get("/metrics").await.text;
    let line = r#"vedetta_last_score{kind="availability",asset="a\"b\\c"} 0.9"#;
    assert!(metrics.contains(line), "{line} is not in {metrics}");
}
