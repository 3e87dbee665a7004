//! Set-up, sign-in, refresh, users and the trail, as scripts and browsers see them.

use api::Code;
use axum::http::Method;
use chrono::Duration;
use model::Role;
use serde_json::{Value, json};

use crate::harness::{Answer, App, PASSWORD, Visitor};

/// Of the password, with less work than is asked for today.
const WEAK_HASH: &str =
    "$argon2id$v=19$m=8192,t=1,p=1$c2l4dGVlbiBieXRlIHNsdA$N0OtkQoSRZenSHHOsLj1/WArC4CRyaIeWEdTr2NdXMY";

fn login(name: &str, password: &str) -> Value {
    json!({"username": name, "password": password})
}

#[tokio::test]
async fn the_first_admin_is_made_once_by_whoever_has_the_code() {
    let app = App::start().await;
    let visitor = app.nobody();
    assert_eq!(visitor.get("/api/v1/setup").await.json(), json!({"needed": true}));
    let mut setup = json!({"username": "Ada", "password": PASSWORD, "setup_token": "ABCD-EFGH-JKLM-NPQR"});
    assert_eq!(visitor.post("/api/v1/setup", &setup).await.faults(), ["/setup_token"]);
    // As a person types it: with a space and in lower case.
    setup["setup_token"] = json!(format!(" {} ", app.state.setup_code.to_lowercase()));
    assert_eq!(visitor.post("/api/v1/setup", &setup).await.status, 204);
    visitor.post("/api/v1/setup", &setup).await.problem(Code::AlreadySetUp);
    assert_eq!(visitor.get("/api/v1/setup").await.json(), json!({"needed": false}));
    let ada = app.sign_in("ADA", PASSWORD).await;
    let me = ada.get("/api/v1/auth/me").await.json();
    assert_eq!((me["username"].as_str(), me["role"].as_str()), (Some("ada"), Some("admin")));
}

#[tokio::test]
async fn set_up_names_every_fault() {
    let app = App::start().await;
    let mut setup = json!({"username": "a b", "password": "short", "setup_token": &*app.state.setup_code});
    assert_eq!(app.nobody().post("/api/v1/setup", &setup).await.faults(), ["/username", "/password"]);
    setup["setup_token"] = json!("AAAA");
    assert_eq!(app.nobody().post("/api/v1/setup", &setup).await.faults().len(), 3);
    for (body, expected) in [
        (json!({"username": "a b"}), &["/password", "/setup_token", "/username"][..]),
        (
            json!({"password": "short", "setup_token": "AAAA", "colour": 1}),
            &["/colour", "/password", "/setup_token", "/username"],
        ),
        (json!({"username": 7, "password": PASSWORD, "setup_token": "AAAA"}), &["/setup_token", "/username"]),
        (json!({"username": "ada", "password": "short"}), &["/password", "/setup_token"]),
        (json!({"username": "ada", "password": PASSWORD}), &["/setup_token"]),
    ] {
        assert_eq!(sorted_faults(&app.nobody().post("/api/v1/setup", &body).await), expected, "{body}");
    }
    assert_eq!(app.nobody().get("/api/v1/setup").await.json(), json!({"needed": true}));
}

fn sorted_faults(answer: &Answer) -> Vec<String> {
    let mut faults = answer.faults();
    faults.sort();
    faults
}

#[tokio::test]
async fn every_fault_of_an_account_is_named_at_once() {
    let app = App::start().await;
    let ada = app.admin().await;
    for (body, expected) in [
        (json!({"username": "a b", "password": "short"}), &["/password", "/role", "/username"][..]),
        (json!({"username": "a b", "role": "owner"}), &["/password", "/role", "/username"]),
        (json!({"username": 7, "password": "short", "role": "viewer"}), &["/password", "/username"]),
        (json!({"username": "eve", "password": 7, "role": null, "colour": 1}), &["/colour", "/password", "/role"]),
        (json!({"username": "eve", "password": PASSWORD}), &["/role"]),
    ] {
        assert_eq!(sorted_faults(&ada.post("/api/v1/users", &body).await), expected, "{body}");
    }
    assert_eq!(ada.get("/api/v1/users").await.items().len(), 1);

    let vera = app.user(&ada, "vera", Role::Viewer).await;
    let (own, veras) = (ada.account().await, vera.account().await);
    for (path, body, expected) in [
        (&veras, json!({"password": "short", "role": "owner"}), &["/password", "/role"][..]),
        (&veras, json!({"password": "veraveravera", "disabled": "no"}), &["/disabled", "/password"]),
        (&veras, json!({"password": 7, "role": "admin", "colour": 1}), &["/colour", "/password"]),
        (&own, json!({"password": "another horse battery", "role": 7}), &["/password", "/role"]),
    ] {
        assert_eq!(sorted_faults(&ada.patch(path, &body).await), expected, "{body}");
    }
    assert_eq!(vera.get("/api/v1/auth/me").await.json()["role"], "viewer");
}

#[tokio::test]
async fn of_many_set_ups_at_once_one_wins() {
    let app = App::start().await;
    let tries = (0..8).map(|number| {
        let (visitor, code) = (app.nobody(), app.state.setup_code.clone());
        async move {
            let setup = json!({"username": format!("admin{number}"), "password": PASSWORD, "setup_token": &*code});
            visitor.post("/api/v1/setup", &setup).await.status.as_u16()
        }
    });
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_sign_in_gives_a_token_and_cookies_that_script_cannot_read() {
    let app = App::start().await;
    app.admin().await;
    let answer = app.nobody().post("/api/v1/auth/login", &login("ada", PASSWORD)).await;
    let body = answer.json();
    assert_eq!((body["token_type"].as_str(), body["expires_in"].as_i64()), (Some("Bearer"), Some(600)));
    assert_eq!(body["user"]["role"], "admin");
    let cookies: Vec<&str> =
        answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 2);
    assert!(cookies[0].starts_with("__Host-vedetta_access=") && cookies[0].contains("SameSite=Lax"));
    assert!(cookies[1].starts_with("__Host-vedetta_refresh=") && cookies[1].contains("SameSite=Strict"));
    for cookie in cookies {
        assert!(
            cookie.contains("; Path=/;") && cookie.contains("; HttpOnly;") && cookie.ends_with("; Secure"),
            "{cookie}"
        );
    }
    let script = app.nobody().with_bearer(body["access_token"].as_str().unwrap());
    assert_eq!(script.get("/api/v1/auth/me").await.status, 200);
}

#[tokio::test]
async fn plain_http_on_a_network_gets_cookies_that_work_there() {
    let app = App::start_with(&[("VEDETTA_LISTEN", "0.0.0.0:5001")]).await;
    app.admin().await;
    let answer = app.nobody().post("/api/v1/auth/login", &login("ada", PASSWORD)).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("vedetta_access=") && !cookie.contains("Secure"), "{cookie}");
}

#[tokio::test]
async fn a_wrong_name_and_a_wrong_password_look_the_same() {
    let app = App::start().await;
    app.admin().await;
    let mut bodies = Vec::new();
    for (name, password) in [("ada", "wrong password!"), ("eve", PASSWORD), ("\u{430}da", PASSWORD), ("a\0", PASSWORD)]
    {
        let answer = app.nobody().post("/api/v1/auth/login", &login(name, password)).await;
        let mut problem = answer.problem(Code::WrongCredentials);
        problem.request_id = None;
        bodies.push(problem);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn guessing_at_an_account_is_slowed_from_anywhere_and_never_locked() {
    let app = App::start().await;
    app.admin().await;
    for _ in 0..5 {
        app.nobody().post("/api/v1/auth/login", &login("ada", "wrong password!")).await.problem(Code::WrongCredentials);
    }
    let answer = app.nobody().post("/api/v1/auth/login", &login("ada", PASSWORD)).await;
    assert_eq!(answer.problem(Code::TooManyRequests).retry_after, Some(2), "one second, rounded up from the start");
    assert_eq!(answer.header("retry-after"), "2");
    app.wait(Duration::seconds(2));
    app.sign_in("ada", PASSWORD).await;
    // Signing in forgives what came before.
    app.nobody().post("/api/v1/auth/login", &login("ada", "wrong password!")).await.problem(Code::WrongCredentials);
}

#[tokio::test]
async fn nobody_signs_in_faster_than_anybody_writes() {
    let app = App::start().await;
    let admin = app.admin().await;
    app.user(&admin, "vera", Role::Viewer).await;
    let script = app.nobody();
    let sign_in = async || script.post("/api/v1/auth/login", &login("vera", PASSWORD)).await;
    // One was the first.
    for _ in 1..50 {
        assert_eq!(sign_in().await.status, 200);
    }
    sign_in().await.problem(Code::TooManyRequests);
    assert_eq!(admin.trail("action=sign_in&user=vera&limit=1000").await.len(), 50);
    app.wait(Duration::seconds(1));
    assert_eq!(sign_in().await.status, 200);
}

#[tokio::test]
async fn once_the_clock_was_set_back_the_way_in_opens_as_soon_as_ever() {
    let app = App::start().await;
    app.admin().await;
    for _ in 0..5 {
        app.nobody().post("/api/v1/auth/login", &login("ada", "wrong password!")).await.problem(Code::WrongCredentials);
    }
    app.wait(Duration::hours(-1));
    let answer = app.nobody().post("/api/v1/auth/login", &login("ada", PASSWORD)).await;
    assert_eq!(answer.problem(Code::TooManyRequests).retry_after, Some(2));
    app.wait(Duration::seconds(2));
    app.sign_in("ada", PASSWORD).await;
}

#[tokio::test]
async fn guessing_from_an_address_is_slowed_whatever_the_name() {
    let app = App::start().await;
    let admin = app.admin().await;
    let guesser = app.nobody();
    for number in 0..20 {
        let guess = login(&format!("user{number}"), "wrong password!");
        guesser.post("/api/v1/auth/login", &guess).await.problem(Code::WrongCredentials);
    }
    let answer = guesser.post("/api/v1/auth/login", &login("user99", "wrong password!")).await;
    answer.problem(Code::TooManyRequests);
    app.sign_in("ada", PASSWORD).await;
    let trail = admin.trail("action=sign_in&user=unknown%20user").await;
    assert_eq!(trail.len(), 20, "names that nobody has are not written down");
}

#[tokio::test]
async fn of_two_roles_none_is_taken() {
    let app = App::start().await;
    let ada = app.admin().await;
    let body = format!(r#"{{"username": "bob", "role": "viewer", "password": "{PASSWORD}", "role": "admin"}}"#);
    let headers = [("content-type", "application/json")];
    let answer = ada.send(Method::POST, "/api/v1/users", Some(body), &headers).await;
    assert_eq!(answer.faults(), ["/role"]);
}

/// Refreshes as a browser does.
async fn refresh(visitor: &mut Visitor<'_>) -> u16 {
    let answer = visitor.send(Method::POST, "/api/v1/auth/refresh", None, &[]).await;
    visitor.keep_cookies(&answer);
    answer.status.as_u16()
}

#[tokio::test]
async fn a_refresh_rotates_and_an_old_token_ends_the_sign_in() {
    let app = App::start().await;
    let mut ada = app.admin().await;
    let (mut slower, mut thief) = (ada.clone(), ada.clone());
    let other = app.sign_in("ada", PASSWORD).await;
    app.wait(Duration::minutes(9));
    assert_eq!(refresh(&mut ada).await, 200);
    assert_ne!(ada.cookie("refresh"), thief.cookie("refresh"), "the token was replaced");
    // Within the grace the predecessor is told the next token once more, since the first answer may have been lost.
    assert_eq!(refresh(&mut slower).await, 200);
    assert_eq!(slower.cookie("refresh"), ada.cookie("refresh"));
    app.wait(Duration::seconds(11));
    assert_eq!(refresh(&mut thief).await, 401);
    assert_eq!(thief.cookie("refresh"), None, "its cookies are taken away");
    assert_eq!(refresh(&mut ada).await, 401, "the whole sign-in has ended");
    assert_eq!(other.get("/api/v1/auth/me").await.status, 200, "her other sign-in goes on");
    assert_eq!(other.trail("action=refresh_reuse").await.len(), 1);
}

#[tokio::test]
async fn nobody_refreshes_faster_than_anybody_writes() {
    let app = App::start().await;
    let mut ada = app.admin().await;
    // Signing in was a write, too.
    app.wait(Duration::seconds(1));
    for _ in 0..50 {
        assert_eq!(refresh(&mut ada).await, 200);
    }
    assert_eq!(refresh(&mut ada).await, 429);
    // A page that would go on with the sign-in is no way round.
    let page = ada.without_cookie("access").get("/jobs").await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "1"));
    app.wait(Duration::seconds(1));
    assert_eq!(refresh(&mut ada).await, 200, "the token that was refused is still good");
}

#[tokio::test]
async fn a_weak_hash_is_made_anew_at_the_next_sign_in() {
    let app = App::start().await;
    app.admin().await;
    let name = model::UserName::new("ada").unwrap();
    let hash = async || app.state.store.find_user_by_name(&name).await.unwrap().unwrap().password_hash;
    let user = app.state.store.find_user_by_name(&name).await.unwrap().unwrap();
    app.state.store.rehash_password(&user.id, &user.password_hash, WEAK_HASH).await.unwrap();
    assert_eq!(hash().await, WEAK_HASH);
    app.sign_in("ada", PASSWORD).await;
    let renewed = hash().await;
    assert!(renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{renewed}");
    app.sign_in("ada", PASSWORD).await;
    assert_eq!(hash().await, renewed, "it is strong enough now");
}

#[tokio::test]
async fn an_access_token_of_a_stolen_sign_in_dies_with_it() {
    let app = App::start().await;
    let mut ada = app.admin().await;
    let mut thief = ada.clone();
    refresh(&mut ada).await;
    app.wait(Duration::seconds(11));
    assert_eq!(ada.get("/api/v1/auth/me").await.status, 200);
    refresh(&mut thief).await;
    ada.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
}

#[tokio::test]
async fn twenty_tabs_refresh_at_once_and_nobody_is_signed_out() {
    let app = App::start().await;
    let ada = app.admin().await;
    app.wait(Duration::minutes(11));
    let tabs = (0..20).map(|_| {
        let mut tab = ada.clone();
        async move { (refresh(&mut tab).await, tab.cookie("refresh")) }
    });
    let answers = futures_util::future::join_all(tabs).await;
    assert!(answers.iter().all(|(status, _)| *status == 200), "{answers:?}");
    assert!(answers.iter().all(|(_, cookie)| *cookie == answers[0].1), "one rotation: {answers:?}");
    assert_ne!(answers[0].1, ada.cookie("refresh"));
    assert!(app.sign_in("ada", PASSWORD).await.trail("action=refresh_reuse").await.is_empty());
}

#[tokio::test]
async fn a_sign_in_ends_when_idle_for_a_week_and_after_a_month() {
    let app = App::start().await;
    let mut idle = app.admin().await;
    app.wait(Duration::days(7) + Duration::seconds(1));
    assert_eq!(refresh(&mut idle).await, 401);
    let mut busy = app.sign_in("ada", PASSWORD).await;
    for _ in 0..5 {
        app.wait(Duration::days(6));
        assert_eq!(refresh(&mut busy).await, if busy.cookie("refresh").is_some() { 200 } else { 401 });
    }
    assert_eq!(refresh(&mut busy).await, 401, "thirty days are over");
}

#[tokio::test]
async fn an_outage_of_the_database_ends_no_sign_in() {
    let app = App::start().await;
    let ada = app.admin().await;
    app.state.store.close().await;
    let answer = ada.send(Method::POST, "/api/v1/auth/refresh", None, &[]).await;
    answer.problem(Code::Unavailable);
    assert_eq!(answer.status, 503);
    assert_ne!(answer.header("retry-after"), "");
    assert_eq!(answer.header("set-cookie"), "", "the cookies stay");

    let later = app.after_outage().await;
    let mut ada = ada.at(&later);
    assert_eq!(refresh(&mut ada).await, 200);
    assert_eq!(ada.get("/api/v1/auth/me").await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_is_no_access_token_and_the_other_way_round() {
    let app = App::start().await;
    let ada = app.admin().await;
    let visitor = app.nobody();
    let refresh_token = ada.cookie("refresh").unwrap();
    visitor.with_bearer(&refresh_token).get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
    for token in ["", " ", "a.b.c", &"x".repeat(1 << 20), "Bearer x"] {
        visitor.with_bearer(token).get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
    }
    let access = format!("__Host-vedetta_refresh={}", ada.cookie("access").unwrap());
    let headers = [("cookie", access.as_str())];
    visitor.send(Method::POST, "/api/v1/auth/refresh", None, &headers).await.problem(Code::SignInNeeded);
}

/// Asks who one is, with a header for authorization beside whatever else is sent.
async fn ask_as(visitor: &Visitor<'_>, authorization: &str) -> u16 {
    let headers = [("authorization", authorization)];
    visitor.send(Method::GET, "/api/v1/auth/me", None, &headers).await.status.as_u16()
}

#[tokio::test]
async fn only_a_bearer_takes_the_place_of_the_cookie() {
    let app = App::start().await;
    let (ada, nobody) = (app.admin().await, app.nobody());
    let token = ada.cookie("access").unwrap();
    for other in ["Basic YWRhOnNlY3JldA==", "Digest username=\"ada\"", "Basic", "Bearers x", ""] {
        assert_eq!((ask_as(&ada, other).await, ask_as(&nobody, other).await), (200, 401), "{other}");
    }
    for wrong in ["Bearer", "Bearer ", "bearer nonsense", &format!("Bearer {token}x")] {
        assert_eq!(ask_as(&ada, wrong).await, 401, "{wrong}");
    }
    assert_eq!(ask_as(&nobody.with_bearer("nonsense"), &format!("Bearer {token}")).await, 401, "the first one counts");
    let behind_a_proxy = nobody.with_bearer(&token);
    assert_eq!(ask_as(&behind_a_proxy, "Basic YWRhOnNlY3JldA==").await, 200);
    assert_eq!(ask_as(&nobody, &format!("bearer  {token}")).await, 200);
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sign_ins() {
    let app = App::start().await;
    let here = app.admin().await;
    let (phone, tablet) = (app.sign_in("ada", PASSWORD).await, app.sign_in("ada", PASSWORD).await);
    let list = here.get("/api/v1/auth/sign-ins").await;
    assert_eq!((list.items().len(), &list.json()["next_cursor"]), (3, &Value::Null));
    let is_current = |one: &Value| one["current"] == true;
    assert_eq!(list.items().into_iter().filter(is_current).count(), 1);
    let of_phone = phone.get("/api/v1/auth/sign-ins").await.items().into_iter().find(is_current).unwrap();
    let path = format!("/api/v1/auth/sign-ins/{}", of_phone["id"].as_str().unwrap());
    // Nobody ends what belongs to somebody else.
    let vera = app.user(&here, "vera", Role::Viewer).await;
    vera.delete(&path).await.problem(Code::NotFound);
    assert_eq!(here.delete(&path).await.status, 204);
    phone.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
    assert_eq!(here.delete("/api/v1/auth/sign-ins").await.json(), json!({"ended": 1}));
    tablet.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
    assert_eq!(here.get("/api/v1/auth/me").await.status, 200);
    assert_eq!(vera.get("/api/v1/auth/me").await.status, 200);
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sign_ins() {
    let app = App::start().await;
    let ada = app.admin().await;
    let elsewhere = app.sign_in("ada", PASSWORD).await;
    let new = "a better horse battery";
    let change = |old: &str, new: &str| json!({"old_password": old, "new_password": new});
    let path = "/api/v1/auth/password";
    for (old, new, faults) in [
        ("not the old one", new, &["/old_password"][..]),
        (PASSWORD, "short", &["/new_password"]),
        ("not the old one", "short", &["/old_password", "/new_password"]),
    ] {
        assert_eq!(ada.put(path, &change(old, new)).await.faults(), faults);
    }
    assert_eq!(ada.put(path, &change(PASSWORD, new)).await.status, 204);
    elsewhere.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
    assert_eq!(ada.get("/api/v1/auth/me").await.status, 200);
    app.nobody().post("/api/v1/auth/login", &login("ada", PASSWORD)).await.problem(Code::WrongCredentials);
    app.sign_in("ada", new).await;
}

#[tokio::test]
async fn admins_manage_users_and_the_last_admin_is_safe() {
    let app = App::start().await;
    let ada = app.admin().await;
    let own = ada.account().await;
    for change in [json!({"role": "viewer"}), json!({"disabled": true})] {
        ada.patch(&own, &change).await.problem(Code::LastAdmin);
    }
    ada.delete(&own).await.problem(Code::LastAdmin);

    let bob = ada.post("/api/v1/users", &json!({"username": "bob", "password": PASSWORD, "role": "viewer"})).await;
    assert_eq!((bob.status.as_u16(), bob.json()["username"].as_str()), (201, Some("bob")));
    assert_eq!(ada.delete(bob.header("location")).await.status, 204);

    let vera = app.user(&ada, "Vera", Role::Viewer).await;
    for taken in ["vera", "VERA", "ｖｅｒａ"] {
        let new = json!({"username": taken, "password": PASSWORD, "role": "admin"});
        ada.post("/api/v1/users", &new).await.problem(Code::NameTaken);
    }
    let users = ada.get("/api/v1/users").await.items();
    assert_eq!(users.iter().map(|user| &user["username"]).collect::<Vec<_>>(), ["ada", "vera"]);
    let vera_path = vera.account().await;
    assert_eq!(ada.patch(&vera_path, &json!({"disabled": true})).await.json()["disabled"], true);
    vera.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
    app.nobody().post("/api/v1/auth/login", &login("vera", PASSWORD)).await.problem(Code::WrongCredentials);
    ada.patch(&vera_path, &json!({"disabled": false, "password": "a new horse battery"})).await;
    app.sign_in("vera", "a new horse battery").await;
    assert_eq!(ada.delete(&vera_path).await.status, 204);
    ada.delete(&vera_path).await.problem(Code::NotFound);
    ada.patch(&vera_path, &json!({"disabled": true})).await.problem(Code::NotFound);
}

#[tokio::test]
async fn names_in_disguise_are_refused() {
    let app = App::start().await;
    let ada = app.admin().await;
    for name in ["admin ", "ad\u{202e}min", "\u{430}dmin", "a\0b", "", &"x".repeat(1_000_000), "a\nb"] {
        let new = json!({"username": name, "password": PASSWORD, "role": "viewer"});
        assert_eq!(ada.post("/api/v1/users", &new).await.faults(), ["/username"], "{name:.20}");
    }
    let new = json!({"username": "x", "password": 1, "role": "owner", "colour": "red"});
    assert_eq!(ada.post("/api/v1/users", &new).await.faults().len(), 3);
    for path in ["/api/v1/users/%00", "/api/v1/users/..%2F..%2Fetc", &format!("/api/v1/users/{}", "x".repeat(5000))] {
        let status = ada.delete(path).await.status.as_u16();
        assert!([400, 404].contains(&status), "{path:.40}: {status}");
    }
}

#[tokio::test]
async fn the_trail_is_filtered_and_paged() {
    let app = App::start().await;
    let ada = app.admin().await;
    for _ in 0..5 {
        app.sign_in("ada", PASSWORD).await;
        app.wait(Duration::minutes(1));
    }
    assert_eq!(ada.trail("").await.len(), 7);
    let (mut sequences, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ada.get(&format!("/api/v1/audit?limit=3&cursor={cursor}")).await;
        sequences.extend(page.items().iter().map(|row| row["sequence"].as_i64().unwrap()));
        match page.json()["next_cursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(sequences, [7, 6, 5, 4, 3, 2, 1]);
    let since = "2025-06-15T15:08:40Z";
    assert_eq!(ada.trail(&format!("from={since}&user=ADA&action=sign_in")).await.len(), 3);
    let query = "/api/v1/audit?from=yesterday&action=dance&limit=1001&cursor=%22";
    assert_eq!(ada.get(query).await.faults().len(), 3);
    ada.get("/api/v1/audit?cursor=nonsense").await.problem(Code::Invalid);
}

#[tokio::test]
async fn two_servers_share_sign_ins_counters_and_trail() {
    let one = App::start().await;
    let ada = one.admin().await;
    let two = one.second().await;
    let on_two = two.nobody().with_bearer(&ada.cookie("access").unwrap());
    assert_eq!(on_two.get("/api/v1/auth/me").await.status, 200, "a token of one server is good on the other");
    for number in 0..5 {
        let app = if number % 2 == 0 { &one } else { &two };
        let guess = login("ada", "wrong password!");
        app.nobody().post("/api/v1/auth/login", &guess).await.problem(Code::WrongCredentials);
    }
    for app in [&one, &two] {
        let again = login("ada", PASSWORD);
        app.nobody().post("/api/v1/auth/login", &again).await.problem(Code::TooManyRequests);
    }
    assert_eq!(on_two.trail("action=sign_in").await.len(), 6);
    assert_eq!(on_two.send(Method::POST, "/api/v1/auth/logout", None, &[]).await.status, 204);
    ada.get("/api/v1/auth/me").await.problem(Code::SignInNeeded);
}

#[tokio::test]
async fn one_user_cannot_crowd_out_the_others() {
    let app = App::start().await;
    let ada = app.admin().await;
    let vera = app.user(&ada, "vera", Role::Viewer).await;
    let mut passed = 0;
    let refused = loop {
        let answer = vera.get("/api/v1/auth/me").await;
        if answer.status != 200 {
            break answer;
        }
        passed += 1;
    };
    assert_eq!(passed, 500);
    assert_eq!(refused.header("retry-after"), "1");
    refused.problem(Code::TooManyRequests);
    assert_eq!(ada.get("/api/v1/auth/me").await.status, 200);
    app.wait(Duration::seconds(1));
    assert_eq!(vera.get("/api/v1/auth/me").await.status, 200);
}

#[tokio::test]
async fn a_change_that_comes_with_a_password_is_no_mere_reset() {
    let app = App::start().await;
    let ada = app.admin().await;
    let path = app.user(&ada, "vera", Role::Viewer).await.account().await;
    let password = "another horse battery";
    for body in [json!({"password": password}), json!({"password": password, "role": "admin", "disabled": true})] {
        assert_eq!(ada.patch(&path, &body).await.status, 200);
    }
    for (action, object) in
        [("password_reset", "vera: password reset"), ("user_changed", "vera: role admin, disabled, password reset")]
    {
        let trail = ada.trail(&format!("action={action}")).await;
        assert_eq!(trail.iter().map(|row| &row["object"]).collect::<Vec<_>>(), [object]);
    }
}
