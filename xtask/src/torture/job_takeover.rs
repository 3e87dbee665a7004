//! Two servers on one MongoDB with jobs queued, of which one dies or falls asleep: the other takes its jobs over in time
//! and finishes every job, once.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bson::doc;

use super::report::Outcome;
use super::{Scope, jobs, wait_until};
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::run_command;
use crate::processes::signal;
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_jobs";
const JOBS: usize = 20;
/// An orphan runs again within this time.
const LIMIT: Duration = Duration::from_secs(45);
const CAUGHT_WITHIN: Duration = Duration::from_secs(30);
const DONE_WITHIN: Duration = Duration::from_secs(120);
/// How long the writing of a report is held up, so that jobs are caught at work.
const SLOW_WRITE_MS: i32 = 2000;
/// As long as two leases.
const SLEEP: Duration = Duration::from_secs(60);
/// A heartbeat comes every 5 s: whatever the sleeper still wanted to write, it has done so by then.
const AFTER_WAKING: Duration = Duration::from_secs(8);

/// What happens to the first server.
#[derive(Clone, Copy, PartialEq)]
enum Failure {
    Kill,
    Sleep,
}

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let mongod = ReplicaSet::start(&mongod::program()?)?;
    let failures = [
        (Failure::Kill, "kill -9 of one of two servers, 20 jobs queued"),
        (Failure::Sleep, "SIGSTOP for 60 s of one of two servers, 20 jobs queued"),
    ];
    let torment = |(failure, what)| {
        let mut outcome = Outcome::within(what, LIMIT);
        outcome.rounds = 1;
        torment(&mongod, failure, &mut outcome).map_or_else(|error| Outcome::broken(what, &error), |()| outcome)
    };
    Ok(failures.into_iter().map(torment).collect())
}

fn torment(mongod: &ReplicaSet, failure: Failure, outcome: &mut Outcome) -> Result<()> {
    run_command(mongod.port, DATABASE, doc! {"dropDatabase": 1})?;
    let victim = Vedetta::on_mongodb(&mongod.url, DATABASE, &[("VEDETTA_WORKERS", "2")], "first")?;
    let other = Vedetta::on_mongodb(&mongod.url, DATABASE, &[("VEDETTA_WORKERS", "1")], "second")?;
    jobs::load_day(&victim)?;
    jobs::slow_down(mongod, DATABASE, SLOW_WRITE_MS)?;
    // Each of the two admins may start half of them within a minute.
    let servers = [&victim, &other].into_iter().cycle().take(JOBS);
    let started: Vec<String> =
        servers.map(|server| server.start_analysis(&jobs::configuration())).collect::<Result<_>>()?;
    wait_until(CAUGHT_WITHIN, "jobs are at work", || Ok(running(mongod)?.len() == 3))?;

    match failure {
        Failure::Kill => victim.server.kill(),
        Failure::Sleep => signal(victim.server.id(), "STOP")?,
    }
    let failed_at = Instant::now();
    let at_work = running(mongod)?;
    jobs::mend(mongod)?;
    outcome.recoveries = takeovers(mongod, &at_work, failed_at)?;
    if outcome.recoveries.is_empty() {
        outcome.complaints.push("no job of the first server was caught at work".into());
    }
    let all_done = || Ok(jobs::all(&other, "jobs")?.iter().all(|job| job["state"] == "completed"));
    wait_until(DONE_WITHIN, "every job is done", all_done)?;
    if failure == Failure::Sleep {
        let before = report_bodies(&other)?;
        thread::sleep(SLEEP.saturating_sub(failed_at.elapsed()));
        signal(victim.server.id(), "CONT")?;
        thread::sleep(AFTER_WAKING);
        if report_bodies(&other)? != before {
            outcome.complaints.push("a report changed after the sleeper woke".into());
        }
    }
    jobs::compare(&other, &started, outcome)
}

/// How long each of these jobs waited until another server claimed it. Those of the server that works on end under the
/// same claim.
fn takeovers(mongod: &ReplicaSet, at_work: &BTreeMap<String, i64>, failed_at: Instant) -> Result<Vec<Duration>> {
    let mut open = at_work.clone();
    let mut took = Vec::new();
    while !open.is_empty() && failed_at.elapsed() < LIMIT * 2 {
        let now = running_or_ended(mongod)?;
        open.retain(|id, fence| {
            let (state, current) = now.get(id).map_or(("completed", *fence), |(state, fence)| (state.as_str(), *fence));
            if current > *fence {
                took.push(failed_at.elapsed());
            }
            current == *fence && state == "running"
        });
        thread::sleep(Duration::from_millis(100));
    }
    // What nobody has taken over by now counts as long as was waited.
    took.extend(open.iter().map(|_| failed_at.elapsed()));
    Ok(took)
}

/// The fencing number of each job that is at work.
fn running(mongod: &ReplicaSet) -> Result<BTreeMap<String, i64>> {
    let jobs = running_or_ended(mongod)?.into_iter();
    Ok(jobs.filter(|(_, (state, _))| state == "running").map(|(id, (_, fence))| (id, fence)).collect())
}

fn running_or_ended(mongod: &ReplicaSet) -> Result<BTreeMap<String, (String, i64)>> {
    let find = doc! {"find": "vedetta_jobs", "projection": {"state": 1, "fence": 1}, "batchSize": 1000};
    let answer = run_command(mongod.port, DATABASE, find)?;
    let jobs = answer.get_document("cursor")?.get_array("firstBatch")?;
    let read = |job: &bson::Bson| {
        let job = job.as_document().context("a job is no document")?;
        Ok((job.get_str("_id")?.to_owned(), (job.get_str("state")?.to_owned(), job.get_i64("fence")?)))
    };
    jobs.iter().map(read).collect()
}

fn report_bodies(vedetta: &Vedetta) -> Result<BTreeMap<String, Vec<u8>>> {
    let reports = jobs::all(vedetta, "reports")?;
    let ids = reports.iter().filter_map(|report| report["id"].as_str());
    ids.map(|id| Ok((id.to_owned(), vedetta.get_bytes(&format!("/api/v1/reports/{id}"))?))).collect()
}
