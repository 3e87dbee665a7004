//! A Vedetta that is measured or tormented: the release build with an admin of its own, spoken to as scripts do.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

use crate::places;
use crate::product::{self, Profile};
use crate::test_server::TestServer;

const PASSWORD: &str = "measured, never guessed";
const REQUEST_WITHIN: Duration = Duration::from_secs(60);
const JOB_WITHIN: Duration = Duration::from_secs(290);

pub struct Vedetta {
    pub server: TestServer,
    agent: Agent,
    token: String,
}

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
        let database = format!("sqlite:{}", folder.path().join("vedetta.db").display());
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
        let database = format!("sqlite:{}", folder.path().join("vedetta.db").display());
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
        let mut vedetta = Self { server, agent, token: String::new() };
        vedetta.token = vedetta.sign_in(admin)?;
        Ok(vedetta)
    }

    pub fn sign_in(&self, name: &str) -> Result<String> {
        let credentials = json!({"username": name, "password": PASSWORD});
        let mut answer = self.agent.post(self.url("/api/v1/auth/login")).send_json(credentials)?;
        ensure!(answer.status() == 200, "signing in answers {}", answer.status());
        let body: Value = answer.body_mut().read_json()?;
        Ok(body["access_token"].as_str().context("the sign-in gave no token")?.to_owned())
    }

    /// The access token of its admin.
    pub fn token(&self) -> &str {
        &self.token
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.server.port)
    }

    pub fn get(&self, path: &str) -> Result<Value> {
        let mut answer = self.agent.get(self.url(path)).header("authorization", self.bearer()).call()?;
        ensure!(answer.status() == 200, "GET {path} answers {}", answer.status());
        Ok(answer.body_mut().with_config().limit(1 << 30).read_json()?)
    }

    /// Sends rows; again when the server asks for patience.
    pub fn ingest(&self, path: &str, ndjson: &str) -> Result<u64> {
        loop {
            let request = self.agent.post(self.url(path)).header("authorization", self.bearer());
            let mut answer = request.content_type("application/x-ndjson").send(ndjson)?;
            match answer.status().as_u16() {
                200 => {
                    let body: Value = answer.body_mut().read_json()?;
                    ensure!(body["rejected"] == 0, "rows were rejected: {}", body["errors"]);
                    return body["accepted"].as_u64().context("the answer has no count");
                }
                429 => thread::sleep(Duration::from_millis(200)),
                status => bail!("POST {path} answers {status}: {}", answer.body_mut().read_to_string()?),
            }
        }
    }

    /// Starts an analysis and gives the id of its job.
    pub fn start_analysis(&self, configuration: &Value) -> Result<String> {
        let request = self.agent.post(self.url("/api/v1/analyses")).header("authorization", self.bearer());
        let mut answer = request.send_json(configuration)?;
        ensure!(answer.status() == 202, "POST analyses: {}", answer.body_mut().read_to_string()?);
        let job: Value = answer.body_mut().read_json()?;
        Ok(job["id"].as_str().context("the job has no id")?.to_owned())
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

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }
}

fn done(job: &Value, end_to_end: Duration) -> Result<DoneJob> {
    let moment = |field: &str| {
        let text = job[field].as_str().with_context(|| format!("the job has no {field}"))?;
        milliseconds_of_day(text).with_context(|| format!("{field} is {text}"))
    };
    let (started, ended) = (moment("started_at")?, moment("ended_at")?);
    // A job that runs over midnight ends on the next day.
    let took = (ended - started).rem_euclid(86_400_000);
    let report_id = job["report_id"].as_str().context("the job has no report")?.to_owned();
    Ok(DoneJob { took: Duration::from_millis(took.unsigned_abs().max(1)), end_to_end, report_id })
}

/// Of `2025-01-01T10:20:30.123Z`.
fn milliseconds_of_day(moment: &str) -> Option<i64> {
    let time = moment.get(11..)?.trim_end_matches('Z');
    let mut parts = time.split(':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next()?.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "a minute has few milliseconds")]
    let milliseconds = (seconds * 1000.0).round() as i64;
    Some((hours * 60 + minutes) * 60_000 + milliseconds)
}

/// Adds an admin from the command line.
pub fn add_admin(settings: &[(&str, &str)], name: &str) -> Result<()> {
    add_user(settings, name, "admin")
}

/// Adds an account with this role from the command line.
pub fn add_user(settings: &[(&str, &str)], name: &str, role: &str) -> Result<()> {
    let mut child = Command::new(product::program(Profile::Release))
        .args(["user", "add", name, "--role", role, "--password-stdin"])
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
    fn moments_are_read() {
        assert_eq!(milliseconds_of_day("2025-01-01T01:02:03.5Z"), Some(3_723_500));
        assert_eq!(milliseconds_of_day("yesterday"), None);
    }
}
