//! A Vedetta that is measured or tormented: the release build with an admin of its own, spoken to as scripts do.

use std::env;
use std::fmt;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::http::Response;
use ureq::{Agent, Body};

use crate::moments;
use crate::places;
use crate::product::{self, Profile};
use crate::test_server::{TestServer, sqlite_in};

const PASSWORD: &str = "measured, never guessed";
const REQUEST_WITHIN: Duration = Duration::from_secs(60);
const JOB_WITHIN: Duration = Duration::from_secs(290);
/// Before another try where the server asks for patience.
const PATIENCE: Duration = Duration::from_millis(200);
/// A name or an address that guessed wrongly has to wait for a minute or two at most; who asks too often, for less.
const LONGEST_WAIT: Duration = Duration::from_secs(180);

pub struct Vedetta {
    pub server: TestServer,
    agent: Agent,
    admin: String,
    /// Renewed when it has ended: a torment may last longer.
    token: Mutex<String>,
}

/// What a server answered instead of doing what was asked.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    /// Whether it said when to come again.
    pub has_retry_after: bool,
    said: String,
}

impl Refusal {
    pub fn new(status: u16, has_retry_after: bool, said: String) -> Self {
        Self { status, has_retry_after, said }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for Refusal {}

/// A job that ended well.
pub struct DoneJob {
    /// From its claim to its end, as the job itself says.
    pub took: Duration,
    /// From the request to the end, as a script sees it.
    pub end_to_end: Duration,
    pub report_id: String,
}

impl Vedetta {
    /// On an SQLite file of its own.
    pub fn on_sqlite() -> Result<Self> {
        let folder = places::scratch("bench")?;
        let database = sqlite_in(&folder);
        Self::start(folder, &[("VEDETTA_DATABASE", &database)], &["admin"])
    }

    /// On this database of a MongoDB, with further settings and a new admin of this name.
    pub fn on_mongodb(url: &str, database: &str, more: &[(&str, &str)], admin: &str) -> Result<Self> {
        let mut settings = vec![("VEDETTA_DATABASE", url), ("MONGODB_DATABASE_NAME", database)];
        settings.extend(more);
        Self::start(places::scratch("bench")?, &settings, &[admin])
    }

    /// On an SQLite file of its own, with so many admins.
    pub fn with_admins(count: usize) -> Result<(Self, Vec<String>)> {
        let folder = places::scratch("bench")?;
        let database = sqlite_in(&folder);
        let names: Vec<String> = (0..count).map(|number| format!("admin{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let vedetta = Self::start(folder, &[("VEDETTA_DATABASE", &database)], &names)?;
        let tokens = names.iter().map(|name| vedetta.sign_in(name)).collect::<Result<_>>()?;
        Ok((vedetta, tokens))
    }

    fn start(folder: TempDir, settings: &[(&str, &str)], admins: &[&str]) -> Result<Self> {
        for name in admins {
            add_admin(settings, name)?;
        }
        let server = TestServer::start_in(folder, settings)?;
        Self::of(server, admins[0])
    }

    /// Speaks to a server that runs, as an admin whom it knows.
    pub fn of(server: TestServer, admin: &str) -> Result<Self> {
        let agent =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(REQUEST_WITHIN)).build().into();
        let vedetta = Self { server, agent, admin: admin.into(), token: Mutex::default() };
        *vedetta.kept_token() = vedetta.sign_in(admin)?;
        Ok(vedetta)
    }

    /// Waits its turn where somebody has guessed at this name's password.
    pub fn sign_in(&self, name: &str) -> Result<String> {
        let credentials = json!({"username": name, "password": PASSWORD});
        let answer = patiently(|| self.agent.post(self.url("/api/v1/auth/login")).send_json(&credentials))?;
        let body: Value = accepted("signing in", answer)?.body_mut().read_json()?;
        Ok(body["access_token"].as_str().context("the sign-in gave no token")?.to_owned())
    }

    /// The access token of its admin.
    pub fn token(&self) -> String {
        self.kept_token().clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.server.port)
    }

    pub fn get(&self, path: &str) -> Result<Value> {
        Ok(serde_json::from_slice(&self.get_bytes(path)?)?)
    }

    /// A body as it came.
    pub fn get_bytes(&self, path: &str) -> Result<Vec<u8>> {
        let request = |bearer: &str| self.agent.get(self.url(path)).header("authorization", bearer).call();
        let mut answer = self.send(&format!("GET {path}"), request)?;
        Ok(answer.body_mut().with_config().limit(1 << 30).read_to_vec()?)
    }

    /// Sends rows.
    pub fn ingest(&self, path: &str, ndjson: &str) -> Result<u64> {
        let mut answer = self.send(&format!("POST {path}"), |bearer| {
            let request = self.agent.post(self.url(path)).header("authorization", bearer);
            request.content_type("application/x-ndjson").send(ndjson)
        })?;
        let body: Value = answer.body_mut().read_json()?;
        ensure!(body["rejected"] == 0, "rows were rejected: {}", body["errors"]);
        body["accepted"].as_u64().context("the answer has no count")
    }

    /// Starts an analysis and gives the id of its job.
    pub fn start_analysis(&self, configuration: &Value) -> Result<String> {
        self.start_with(configuration, &[])
    }

    /// Starts an analysis that was perhaps started under this key before.
    pub fn start_analysis_once(&self, configuration: &Value, key: &str) -> Result<String> {
        self.start_with(configuration, &[("idempotency-key", key)])
    }

    fn start_with(&self, configuration: &Value, headers: &[(&str, &str)]) -> Result<String> {
        let mut answer = self.send("POST analyses", |bearer| {
            let request = self.agent.post(self.url("/api/v1/analyses")).header("authorization", bearer);
            let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
            request.send_json(configuration)
        })?;
        let job: Value = answer.body_mut().read_json()?;
        Ok(job["id"].as_str().context("the job has no id")?.to_owned())
    }

    /// Sends a request as the admin, and again with a new token when the old one has ended.
    fn send(
        &self,
        what: &str,
        request: impl Fn(&str) -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>> {
        let send = |token: &str| patiently(|| request(&format!("Bearer {token}")));
        let token = self.token();
        let mut answer = send(&token)?;
        if answer.status() == 401 {
            self.renew(&token)?;
            answer = send(&self.token())?;
        }
        accepted(what, answer)
    }

    /// Signs in again, unless another thread has just done that.
    fn renew(&self, ended: &str) -> Result<()> {
        let mut token = self.kept_token();
        if *token == ended {
            *token = self.sign_in(&self.admin)?;
        }
        Ok(())
    }

    fn kept_token(&self) -> MutexGuard<'_, String> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts an analysis and waits for its end.
    pub fn analyse(&self, configuration: &Value) -> Result<DoneJob> {
        let started = Instant::now();
        let path = format!("/api/v1/jobs/{}", self.start_analysis(configuration)?);
        loop {
            let job = self.get(&path)?;
            match job["state"].as_str() {
                Some("queued" | "running") => {
                    ensure!(started.elapsed() < JOB_WITHIN, "the job did not end in time");
                    thread::sleep(Duration::from_millis(if started.elapsed().as_secs() < 2 { 30 } else { 250 }));
                }
                Some("completed") => return done(&job, started.elapsed()),
                _ => bail!("the job ended as {job}"),
            }
        }
    }
}

/// Sends a request again for as long as the server asks for patience, but not for ever.
fn patiently(request: impl Fn() -> Result<Response<Body>, ureq::Error>) -> Result<Response<Body>, ureq::Error> {
    let deadline = Instant::now() + LONGEST_WAIT;
    loop {
        let answer = request()?;
        if answer.status() != 429 || Instant::now() > deadline {
            return Ok(answer);
        }
        thread::sleep(PATIENCE);
    }
}

/// The answer, if it is one to what was asked.
fn accepted(what: &str, mut answer: Response<Body>) -> Result<Response<Body>> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let has_retry_after = answer.headers().contains_key("retry-after");
    let said = format!("{what} answers {}: {}", status.as_u16(), answer.body_mut().read_to_string()?);
    Err(Refusal::new(status.as_u16(), has_retry_after, said).into())
}

fn done(job: &Value, end_to_end: Duration) -> Result<DoneJob> {
    let moment = |field: &str| {
        let text = job[field].as_str().with_context(|| format!("the job has no {field}"))?;
        moments::milliseconds_since_1970(text)
    };
    let took = u64::try_from(moment("ended_at")? - moment("started_at")?).context("the job ended before its start")?;
    let report_id = job["report_id"].as_str().context("the job has no report")?.to_owned();
    Ok(DoneJob { took: Duration::from_millis(took.max(1)), end_to_end, report_id })
}

/// Adds an admin from the command line.
pub fn add_admin(settings: &[(&str, &str)], name: &str) -> Result<()> {
    add_user(settings, name, "admin")
}

/// Adds an account with this role from the command line.
pub fn add_user(settings: &[(&str, &str)], name: &str, role: &str) -> Result<()> {
    let mut child = Command::new(product::program(Profile::Release))
        .args(["user", "add", name, "--role", role, "--password-stdin"])
        // The settings of the developer's own Vedetta stay out of it.
        .env_clear()
        .current_dir(env::temp_dir())
        .envs(settings.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    child.stdin.take().context("no standard input")?.write_all(PASSWORD.as_bytes())?;
    ensure!(child.wait()?.success(), "{name} could not be added");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_takes_from_its_claim_to_its_end() {
        let took = |started: &str, ended: &str| {
            let job = json!({"started_at": started, "ended_at": ended, "report_id": "r"});
            done(&job, Duration::ZERO).map(|job| job.took.as_millis())
        };
        assert_eq!(took("2025-01-31T23:59:59.5Z", "2025-02-01T00:00:01Z").unwrap(), 1500);
        assert_eq!(took("2025-01-31T10:00:00Z", "2025-01-31T10:00:00Z").unwrap(), 1, "what takes no time has no rate");
        assert!(took("2025-01-31T10:00:00Z", "soon").is_err());
    }
}
