//! What every answer has in common: problems for errors, headers, ids, limits.

use api::Code;
use axum::http::Method;
use chrono::Duration;
use serde_json::json;
use server::routes::endpoints;

use crate::harness::{Answer, App};

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_problems() {
    let app = App::start().await;
    let visitor = app.nobody();
    visitor.get("/api/nope").await.problem(Code::NotFound);
    visitor.get("/api/v1/users/1/nope").await.problem(Code::NotFound);
    visitor.get("/api").await.problem(Code::NotFound);
    visitor.delete("/api/v1/setup").await.problem(Code::MethodNotAllowed);
    visitor.post("/healthz", &json!({})).await.problem(Code::MethodNotAllowed);
}

#[tokio::test]
async fn bad_bodies_name_what_is_wrong() {
    let app = App::start().await;
    let visitor = app.nobody();
    let login = "/api/v1/auth/login";
    for (body, code) in [
        ("", Code::BadRequest),
        ("{", Code::BadRequest),
        ("[]", Code::BadRequest),
        ("\u{feff}{}", Code::BadRequest),
        (&"[".repeat(4000), Code::BadRequest),
        ("{}", Code::Invalid),
        (r#"{"username": {"$gt": ""}, "password": ["x"]}"#, Code::Invalid),
        (r#"{"username": null, "password": 1e3}"#, Code::Invalid),
    ] {
        let answer = visitor.send(Method::POST, login, Some(body.into()), &[]).await;
        let problem = answer.problem(code);
        assert_eq!(problem.errors.len(), if code == Code::Invalid { 2 } else { 0 }, "{body:.40}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let headers = [("content-type", kind)];
        let answer = visitor.send(Method::POST, login, Some("{}".into()), &headers).await;
        answer.problem(Code::WrongContentType);
    }
    let huge = format!(r#"{{"username": "{}"}}"#, "x".repeat(4096));
    visitor.send(Method::POST, login, Some(huge), &[]).await.problem(Code::TooLarge);
    let admin = app.admin().await;
    for (body, code) in
        [("[".repeat(200_000), Code::BadRequest), (format!("\"{}\"", "x".repeat(2 << 20)), Code::TooLarge)]
    {
        admin.send(Method::POST, "/api/v1/users", Some(body), &[]).await.problem(code);
    }
}

/// Checks the headers that every answer carries; gives the nonce of a page.
fn guarded(path: &str, answer: &Answer) -> Option<String> {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
        // Only by https.
        ("strict-transport-security", ""),
    ] {
        assert_eq!(answer.header(name), value, "{path}: {name}");
    }
    let permissions = answer.header("permissions-policy");
    assert!(permissions.split(", ").all(|one| one.ends_with("=()")), "{path} allows something: {permissions}");
    for one in ["camera", "microphone", "geolocation"] {
        assert!(permissions.contains(one), "{path} says nothing of {one}: {permissions}");
    }
    let policy = answer.header("content-security-policy");
    let nothing =
        "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; ";
    assert!(policy.starts_with(nothing), "{path}: {policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
    let nonce = policy.split("'nonce-").nth(1).map(|rest| rest.split('\'').next().unwrap().to_owned());
    match &nonce {
        Some(nonce) => {
            let scripts = format!("; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval';");
            assert!(policy.contains(&scripts), "{path}: {policy}");
        }
        None => assert!(!policy.contains("script-src"), "{path}: {policy}"),
    }
    nonce
}

#[tokio::test]
async fn every_page_carries_the_security_headers_and_a_nonce_of_its_own() {
    let app = App::start().await;
    let nobody = app.nobody();
    let mut nonces: Vec<String> = Vec::new();
    for path in ["/", "/setup", "/setup", "/nope", "/api/nope", "/healthz", "/assets/nope.js"] {
        let answer = nobody.get(path).await;
        let nonce = guarded(path, &answer);
        // Nothing runs where no page is.
        assert_eq!(nonce.is_some(), answer.header("content-type").starts_with("text/html"), "{path}");
        nonces.extend(nonce);
    }
    assert_eq!(nonces.len(), 2, "a page has a nonce");
    assert_ne!(nonces[0], nonces[1], "each page has one of its own");
    let ada = app.admin().await;
    for path in ["/", "/users", "/nope"] {
        assert!(guarded(path, &ada.get(path).await).is_some(), "{path}");
    }
}

#[tokio::test]
async fn every_route_carries_the_security_headers() {
    let app = App::start().await;
    let ada = app.admin().await;
    for endpoint in endpoints() {
        let path = endpoint.path.replace("{id}", "unknown");
        let body = (endpoint.method != Method::GET).then(|| "[]".to_owned());
        let refused = app.nobody().send(endpoint.method.clone(), &path, body, &[]).await;
        assert_eq!(guarded(&path, &refused), None);
        if endpoint.method == Method::GET {
            assert_eq!(guarded(&path, &ada.get(&path).await), None);
        }
    }
}

#[tokio::test]
async fn https_is_made_to_stay() {
    let app = App::start_with(&[("VEDETTA_PUBLIC_URL", "https://vedetta.example.org")]).await;
    for path in ["/healthz", "/setup"] {
        let answer = app.nobody().get(path).await;
        assert!(answer.header("strict-transport-security").starts_with("max-age="), "{path}");
    }
}

#[tokio::test]
async fn a_request_keeps_a_sound_id_and_loses_an_unsound_one() {
    let app = App::start().await;
    let visitor = app.nobody();
    let given = |id| [("x-request-id", id)];
    let answer = visitor.send(Method::GET, "/api/nope", None, &given("proxy-1.a_B")).await;
    assert_eq!(answer.header("x-request-id"), "proxy-1.a_B");
    assert_eq!(answer.problem(Code::NotFound).request_id.as_deref(), Some("proxy-1.a_B"));
    for unsound in ["", "a b", "\"}\u{7f}", &"x".repeat(65)] {
        if let Ok(value) = axum::http::HeaderValue::from_str(unsound) {
            let headers = [("x-request-id", value.to_str().unwrap())];
            let answer = visitor.send(Method::GET, "/healthz", None, &headers).await;
            assert_eq!(answer.header("x-request-id").len(), 32, "{unsound:?}");
        }
    }
}

#[tokio::test]
async fn writes_from_other_sites_are_refused() {
    let app = App::start().await;
    let admin = app.admin().await;
    let logout = "/api/v1/auth/logout";
    for headers in [
        [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        [("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:9000")],
        [("origin", "https://evil.example"), ("accept", "*/*")],
        [("origin", "null"), ("accept", "*/*")],
    ] {
        admin.send(Method::POST, logout, None, &headers).await.problem(Code::CrossSite);
        // What a proxy asked for is no reason to trust the site.
        let with_password = [headers[0], headers[1], ("authorization", "Basic YWRhOnNlY3JldA==")];
        admin.send(Method::POST, logout, None, &with_password).await.problem(Code::CrossSite);
    }
    let counted =
        r#"vedetta_http_request_duration_seconds_count{method="POST",route="/api/v1/auth/logout",status="403"} 8"#;
    assert!(app.state.metrics.render().contains(counted), "{}", app.state.metrics.render());
    let own = [
        ("sec-fetch-site", "same-origin"),
        ("origin", "http://127.0.0.1:5001"),
        ("authorization", "Basic YWRhOnNlY3JldA=="),
    ];
    assert_eq!(admin.send(Method::POST, logout, None, &own).await.status, 204);
}

#[tokio::test]
async fn a_link_from_another_site_is_followed_once_more_from_this_one() {
    let app = App::start().await;
    let admin = app.admin().await;
    let follow = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    let own = [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate")];
    // Lax cookies come along, so that nothing stands in the way of whoever is signed in.
    let mut linked = admin.without_cookie("refresh");
    let page = linked.send(Method::GET, "/users", None, &follow).await;
    assert!(page.status == 200 && !page.text.contains("http-equiv=\"refresh\""), "{}", page.text);

    app.wait(Duration::minutes(11));
    let again = linked.send(Method::GET, "/users", None, &follow).await;
    assert!(again.status == 200 && again.text.contains("http-equiv=\"refresh\""), "{}", again.text);
    assert_eq!(again.header("cache-control"), "no-store");
    assert!(again.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(admin.send(Method::GET, "/users", None, &own).await.status, 200);

    // A browser that says the same of the second request is shown the door.
    linked.keep_cookies(&again);
    let door = linked.send(Method::GET, "/users", None, &follow).await;
    assert_eq!((door.status.as_u16(), door.header("location")), (303, "/sign-in?next=%2Fusers"));
}

#[tokio::test]
async fn readiness_and_metrics_tell_the_truth() {
    let app = App::start_with(&[("VEDETTA_METRICS_TOKEN", "0123456789abcdef0123456789abcdef")]).await;
    let visitor = app.nobody();
    assert_eq!(
        visitor.get("/readyz").await.json(),
        json!({"status": "ready", "database": app.state.store.engine().as_str()})
    );
    visitor.get("/metrics").await.problem(Code::SignInNeeded);
    let answer = visitor.with_bearer("0123456789abcdef0123456789abcdef").get("/metrics").await;
    let counted = r#"vedetta_http_request_duration_seconds_count{method="GET",route="/readyz",status="200"} 1"#;
    assert!(answer.text.contains(counted), "{}", answer.text);
    app.state.store.close().await;
    let answer = visitor.get("/readyz").await;
    assert_eq!(answer.header("retry-after"), "5");
    answer.problem(Code::Unavailable);
    assert_eq!(visitor.get("/healthz").await.status, 200, "alive, though not ready");
}
