//! A MongoDB without a replica set, which Vedetta works on with a warning: when it is killed and comes back, nothing
//! acknowledged is lost and nothing is doubled, though writes that belong together are made one after the other.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::jobs::{self, JobLedger};
use super::report::Outcome;
use super::rows::Ledger;
use super::{Scope, wait_until};
use crate::mongod::{self, Standalone};
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_standalone";
const WARNING: &str = "this MongoDB is a single server without a replica set";
/// How long samples come in before the kill, and how long the server is away.
const STEADY: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(30);

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let what = "kill -9 of a MongoDB without a replica set";
    let mut of_rows = Outcome::within(format!("{what}, rows of ingest"), LIMIT);
    let mut of_jobs = Outcome::new(format!("{what}, jobs"));
    (of_rows.rounds, of_jobs.rounds) = (1, 1);
    let mut mongod = Standalone::start(&mongod::program()?)?;
    let vedetta = Vedetta::on_mongodb(&mongod.url, DATABASE, &[], "admin")?;
    ensure!(vedetta.server.said().contains(WARNING), "it does not warn:\n{}", vedetta.server.said());
    jobs::load_day(&vedetta)?;
    let (rows, jobs) = (Ledger::default(), JobLedger::default());
    let stop = AtomicBool::new(false);
    let recovery = thread::scope(|scope| {
        scope.spawn(|| rows.send_until(&vedetta, &stop));
        scope.spawn(|| jobs.start_until(&vedetta, &stop));
        let recovery = kill_and_restart(&mut mongod, &rows);
        stop.store(true, Ordering::Relaxed);
        recovery
    })?;
    of_rows.recoveries.push(recovery);
    rows.check(&vedetta, &mut of_rows)?;
    of_rows.complaints.extend(rows.unexpected_answers());
    jobs.check(&vedetta, &mut of_jobs)?;
    Ok(vec![of_rows, of_jobs])
}

/// Gives how long it took from its return until rows were acknowledged again.
fn kill_and_restart(mongod: &mut Standalone, rows: &Ledger) -> Result<Duration> {
    thread::sleep(STEADY);
    mongod.kill();
    thread::sleep(STEADY);
    mongod.restart()?;
    let back_at = Instant::now();
    let before = rows.acknowledged();
    wait_until(LIMIT * 2, "rows are acknowledged again", || Ok(rows.acknowledged() > before))?;
    Ok(back_at.elapsed())
}
