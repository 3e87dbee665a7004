//! Whatever is sent, the answer is an answer: what may be is done, the rest is a problem that is not the server's.

use std::time::Duration;

use api::Code;
use axum::{
    body::Body,
    http::{Method, Uri},
};
use model::Role;
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use server::routes;

use crate::harness::{App, Visitor};

/// Some of what a strategy makes, always the same.
fn some<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// What a query string may hold: known names and unknown ones, with values of every kind.
fn query() -> impl Strategy<Value = String> {
    let known: Vec<&str> =
        routes::endpoints().iter().flat_map(|one| one.query).map(|parameter| parameter.name).collect();
    let name = prop_oneof![4 => select(known).prop_map(str::to_owned), 1 => "[a-z_%&=]{0,8}"];
    let odd =
        ["-1", "0", "1001", "99999999999999999999", "%00", "%ff", "%", "%zz", "NaN", "null", "{%22$gt%22:1}", "1e9"];
    let plain = ["availability", "2025-09-01", "2025-09-01T00:00:00Z", "9999-12-31T23:59:59Z", "csv", "ada", "1", ""];
    let value = prop_oneof![
        select(odd.to_vec()).prop_map(str::to_owned),
        select(plain.to_vec()).prop_map(str::to_owned),
        "[!$-;=?-Z_a-z~]{0,20}",
    ];
    proptest::collection::vec((name, value), 0..4)
        .prop_map(|pairs| pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

#[tokio::test]
async fn any_query_is_answered() {
    let app = App::start().await;
    let ada = app.admin().await;
    let paths: Vec<&str> = routes::endpoints()
        .iter()
        .filter(|one| one.method == Method::GET && !one.query.is_empty())
        .map(|one| one.path)
        .collect();
    assert!(paths.len() >= 7, "{paths:?}");
    for query in some(query(), 100) {
        for path in &paths {
            let path = format!("{}?{query}", path.replace("{id}", "x"));
            if path.parse::<Uri>().is_err() {
                continue;
            }
            // Nobody may read more than fifty times a second.
            app.wait(chrono::Duration::milliseconds(21));
            let answer = ada.get(&path).await;
            if answer.status != 200 {
                assert!([400, 404, 422].contains(&answer.status.as_u16()), "{path}: {} {}", answer.status, answer.text);
                let code = serde_json::from_value(answer.json()["code"].clone()).unwrap();
                answer.problem(code);
            }
        }
    }
}

#[tokio::test]
async fn any_token_is_refused_and_disturbs_nobody() {
    let app = App::start().await;
    let ada = app.admin().await;
    let (access, refresh) = (ada.cookie("access").unwrap(), ada.cookie("refresh").unwrap());
    let flipped = |token: &str, place: usize, bit: u32| {
        let mut bytes = token.as_bytes().to_vec();
        let place = place % bytes.len();
        bytes[place] ^= 1 << bit;
        // What is no cookie at all is as good as another letter.
        let is_sound = bytes[place].is_ascii_alphanumeric() || b"-_.".contains(&bytes[place]);
        if is_sound { String::from_utf8(bytes).unwrap() } else { token.replacen(char::is_alphanumeric, "~", 1) }
    };
    let mut tokens = some("[!-~&&[^;,\"\\\\]]{0,200}", 30);
    for (place, bit) in some((0_usize..1000, 0_u32..7), 30) {
        tokens.extend([flipped(&access, place, bit), flipped(&refresh, place, bit)]);
    }
    for token in tokens {
        app.nobody().with_bearer(&token).get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
        let holder = app.nobody().with_cookie_of(&ada, "refresh", &token);
        let answer = holder.send(Method::POST, "/api/v1/auth/refresh", None, &[]).await;
        assert_eq!(answer.status, 401, "{token}: {}", answer.text);
    }
    assert_eq!(ada.get("/api/v1/auth/me").await.status, 200);
    assert_eq!(ada.send(Method::POST, "/api/v1/auth/refresh", None, &[]).await.status, 200);
}

#[tokio::test]
async fn a_page_that_cannot_be_made_says_so_in_the_words_of_the_visitor() {
    let app = App::start().await;
    let ada = app.admin().await;
    for (language, words) in
        [("en", "This page could not be shown"), ("it", "Non è stato possibile mostrare questa pagina")]
    {
        let broken = app.with_broken_clock();
        let answer = ada.at(&broken).send(Method::GET, "/", None, &[("accept-language", language)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (500, "text/html; charset=utf-8"));
        assert!(answer.text.contains(words) && !answer.text.contains("clock"), "{}", answer.text);
        assert_eq!(ada.at(&broken).get("/").await.status, 200);
    }
}

#[tokio::test]
async fn a_panic_of_a_handler_is_answered_and_the_server_goes_on() {
    let app = App::start().await;
    let ada = app.admin().await;
    let broken = app.with_broken_clock();
    let ada = ada.at(&broken);
    let problem = ada.get("/api/v1/assets").await.problem(Code::Internal);
    assert!(!problem.detail.contains("clock"), "{}", problem.detail);
    let counted = r#"vedetta_http_request_duration_seconds_count{method="GET",route="/api/v1/assets",status="500"} 1"#;
    assert!(broken.state.metrics.render().contains(counted), "{}", broken.state.metrics.render());
    assert_eq!(ada.get("/api/v1/assets").await.status, 200);
}

#[tokio::test]
async fn a_body_that_takes_too_long_is_not_waited_for() {
    let app = App::with_clocks_to_stop().await;
    let ada = app.admin().await;
    tokio::time::pause();
    let started = tokio::time::Instant::now();
    let answer = send_slowly(&ada, "/api/v1/users", Duration::from_secs(5)).await;
    answer.problem(Code::TooSlow);
    let took = started.elapsed();
    assert!((Duration::from_secs(25)..Duration::from_secs(30)).contains(&took), "{took:?}");
    for path in ["/api/v1/users", "/api/v1/ingest/samples"] {
        let started = tokio::time::Instant::now();
        send_slowly(&ada, path, Duration::from_secs(60)).await.problem(Code::TooSlow);
        let took = started.elapsed();
        assert!((Duration::from_secs(10)..Duration::from_secs(15)).contains(&took), "{path} {took:?}");
    }
}

#[tokio::test]
async fn whoever_finds_all_places_of_large_files_taken_is_told_when_to_try_again() {
    let app = App::with_clocks_to_stop().await;
    let ada = app.admin().await;
    let (bob, eve) = (app.user(&ada, "bob", Role::Admin).await, app.user(&ada, "eve", Role::Admin).await);
    tokio::time::pause();
    let import = "/api/v1/reports/import";
    let hold = |visitor| send_slowly(visitor, import, Duration::from_secs(60));
    let late = async |visitor: &Visitor<'_>| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        visitor.send(Method::POST, import, Some("{}".into()), &[]).await
    };
    let (first, second, again, late) = tokio::join!(hold(&ada), hold(&bob), late(&ada), late(&eve));
    for refused in [again, late] {
        assert_eq!(refused.header("retry-after"), "5");
        refused.problem(Code::TooManyRequests);
    }
    first.problem(Code::TooSlow);
    second.problem(Code::TooSlow);
}

/// A body of which a letter comes each time, and which never ends.
async fn send_slowly(visitor: &Visitor<'_>, path: &str, each: Duration) -> crate::harness::Answer {
    let letters = futures_util::stream::unfold((), move |()| async move {
        tokio::time::sleep(each).await;
        Some((Ok::<_, std::convert::Infallible>(" "), ()))
    });
    visitor.send_body(Method::POST, path, Some(Body::from_stream(letters)), &[]).await
}
