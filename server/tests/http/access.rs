//! Who may call what: every route of the table, as nobody, with a worn-out token, as viewer and as admin.

use api::Code;
use axum::http::Method;
use chrono::Duration;
use model::Role;
use serde_json::json;
use server::routes::{Access, endpoints};

use crate::harness::{App, Visitor};

/// Calls every route that the table gives a certain access, with a body that none of them takes.
async fn call_all(visitor: &Visitor<'_>, access: Access) -> Vec<(String, u16)> {
    let mut answers = Vec::new();
    for endpoint in endpoints().into_iter().filter(|endpoint| endpoint.access == access) {
        let path = endpoint.path.replace("{id}", "unknown");
        let body = (endpoint.method != Method::GET).then(|| "[]".to_owned());
        let answer = visitor.send(endpoint.method.clone(), &path, body, &[]).await;
        answers.push((format!("{} {path}", endpoint.method), answer.status.as_u16()));
    }
    assert!(!answers.is_empty(), "the table has routes with {access:?}");
    answers
}

async fn check_all(visitor: &Visitor<'_>, access: Access, expected: u16) {
    for (route, status) in call_all(visitor, access).await {
        assert_eq!(status, expected, "{route} as {access:?}");
    }
}

#[tokio::test]
async fn nobody_gets_past_a_sign_in() {
    let app = App::start().await;
    app.admin().await;
    for access in [Access::SignedIn, Access::Admin, Access::Scraper, Access::RefreshToken] {
        check_all(&app.nobody(), access, 401).await;
    }
}

#[tokio::test]
async fn a_worn_out_token_is_no_sign_in() {
    let app = App::start().await;
    let admin = app.admin().await.as_script();
    app.wait(Duration::minutes(11));
    for access in [Access::SignedIn, Access::Admin] {
        check_all(&admin, access, 401).await;
    }
}

#[tokio::test]
async fn a_viewer_is_refused_where_admins_work() {
    let app = App::start().await;
    let admin = app.admin().await;
    let viewer = app.user(&admin, "vera", Role::Viewer).await;
    check_all(&viewer, Access::Admin, 403).await;
    let denied = admin.trail("action=access_denied&limit=1000").await.len();
    assert_eq!(denied, call_all(&viewer, Access::Admin).await.len(), "each refusal is written down");
}

#[tokio::test]
async fn a_refusal_is_written_down_however_long_the_address_is() {
    let app = App::start().await;
    let admin = app.admin().await;
    let viewer = app.user(&admin, "vera", Role::Viewer).await;
    viewer.delete(&format!("/api/v1/users/{}", "x".repeat(60_000))).await.problem(Code::Forbidden);
    let trail = admin.trail("action=access_denied").await;
    let object = trail[0]["object"].as_str().unwrap();
    assert!(object.starts_with("DELETE /api/v1/users/xxx") && object.len() == 1000, "{}", object.len());
}

#[tokio::test]
async fn a_viewer_fills_the_trail_no_faster_than_anybody_writes() {
    let app = App::start().await;
    let admin = app.admin().await;
    let viewer = app.user(&admin, "vera", Role::Viewer).await;
    // Signing in was a write, too.
    app.wait(Duration::seconds(1));
    for _ in 0..25 {
        viewer.get("/api/v1/users").await.problem(Code::Forbidden);
        viewer.post("/api/v1/ingest/samples", &json!([])).await.problem(Code::Forbidden);
    }
    viewer.get("/api/v1/users").await.problem(Code::TooManyRequests);
    viewer.post("/api/v1/ingest/samples", &json!([])).await.problem(Code::TooManyRequests);
    viewer.get("/api/v1/reports/unknown/export?format=csv").await.problem(Code::TooManyRequests);
    assert_eq!(viewer.get("/api/v1/jobs").await.status, 200);
}

#[tokio::test]
async fn those_who_may_are_let_through() {
    let app = App::start().await;
    let admin = app.admin().await;
    let _vera = app.user(&admin, "vera", Role::Viewer).await;
    for endpoint in endpoints() {
        // Signing out comes among the others and ends the sign-in, so each route gets one of its own.
        let name = match endpoint.access {
            Access::SignedIn => "vera",
            Access::Admin => "ada",
            _ => continue,
        };
        let visitor = app.sign_in(name, crate::harness::PASSWORD).await;
        // Both writes of each route pass.
        app.wait(Duration::milliseconds(400));
        let path = endpoint.path.replace("{id}", "unknown");
        let body = (endpoint.method != Method::GET).then(|| "[]".to_owned());
        let status = visitor.send(endpoint.method.clone(), &path, body, &[]).await.status.as_u16();
        assert!(![401, 403].contains(&status) && status < 500, "{} {path}: {status}", endpoint.method);
    }
}

#[tokio::test]
async fn a_change_of_role_counts_on_the_next_request() {
    let app = App::start().await;
    let admin = app.admin().await;
    let vera = app.user(&admin, "vera", Role::Viewer).await.as_script();
    let path = vera.account().await;
    vera.get("/api/v1/users").await.problem(Code::Forbidden);
    admin.patch(&path, &json!({"role": "admin"})).await;
    assert_eq!(vera.get("/api/v1/users").await.status, 200);
    admin.patch(&path, &json!({"role": "viewer"})).await;
    vera.get("/api/v1/users").await.problem(Code::Forbidden);
    assert_eq!(admin.delete(&path).await.status, 204);
    vera.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
}
