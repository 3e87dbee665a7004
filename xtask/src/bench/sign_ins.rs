//! Sign-ins: a storm of them that fills the queue of hashing, and whether the time of an answer tells a known name.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::{Value, json};
use ureq::Agent;

use super::database::Database;
use super::report::{Row, Table};
use super::sizes::megabytes;
use super::{Scope, milliseconds, percentile, timed};
use crate::vedetta::{Vedetta, add_user};

const SIGNERS: usize = 64;
/// What the server says when the queue is full; that one address tries too often is another matter.
const QUEUE_IS_FULL: &str = "too many people are signing in";
/// Between two of the requests that other people send.
const BETWEEN: Duration = Duration::from_millis(50);
/// As many wrong passwords as an account may be given before its answers are held back.
const TRIES_OF_ACCOUNT: usize = 5;

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    // Every request comes from an address of its own, as through a proxy: one address alone is stopped earlier.
    let database = Database::sqlite()?;
    let vedetta = database.serve_with(&[("VEDETTA_TRUSTED_PROXIES", "127.0.0.1")])?;
    storm(&vedetta, Duration::from_secs(if scope.quick { 5 } else { 30 }), table)?;
    drop(vedetta);
    names(&database, if scope.quick { 100 } else { 1000 }, table)
}

/// What the answers to a storm were.
#[derive(Default)]
struct Answers {
    wrong: AtomicU64,
    full: AtomicU64,
    full_without_retry_after: AtomicU64,
    others: AtomicU64,
}

/// Many sign in at once with wrong names, again and again, while somebody else works on.
fn storm(vedetta: &Vedetta, length: Duration, table: &mut Table) -> Result<()> {
    vedetta.get("/api/v1/jobs")?;
    let before = megabytes(vedetta.server.resident_kb()?);
    let (signer, answers, end) = (Signer::new(vedetta), Answers::default(), Instant::now() + length);
    let waits = thread::scope(|scope| {
        let storming = || {
            let agent = agent();
            while Instant::now() < end {
                answers.count(signer.try_name(&agent, &signer.new_name())?);
            }
            Ok::<_, anyhow::Error>(())
        };
        let signers: Vec<_> = (0..SIGNERS).map(|_| scope.spawn(storming)).collect();
        let waits = work_beside(vedetta, end);
        signers.into_iter().try_for_each(|signer| signer.join().map_err(|_| anyhow!("a signer panicked"))?)?;
        waits
    })?;
    let grown = (megabytes(vedetta.server.peak_kb()?) - before).max(0.0);
    table.add(Row::at_most(format!("memory that a storm of {SIGNERS} sign-ins adds"), grown, 50.0, "MB"));
    table.add(Row::at_most("other requests during the storm, p99", percentile(waits, 0.99), 100.0, "ms"));
    table.add(answers.row());
    Ok(())
}

impl Answers {
    fn count(&self, answer: Answer) {
        let counter = match answer {
            Answer::Wrong => &self.wrong,
            Answer::Full { has_retry_after: true } => &self.full,
            Answer::Full { has_retry_after: false } => &self.full_without_retry_after,
            Answer::Other => &self.others,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    fn row(self) -> Row {
        let (wrong, full) = (self.wrong.into_inner(), self.full.into_inner());
        let bad = self.full_without_retry_after.into_inner() + self.others.into_inner();
        Row::check(
            "a storm's answers",
            format!("{wrong} checked, {full} refused by the full queue, {bad} otherwise"),
            "429 with Retry-After when full, nothing otherwise",
            wrong > 0 && full > 0 && bad == 0,
        )
    }
}

/// Reads at a steady pace until the end; how long each answer took after its time, in milliseconds.
fn work_beside(vedetta: &Vedetta, end: Instant) -> Result<Vec<f64>> {
    let (mut waits, mut next) = (Vec::new(), Instant::now());
    while next < end {
        thread::sleep(next.saturating_duration_since(Instant::now()));
        vedetta.get("/api/v1/jobs")?;
        waits.push(milliseconds(next.elapsed()));
        next += BETWEEN;
    }
    Ok(waits)
}

/// Wrong passwords for known and for unknown names in turn.
fn names(database: &Database, tries: usize, table: &mut Table) -> Result<()> {
    let accounts: Vec<String> = (0..tries.div_ceil(TRIES_OF_ACCOUNT)).map(|number| format!("known{number}")).collect();
    println!("adding {} accounts", accounts.len());
    accounts.iter().try_for_each(|name| add_user(&database.settings(), name, "viewer"))?;
    let vedetta = database.serve_with(&[("VEDETTA_TRUSTED_PROXIES", "127.0.0.1")])?;
    let (signer, agent) = (Signer::new(&vedetta), agent());
    let time = |name: &str| {
        let (answer, took) = timed(|| signer.try_name(&agent, name))?;
        ensure!(matches!(answer, Answer::Wrong), "a wrong password was not answered as one");
        Ok(milliseconds(took))
    };
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..tries {
        known.push(time(&accounts[number % accounts.len()])?);
        unknown.push(time(&signer.new_name())?);
    }
    let (known, unknown) = (percentile(known, 0.5), percentile(unknown, 0.5));
    let what = format!("known and unknown names, difference of the medians of {tries} tries each");
    let mut row = Row::at_most(what, (known - unknown).abs(), 2.0, "ms");
    row.ours = format!("{:.2} ms ({known:.2} and {unknown:.2})", (known - unknown).abs());
    table.add(row);
    Ok(())
}

enum Answer {
    Wrong,
    Full { has_retry_after: bool },
    Other,
}

/// Signs in with a wrong password, each time from another address.
struct Signer {
    url: String,
    count: AtomicU32,
}

impl Signer {
    fn new(vedetta: &Vedetta) -> Self {
        Self { url: vedetta.url("/api/v1/auth/login"), count: AtomicU32::new(0) }
    }

    /// One that nobody has used.
    fn new_name(&self) -> String {
        format!("nobody{}", self.count.fetch_add(1, Ordering::Relaxed))
    }

    fn try_name(&self, agent: &Agent, name: &str) -> Result<Answer> {
        let [_, high, middle, low] = self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let mut answer = agent
            .post(&self.url)
            .header("x-forwarded-for", format!("10.{high}.{middle}.{low}"))
            .send_json(json!({"username": name, "password": "a wrong password"}))?;
        let has_retry_after = answer.headers().contains_key("retry-after");
        let problem: Value = answer.body_mut().read_json()?;
        let detail = problem["detail"].as_str().context("a refusal without a detail")?;
        Ok(match answer.status().as_u16() {
            401 => Answer::Wrong,
            429 if detail.starts_with(QUEUE_IS_FULL) => Answer::Full { has_retry_after },
            _ => Answer::Other,
        })
    }
}

fn agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).build().into()
}
