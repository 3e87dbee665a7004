//! Analyses that are started while something fails: each under a key of its own, and started again under it until that is
//! acknowledged, so that in the end every key has one job and every job one report.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bson::doc;
use serde_json::{Value, json};

use super::report::Outcome;
use super::rows::{lock, unexpected};
use super::wait_until;
use crate::mongod::ReplicaSet;
use crate::mongod_wire::{run_command, succeeded};
use crate::vedetta::Vedetta;

/// An admin may start ten a minute.
const BETWEEN: Duration = Duration::from_secs(6);
const STARTED_WITHIN: Duration = Duration::from_secs(120);
const DONE_WITHIN: Duration = Duration::from_secs(180);

/// The jobs that were asked for.
#[derive(Default)]
pub struct JobLedger {
    next: AtomicU32,
    unsure: Mutex<Vec<u32>>,
    started: Mutex<Vec<String>>,
    unexpected: Mutex<BTreeSet<String>>,
}

impl JobLedger {
    /// Starts one job.
    pub fn start(&self, vedetta: &Vedetta) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        match vedetta.start_analysis_once(&configuration(), &key(number)) {
            Ok(id) => lock(&self.started).push(id),
            Err(error) => {
                lock(&self.unsure).push(number);
                if let Some(fault) = unexpected(&error) {
                    lock(&self.unexpected).insert(fault);
                }
            }
        }
    }

    /// Starts jobs until `stop`, as many as an admin may.
    pub fn start_until(&self, vedetta: &Vedetta, stop: &AtomicBool) {
        let mut next = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            if Instant::now() >= next {
                next = Instant::now() + BETWEEN;
                self.start(vedetta);
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until no job is left to do.
    pub fn wait_for_all(&self, vedetta: &Vedetta) -> Result<()> {
        let is_open = |job: &Value| matches!(job["state"].as_str(), Some("queued" | "running"));
        // An outage may still go on; what lasts, the limit ends.
        let all_ended = || Ok(all(vedetta, "jobs").is_ok_and(|jobs| !jobs.iter().any(is_open)));
        wait_until(DONE_WITHIN, "every job has ended", all_ended).map(drop)
    }

    /// Starts again what was not acknowledged, waits for every end and compares.
    pub fn check(&self, vedetta: &Vedetta, outcome: &mut Outcome) -> Result<()> {
        let began = Instant::now();
        for number in std::mem::take(&mut *lock(&self.unsure)) {
            let id = loop {
                match vedetta.start_analysis_once(&configuration(), &key(number)) {
                    Ok(id) => break id,
                    Err(error) => ensure!(began.elapsed() < STARTED_WITHIN, "a job is still refused: {error:#}"),
                }
                thread::sleep(Duration::from_millis(200));
            };
            lock(&self.started).push(id);
        }
        self.wait_for_all(vedetta)?;
        outcome.complaints.extend(lock(&self.unexpected).iter().cloned());
        compare(vedetta, &lock(&self.started), outcome)
    }
}

/// Compares the jobs that were acknowledged with the jobs and reports that there are.
pub fn compare(vedetta: &Vedetta, started: &[String], outcome: &mut Outcome) -> Result<()> {
    let jobs = all(vedetta, "jobs")?;
    let reports = all(vedetta, "reports")?;
    let done = |id: &&String| jobs.iter().any(|job| job["id"] == ***id && job["state"] == "completed");
    let reports_of = |id: &&String| reports.iter().filter(|report| report["job_id"] == ***id).count() as u64;
    outcome.acknowledged += started.len() as u64;
    outcome.lost += started.iter().filter(|id| !done(id) || reports_of(id) == 0).count() as u64;
    outcome.doubled += started.iter().map(|id| reports_of(&id).saturating_sub(1)).sum::<u64>();
    outcome.doubled += (jobs.len() as u64).saturating_sub(started.len() as u64);
    let failed = jobs.iter().filter(|job| job["state"] != "completed");
    outcome.complaints.extend(failed.map(|job| format!("a job ended as {}: {}", job["state"], job["error"])));
    if reports.windows(2).any(|pair| pair[0]["score"] != pair[1]["score"]) {
        outcome.complaints.push("reports of equal jobs differ".into());
    }
    Ok(())
}

/// Everything that a list has.
pub fn all(vedetta: &Vedetta, list: &str) -> Result<Vec<Value>> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let mut page = vedetta.get(&format!("/api/v1/{list}?limit=1000{cursor}"))?;
        items.append(page["items"].as_array_mut().context("the list has no items")?);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok(items),
        }
    }
}

/// The same question in every job.
pub fn configuration() -> Value {
    json!({"kind": "availability", "day": "2025-01-01"})
}

fn key(number: u32) -> String {
    format!("tormented-{number}")
}

/// The data of that question: a day of ten services, one sample a minute, of which some fail.
pub fn load_day(vedetta: &Vedetta) -> Result<()> {
    let mut text = String::new();
    for minute in 0..1440 {
        for service in 0..10 {
            let status = if (minute + service * 97) % 211 == 0 { "failed" } else { "ok" };
            let (hour, minute) = (minute / 60, minute % 60);
            // Writing to a text cannot fail.
            let _ = writeln!(
                text,
                r#"{{"timestamp":"2025-01-01T{hour:02}:{minute:02}:00Z","service_id":"service-{service}","status":"{status}"}}"#
            );
        }
    }
    vedetta.ingest("/api/v1/ingest/samples", &text).map(drop)
}

/// Holds up the writing of every report for so long, on every node, so that jobs are caught at work.
pub fn slow_down(mongod: &ReplicaSet, database: &str, milliseconds: i32) -> Result<()> {
    fail_commands(
        mongod,
        doc! {
            "failCommands": ["insert"],
            "namespace": format!("{database}.vedetta_report_parts"),
            "blockConnection": true,
            "blockTimeMS": milliseconds,
        },
    )
}

/// Makes commands fail on every node until [`mend`].
pub fn fail_commands(mongod: &ReplicaSet, how: bson::Document) -> Result<()> {
    set_fail_point(mongod, &doc! {"configureFailPoint": "failCommand", "mode": "alwaysOn", "data": how})
}

pub fn mend(mongod: &ReplicaSet) -> Result<()> {
    set_fail_point(mongod, &doc! {"configureFailPoint": "failCommand", "mode": "off"})
}

fn set_fail_point(mongod: &ReplicaSet, command: &bson::Document) -> Result<()> {
    for place in mongod.places() {
        let answer = run_command(mongod.port_of(place), "admin", command.clone())?;
        ensure!(succeeded(&answer), "MongoDB does not take the fail point: {answer}");
    }
    Ok(())
}
