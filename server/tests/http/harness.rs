//! Speaks to the router as a browser or a script would.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Instant,
};

use api::{Code, Problem};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
    response::Response,
};
use chrono::Duration;
use model::{Job, JobId, JobState, Role, Timestamp};
use mongodb::{Client, Collection, bson::Document};
use serde_json::{Value, json};
use server::{
    auth::address::Peer,
    cli,
    clock::Clock,
    jobs::Workers,
    router::router,
    settings::{self, Settings, Sources},
    state::{AppState, Parts},
};
use store::{CollectionNames, DatabaseUrl, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// How long a test waits for something that has to happen, and how often it looks.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(90);
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(5);

pub const PASSWORD: &str = "correct horse battery";

/// A server of its own, on an empty database, with a clock that only tests move.
pub struct App {
    pub state: AppState,
    router: Router,
    now: Arc<AtomicI64>,
    addresses: AtomicU64,
    home: Arc<Home>,
}

/// Somebody who sends requests: nobody at first, somebody once signed in.
#[derive(Clone)]
pub struct Visitor<'a> {
    app: &'a App,
    address: String,
    cookies: Vec<(String, String)>,
    bearer: Option<String>,
}

/// An answer, read.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Bytes,
}

/// A folder and a database for one test, gone afterwards.
pub struct Home {
    pub folder: TempDir,
    pub url: DatabaseUrl,
}

impl Home {
    /// SQLite, unless `VEDETTA_TEST_ENGINE=mongodb` asks for the MongoDB of `VEDETTA_TEST_MONGODB`: the same tests run on
    /// both, one engine at a time.
    pub fn new() -> Self {
        if std::env::var("VEDETTA_TEST_ENGINE").is_ok_and(|engine| engine == "mongodb") {
            let uri = std::env::var("VEDETTA_TEST_MONGODB").expect("VEDETTA_TEST_MONGODB names a MongoDB");
            let name = format!("vedetta_test_{}", server::auth::random_id());
            let url = DatabaseUrl::parse(&uri, Some(&name), CollectionNames::default()).unwrap();
            return Self { folder: tempfile::tempdir().unwrap(), url };
        }
        Self::of_sqlite()
    }

    fn of_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite { path: folder.path().join("vedetta.db") };
        Self { folder, url }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let DatabaseUrl::Mongo { uri, database, .. } = self.url.clone() else { return };
        let dropping = async move {
            let client = Client::with_uri_str(uri).await.unwrap();
            client.database(&database).drop().await.unwrap();
            client.shutdown().immediate(true).await;
        };
        // Within a test's runtime nothing can be waited for, so there is another one.
        let dropped = std::thread::spawn(|| Runtime::new().unwrap().block_on(dropping)).join();
        assert!(dropped.is_ok() || std::thread::panicking(), "the database of a test could not be dropped");
    }
}

impl App {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts with some settings, as they would stand in the environment.
    pub async fn start_with(env: &[(&str, &str)]) -> Self {
        Self::start_at(Home::new(), env).await
    }

    /// Starts on SQLite, whichever engine the others run on: MongoDB's driver has clocks of its own, which must not be
    /// stopped.
    pub async fn with_clocks_to_stop() -> Self {
        Self::start_at(Home::of_sqlite(), &[]).await
    }

    async fn start_at(home: Home, env: &[(&str, &str)]) -> Self {
        let store = store::open(&home.url).await.unwrap();
        let now = Arc::new(AtomicI64::new(1_750_000_000_000));
        Self::assemble(store, env, now, Arc::new(home)).await
    }

    /// A second server on the same database: on MongoDB with connections of its own.
    pub async fn second(&self) -> Self {
        let store = match &self.home.url {
            DatabaseUrl::Sqlite { .. } => self.state.store.clone(),
            url => store::open(url).await.unwrap(),
        };
        Self::assemble(store, &[], self.now.clone(), self.home.clone()).await
    }

    /// A collection of the MongoDB that is tested on, as another program sees it; nothing on SQLite.
    pub async fn collection(&self, name: &str) -> Option<Collection<Document>> {
        let DatabaseUrl::Mongo { uri, database, .. } = &self.home.url else { return None };
        let client = Client::with_uri_str(uri).await.unwrap();
        Some(client.database(database).collection(name))
    }

    /// A server that opens the same database anew, once the first has closed it.
    pub async fn after_outage(&self) -> Self {
        let store = store::open(&self.home.url).await.unwrap();
        Self::assemble(store, &[], self.now.clone(), self.home.clone()).await
    }

    async fn assemble(store: Arc<dyn Store>, env: &[(&str, &str)], now: Arc<AtomicI64>, home: Arc<Home>) -> Self {
        let matches = cli::command().try_get_matches_from(["vedetta", "serve"]).unwrap();
        let sources = Sources {
            flags: matches.subcommand().unwrap().1,
            env: &|name| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
            env_names: Vec::new(),
            folder: home.folder.path(),
        };
        let settings = settings::find(&sources).unwrap().read().unwrap();
        let told = now.clone();
        let clock = Clock::from_fn(move || Timestamp::from_timestamp_millis(told.load(Ordering::SeqCst)).unwrap());
        let state = AppState::new(store, settings, clock).await.unwrap();
        let _ = any_spawner::Executor::init_tokio();
        Self { router: router(state.clone()).unwrap(), state, now, addresses: AtomicU64::new(1), home }
    }

    /// The same server with a clock that fails once: it is the one part of a handler or of a job that a test can break.
    pub fn with_broken_clock(&self) -> Self {
        let (is_broken, told) = (AtomicBool::new(true), self.state.clock.clone());
        let clock = Clock::from_fn(move || {
            assert!(!is_broken.swap(false, Ordering::SeqCst), "the clock is broken");
            told.now()
        });
        let state = AppState::from(Parts { clock, ..Parts::clone(&self.state) });
        let (now, home) = (self.now.clone(), self.home.clone());
        Self { router: router(state.clone()).unwrap(), state, now, addresses: AtomicU64::new(100), home }
    }

    /// Lets time pass.
    pub fn wait(&self, time: Duration) {
        self.now.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }

    /// Workers for as long as they are held.
    pub fn workers(&self) -> Workers {
        Workers::start(self.state.clone(), 2)
    }

    /// The same server, with no time for an analysis. It needs much to analyse: of little, a fast machine is done before
    /// anybody looks at the time.
    pub fn without_time(&self) -> AppState {
        let settings = Arc::new(Settings { max_analysis: Default::default(), ..Settings::clone(&self.state.settings) });
        AppState::from(Parts { settings, ..Parts::clone(&self.state) })
    }

    /// A job, once something holds of it.
    pub async fn job_when(&self, id: &str, holds: impl Fn(&Job) -> bool) -> Job {
        let id = JobId::new(id).unwrap();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let job = self.state.store.find_job(&id).await.unwrap().unwrap();
            if holds(&job) {
                return job;
            }
            assert!(Instant::now() < deadline, "still {job:?}");
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Waits until the metrics say so; they follow the end of a job by a moment.
    pub async fn metrics_say(&self, line: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.state.metrics.render().contains(line) {
            assert!(Instant::now() < deadline, "no {line} in {}", self.state.metrics.render());
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// A job, once it has ended.
    pub async fn ended(&self, id: &str) -> Job {
        self.job_when(id, |job| job.state.is_end()).await
    }

    /// Somebody new, from an address of their own.
    pub fn nobody(&self) -> Visitor<'_> {
        let number = self.addresses.fetch_add(1, Ordering::SeqCst);
        Visitor { app: self, address: format!("192.0.2.{number}"), cookies: Vec::new(), bearer: None }
    }

    /// The first admin, set up and signed in.
    pub async fn admin(&self) -> Visitor<'_> {
        let setup = json!({"username": "ada", "password": PASSWORD, "setup_token": &*self.state.setup_code});
        let answer = self.nobody().post("/api/v1/setup", &setup).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
        self.sign_in("ada", PASSWORD).await
    }

    /// Another user, added by an admin and signed in.
    pub async fn user(&self, admin: &Visitor<'_>, name: &str, role: Role) -> Visitor<'_> {
        let new = json!({"username": name, "password": PASSWORD, "role": role});
        let answer = admin.post("/api/v1/users", &new).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        self.sign_in(name, PASSWORD).await
    }

    /// Signs in, as a browser does.
    pub async fn sign_in(&self, name: &str, password: &str) -> Visitor<'_> {
        let mut visitor = self.nobody();
        let login = json!({"username": name, "password": password});
        let answer = visitor.post("/api/v1/auth/login", &login).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        visitor.keep_cookies(&answer);
        visitor
    }
}

impl<'a> Visitor<'a> {
    /// The same person as a script that only has the access token.
    pub fn as_script(&self) -> Self {
        let token = self.cookie("access").expect("signed in");
        Self { cookies: Vec::new(), bearer: Some(token), ..self.clone() }
    }

    /// Anybody with whatever they claim to be a token.
    pub fn with_bearer(&self, token: &str) -> Self {
        Self { cookies: Vec::new(), bearer: Some(token.into()), ..self.clone() }
    }

    /// The same person at another server.
    pub fn at<'b>(&self, app: &'b App) -> Visitor<'b> {
        let Self { address, cookies, bearer, .. } = self.clone();
        Visitor { app, address, cookies, bearer }
    }

    /// Anybody who has a cookie like somebody else's, but with another value.
    pub fn with_cookie_of(mut self, other: &Visitor<'_>, kind: &str, value: &str) -> Self {
        let named = other.cookies.iter().filter(|(name, _)| name.ends_with(kind));
        self.cookies.extend(named.map(|(name, _)| (name.clone(), value.to_owned())));
        self
    }

    pub fn cookie(&self, kind: &str) -> Option<String> {
        let found = self.cookies.iter().find(|(name, _)| name.ends_with(kind));
        found.map(|(_, value)| value.clone())
    }

    /// Keeps the cookies that an answer sets, and drops those that it takes away.
    pub fn keep_cookies(&mut self, answer: &Answer) {
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let (pair, rest) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(kept, _)| kept != name);
            if !rest.contains("Max-Age=0;") {
                self.cookies.push((name.into(), value.into()));
            }
        }
    }

    /// Starts an analysis; gives the id of its job.
    pub async fn start(&self, configuration: &Value) -> String {
        let answer = self.post("/api/v1/analyses", configuration).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Starts an analysis, waits for its end and gives its report.
    pub async fn analyze(&self, configuration: &Value) -> Value {
        let id = self.start(configuration).await;
        let job = self.app.ended(&id).await;
        assert_eq!(job.state, JobState::Completed, "{job:?}");
        self.get(&format!("/api/v1/reports/{id}")).await.json()
    }

    /// Where one's own account is.
    pub async fn account(&self) -> String {
        format!("/api/v1/users/{}", self.get("/api/v1/auth/me").await.json()["id"].as_str().unwrap())
    }

    /// What the trail answers to a query, the newest row first.
    pub async fn trail(&self, query: &str) -> Vec<Value> {
        self.get(&format!("/api/v1/audit?{query}")).await.items()
    }

    /// The same browser, where one of the cookies is not sent along.
    pub fn without_cookie(&self, kind: &str) -> Self {
        let mut other = self.clone();
        other.cookies.retain(|(name, _)| !name.ends_with(kind));
        other
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string()), &[]).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, Some(body.to_string()), &[]).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PATCH, path, Some(body.to_string()), &[]).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[]).await
    }

    /// Sends any request; a body goes as JSON unless a header says otherwise.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>, headers: &[(&str, &str)]) -> Answer {
        self.send_body(method, path, body.map(Body::from), headers).await
    }

    /// Sends any body: one that is no text, or one that comes in parts.
    pub async fn send_body(&self, method: Method, path: &str, body: Option<Body>, headers: &[(&str, &str)]) -> Answer {
        let (parts, body) = self.open(method, path, body, headers).await.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into(), bytes }
    }

    /// Sends any body, and leaves that of the answer unread, as a slow client does.
    pub async fn open(&self, method: Method, path: &str, body: Option<Body>, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::HOST, "127.0.0.1:5001");
        if body.is_some() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        if let Some(token) = &self.bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(body.unwrap_or_default()).unwrap();
        let peer = format!("{}:40000", self.address).parse().unwrap();
        request.extensions_mut().insert(Peer(peer));
        self.app.router.clone().oneshot(request).await.unwrap()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// Those of a list.
    pub fn items(&self) -> Vec<Value> {
        self.json()["items"].as_array().unwrap_or_else(|| panic!("no list: {}", self.text)).clone()
    }

    /// Where what was sent is at fault.
    pub fn faults(&self) -> Vec<String> {
        self.problem(Code::Invalid).errors.into_iter().map(|fault| fault.pointer).collect()
    }

    /// Checks that it is a well-formed problem with a code, and gives it.
    pub fn problem(&self, code: Code) -> Problem {
        assert_eq!(
            self.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes),
            Some("application/problem+json".as_bytes()),
            "{}",
            self.text
        );
        let problem: Problem = serde_json::from_str(&self.text).unwrap();
        assert_eq!((problem.code, problem.status), (code, self.status.as_u16()), "{}", self.text);
        assert!(problem.request_id.is_some(), "{}", self.text);
        problem
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
