//! A MongoDB of three nodes whose primary is killed, steps down or falls asleep while samples come in: the server answers
//! 503 until there is another, goes on by itself, and nothing that it acknowledged is lost.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bson::doc;

use super::Scope;
use super::report::Outcome;
use super::rows::Ledger;
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::run_command;
use crate::processes::signal;
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_primary";
/// An election takes about ten seconds.
const LIMIT: Duration = Duration::from_secs(45);
/// How long samples come in before and after.
const STEADY: Duration = Duration::from_secs(2);

/// What happens to the primary.
#[derive(Clone, Copy)]
enum Failure {
    Kill,
    StepDown,
    Sleep,
}

pub fn run(scope: Scope) -> Result<Vec<Outcome>> {
    let failures = [
        (Failure::Kill, "kill -9 of the primary under ingest"),
        (Failure::StepDown, "step-down of the primary under ingest"),
        (Failure::Sleep, "SIGSTOP of the primary under ingest"),
    ];
    failures.into_iter().map(|(failure, what)| torment(scope, failure, what)).collect()
}

fn torment(scope: Scope, failure: Failure, what: &str) -> Result<Outcome> {
    let mut outcome = Outcome::new(what, LIMIT);
    let mut mongod = ReplicaSet::start_nodes(&mongod::program()?, 3)?;
    let vedetta = Vedetta::on_mongodb(&mongod.url, DATABASE, &[], "admin")?;
    let ledger = Ledger::default();
    for _ in 0..scope.primary_failures {
        let stop = AtomicBool::new(false);
        thread::scope(|scope| -> Result<()> {
            let sender = scope.spawn(|| ledger.send_until(&vedetta, &stop));
            let failed = fail_and_recover(&mut mongod, failure, &ledger);
            stop.store(true, Ordering::Relaxed);
            ensure!(sender.join().is_ok(), "a sender panicked");
            outcome.recoveries.push(failed?);
            Ok(())
        })?;
        outcome.rounds += 1;
    }
    ledger.check(&vedetta, &mut outcome)?;
    outcome.complaints.extend(ledger.unexpected_answers());
    Ok(outcome)
}

/// Makes the primary fail and gives how long it took until samples were acknowledged again.
fn fail_and_recover(mongod: &mut ReplicaSet, failure: Failure, ledger: &Ledger) -> Result<Duration> {
    thread::sleep(STEADY);
    let primary = mongod.primary()?;
    match failure {
        Failure::Kill => mongod.kill(primary),
        Failure::StepDown => {
            // It closes the connection that asked.
            let _ = run_command(mongod.port_of(primary), "admin", doc! {"replSetStepDown": 20, "force": true});
        }
        Failure::Sleep => signal(mongod.id_of(primary), "STOP")?,
    }
    let failed_at = Instant::now();
    // What was on its way when it failed may still have been acknowledged.
    thread::sleep(Duration::from_millis(500));
    let before = ledger.acknowledged();
    while ledger.acknowledged() == before {
        ensure!(failed_at.elapsed() < LIMIT * 2, "nothing was acknowledged any more");
        thread::sleep(Duration::from_millis(50));
    }
    let took = failed_at.elapsed();
    match failure {
        Failure::Kill => mongod.restart(primary)?,
        Failure::StepDown => {}
        Failure::Sleep => signal(mongod.id_of(primary), "CONT")?,
    }
    thread::sleep(STEADY);
    Ok(took)
}
