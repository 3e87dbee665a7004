//! Two servers on one MongoDB with jobs queued, of which one dies or falls asleep: the other finishes every job, once.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bson::doc;
use serde_json::{Value, json};

use super::Scope;
use super::report::Outcome;
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::{run_command, succeeded};
use crate::processes::signal;
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_jobs";
const JOBS: usize = 20;
/// An orphan runs again within 45 s; the rest is its turn in the queue and its work.
const LIMIT: Duration = Duration::from_secs(75);
/// Every read of the samples is held up for so long, so that jobs are caught at work.
const SLOW_READ_MS: i32 = 800;
/// Longer than a lease.
const SLEEP: Duration = Duration::from_secs(36);

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let mongod = ReplicaSet::start(&mongod::program()?, None)?;
    let dies = torment(&mongod, "kill -9 of one of two servers, 20 jobs queued", |server| {
        server.server.kill();
        Ok(())
    })?;
    let sleeps = torment(&mongod, "SIGSTOP past the lease of one of two servers, 20 jobs queued", |server| {
        signal(server.server.id(), "STOP")
    })?;
    Ok(vec![dies, sleeps])
}

fn torment(mongod: &ReplicaSet, what: &str, fail: impl FnOnce(&Vedetta) -> Result<()>) -> Result<Outcome> {
    let mut outcome = Outcome::new(what, LIMIT);
    outcome.rounds = 1;
    run_command(mongod.port, DATABASE, doc! {"dropDatabase": 1})?;
    let victim = Vedetta::on_mongodb(&mongod.url, DATABASE, &[("VEDETTA_WORKERS", "2")], "first")?;
    let other = Vedetta::on_mongodb(&mongod.url, DATABASE, &[("VEDETTA_WORKERS", "1")], "second")?;
    victim.ingest("/api/v1/ingest/samples", &samples())?;
    slow_down(mongod, true)?;
    let configuration = json!({"kind": "availability", "day": "2025-01-01"});
    // Each of the two admins may start half of them within a minute.
    let servers = [&victim, &other].into_iter().cycle().take(JOBS);
    let jobs: Vec<String> = servers.map(|server| server.start_analysis(&configuration)).collect::<Result<_>>()?;
    wait_until(Duration::from_secs(20), || Ok(states(&other)?.iter().any(|state| state == "running")))?;

    fail(&victim)?;
    let failed_at = Instant::now();
    wait_until(LIMIT * 2, || Ok(states(&other)?.iter().all(|state| state == "completed")))?;
    outcome.recoveries.push(failed_at.elapsed());
    slow_down(mongod, false)?;
    let before = reports(&other)?;
    if victim.server.is_running()? {
        thread::sleep(SLEEP.saturating_sub(failed_at.elapsed()));
        signal(victim.server.id(), "CONT")?;
        // Whatever it still wanted to write, it does so now.
        thread::sleep(Duration::from_secs(2));
    }
    let after = reports(&other)?;
    if before != after {
        outcome.complaints.push("a report changed after the sleeper woke".into());
    }
    outcome.acknowledged = jobs.len() as u64;
    let ids: Vec<&str> = after.iter().filter_map(|report| report["id"].as_str()).collect();
    outcome.lost = jobs.iter().filter(|job| !ids.contains(&job.as_str())).count() as u64;
    outcome.doubled = (ids.len() as u64).saturating_sub(jobs.len() as u64);
    let scores: Vec<&Value> = after.iter().map(|report| &report["score"]).collect();
    if scores.windows(2).any(|pair| pair[0] != pair[1]) {
        outcome.complaints.push("reports of equal jobs differ".into());
    }
    Ok(outcome)
}

/// A day of ten services, one sample a minute, of which some fail.
fn samples() -> String {
    use std::fmt::Write;
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
    text
}

fn slow_down(mongod: &ReplicaSet, is_slow: bool) -> Result<()> {
    let command = if is_slow {
        doc! {
            "configureFailPoint": "failCommand",
            "mode": "alwaysOn",
            "data": {
                "failCommands": ["find", "aggregate", "count", "distinct"],
                "namespace": format!("{DATABASE}.metrics"),
                "blockConnection": true,
                "blockTimeMS": SLOW_READ_MS,
            },
        }
    } else {
        doc! {"configureFailPoint": "failCommand", "mode": "off"}
    };
    ensure!(succeeded(&run_command(mongod.port, "admin", command)?), "MongoDB does not take fail points");
    Ok(())
}

fn states(vedetta: &Vedetta) -> Result<Vec<String>> {
    let jobs = vedetta.get("/api/v1/jobs?limit=1000")?;
    let jobs = jobs["items"].as_array().context("the list of jobs has no items")?;
    Ok(jobs.iter().filter_map(|job| job["state"].as_str()).map(str::to_owned).collect())
}

fn reports(vedetta: &Vedetta) -> Result<Vec<Value>> {
    let reports = vedetta.get("/api/v1/reports?limit=1000")?;
    Ok(reports["items"].as_array().context("the list of reports has no items")?.clone())
}

fn wait_until(limit: Duration, is_so: impl Fn() -> Result<bool>) -> Result<()> {
    let started = Instant::now();
    while !is_so()? {
        ensure!(started.elapsed() < limit, "the jobs did not get there within {} s", limit.as_secs());
        thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}
