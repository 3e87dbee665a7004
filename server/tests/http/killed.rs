//! The program itself when it ends in the middle of a job: killed, told to stop, or with its workers apart.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use store::{DatabaseUrl, Store};

use crate::{
    given,
    harness::{Home, PASSWORD},
    program::{self, Running},
};

/// Within this an orphaned job is to be finished by another process.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(45);

/// The end of a process takes less than this, whatever happens.
const ENDED_WITHIN: Duration = Duration::from_secs(10);

/// A folder and a database that several processes use, one after the other.
struct Site(Home);

/// Somebody who is signed in to one process.
struct Session {
    server: Running,
    token: String,
}

impl Site {
    /// With an admin, and whatever data `give` adds.
    async fn with_data(give: impl AsyncFnOnce(&dyn Store)) -> Self {
        let site = Self(Home::new());
        let store = store::open(&site.0.url).await.unwrap();
        give(&*store).await;
        store.close().await;
        drop(store);
        let add = ["user", "add", "ada", "--role", "admin", "--password-stdin"];
        let (status, said) = program::run_to_end(site.vedetta().args(add), &format!("{PASSWORD}\n"));
        assert_eq!(status, Some(0), "{said}");
        site
    }

    fn vedetta(&self) -> Command {
        let mut command = program::vedetta(self.0.folder.path());
        match &self.0.url {
            DatabaseUrl::Sqlite { path } => command.env("VEDETTA_DATABASE", format!("sqlite:{}", path.display())),
            DatabaseUrl::Mongo { uri, database, .. } => {
                command.env("VEDETTA_DATABASE", uri).env("VEDETTA_MONGODB_DATABASE", database)
            }
        };
        command
    }

    fn serve(&self, env: &[(&str, &str)]) -> Session {
        let server = Running::start_with(self.vedetta().envs(env.iter().copied()), 1);
        let mut session = Session { server, token: String::new() };
        let login = json!({"username": "ada", "password": PASSWORD});
        let (status, signed_in) = session.call("POST", "/api/v1/auth/login", Some(&login));
        assert_eq!(status, 200, "{signed_in}");
        session.token = signed_in["access_token"].as_str().unwrap().to_owned();
        session
    }
}

impl Session {
    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let body = body.map_or_else(String::new, Value::to_string);
        let head = format!(
            "{method} {path} HTTP/1.0\r\nhost: v\r\ncontent-type: application/json\r\nauthorization: Bearer {}\r\n\
             content-length: {}\r\n\r\n",
            self.token,
            body.len()
        );
        let mut answer = String::new();
        self.server.request(&(head + &body)).read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    fn start(&self, configuration: &Value) -> String {
        let (status, job) = self.call("POST", "/api/v1/analyses", Some(configuration));
        assert_eq!(status, 202, "{job}");
        job["id"].as_str().unwrap().to_owned()
    }

    /// Waits until a job is in a state.
    fn wait_for(&self, id: &str, state: &str, patience: Duration) -> Value {
        let deadline = Instant::now() + patience;
        loop {
            let (_, job) = self.call("GET", &format!("/api/v1/jobs/{id}"), None);
            if job["state"] == state {
                return job;
            }
            assert!(Instant::now() < deadline, "not {state} but {job}");
            thread::sleep(Duration::from_millis(25));
        }
    }

    fn check_report(&self, id: &str) {
        let (_, report) = self.call("GET", &format!("/api/v1/reports/{id}"), None);
        let service = &report["services"][0];
        assert_eq!(service["samples"]["failed"], given::MANY);
        assert_eq!(service["points"].as_array().unwrap().len(), given::MANY as usize);
        assert_eq!(service["final_status"], "CRITICAL");
    }
}

#[tokio::test]
async fn a_killed_program_leaves_its_job_to_the_next_and_a_stopped_one_gives_it_back() {
    let site = Site::with_data(async |store| given::so_much(store).await).await;
    let soon = Duration::from_secs(30);

    let mut killed = site.serve(&[]);
    let id = killed.start(&given::all_of_it());
    killed.wait_for(&id, "running", soon);
    killed.server.child.kill().unwrap();
    killed.server.child.wait().unwrap();
    let mut next = site.serve(&[]);
    let job = next.wait_for(&id, "completed", TAKEN_OVER_WITHIN);
    assert_eq!(job["progress"], 100);
    next.check_report(&id);

    let id = next.start(&given::all_of_it());
    next.wait_for(&id, "running", soon);
    let told = Instant::now();
    assert_eq!(next.server.terminate(), Some(0));
    assert!(told.elapsed() < ENDED_WITHIN, "{:?}", told.elapsed());
    let last = site.serve(&[]);
    last.wait_for(&id, "completed", soon);
    last.check_report(&id);
}

#[tokio::test]
async fn a_worker_apart_does_the_jobs_of_a_server_without_workers() {
    let site = Site::with_data(async |store| {
        let moment = given::at("2025-09-01T12:00:00Z");
        store.add_samples(&[given::sample("web", moment, model::SampleStatus::Failed)]).await.unwrap();
    })
    .await;
    let mut server = site.serve(&[("VEDETTA_WORKERS", "0")]);
    let id = server.start(&json!({"kind": "availability"}));
    assert_eq!(server.server.terminate(), Some(0));

    let mut worker = site.vedetta().arg("worker").stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(worker.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(log.any(|line| line.contains(r#""outcome":"completed""#)));
    Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap();
    assert_eq!(worker.wait().unwrap().code(), Some(0));

    let server = site.serve(&[("VEDETTA_WORKERS", "0")]);
    server.wait_for(&id, "completed", Duration::ZERO);
    let (_, report) = server.call("GET", &format!("/api/v1/reports/{id}"), None);
    assert_eq!(report["services"][0]["final_score"], 0.9);
}

/// Stands between a program and its MongoDB, and passes everything on until it falls silent.
struct Between {
    address: SocketAddr,
    is_silent: Arc<AtomicBool>,
}

impl Between {
    fn start(mongodb: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, is_silent) = (listener.local_addr().unwrap(), Arc::new(AtomicBool::new(false)));
        let (mongodb, silence) = (mongodb.to_owned(), is_silent.clone());
        thread::spawn(move || {
            for client in listener.incoming().map(Result::unwrap) {
                let server = TcpStream::connect(&mongodb).unwrap();
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to, silence) = (from.try_clone().unwrap(), to.try_clone().unwrap(), silence.clone());
                    thread::spawn(move || pass_on(from, to, &silence));
                }
            }
        });
        Self { address, is_silent }
    }
}

/// What comes once it is silent goes nowhere, but the connection stays.
fn pass_on(mut from: TcpStream, mut to: TcpStream, is_silent: &AtomicBool) {
    let mut bytes = [0; 4096];
    while let Ok(count) = from.read(&mut bytes) {
        if count == 0 || (!is_silent.load(Ordering::Relaxed) && to.write_all(&bytes[..count]).is_err()) {
            return;
        }
    }
}

#[tokio::test]
#[ignore = "needs MongoDB: nothing comes between SQLite and its file"]
async fn it_ends_in_time_though_its_database_has_fallen_silent_in_the_middle_of_a_job() {
    let site = Site::with_data(async |store| given::so_much(store).await).await;
    let DatabaseUrl::Mongo { uri, .. } = &site.0.url else { panic!("this is not MongoDB") };
    let between = Between::start(uri.strip_prefix("mongodb://").unwrap().split('/').next().unwrap());
    let through = format!("mongodb://{}/?directConnection=true", between.address);
    let mut running = site.serve(&[("VEDETTA_DATABASE", &through)]);
    let id = running.start(&given::all_of_it());
    running.wait_for(&id, "running", Duration::from_secs(30));
    between.is_silent.store(true, Ordering::Relaxed);
    let told = Instant::now();
    assert_eq!(running.server.terminate(), Some(0));
    assert!(told.elapsed() < ENDED_WITHIN, "{:?}", told.elapsed());

    // Nobody gave the job back, so that it is left to its lease.
    let next = site.serve(&[]);
    next.wait_for(&id, "completed", TAKEN_OVER_WITHIN);
    next.check_report(&id);
}
