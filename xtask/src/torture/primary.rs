//! A MongoDB of three nodes whose primary is killed, steps down or falls asleep under ingest and jobs, and one of a single
//! node that is killed and comes back: the server answers 503 until there is a primary again, goes on by itself, and
//! nothing that it acknowledged is lost or done twice.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use bson::doc;

use super::load::{self, Recovery};
use super::report::Outcome;
use super::rows::Ledger;
use super::{Scope, jobs, wait_until};
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::run_command;
use crate::processes::signal;
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_primary";
/// An election takes about ten seconds.
const LIMIT: Duration = Duration::from_secs(45);
/// How long the only node stays away.
const AWAY: Duration = Duration::from_secs(20);
/// How long samples come in before and after.
const STEADY: Duration = Duration::from_secs(2);
/// How long the writing of a report is held up, so that jobs are caught at work.
const SLOW_WRITE_MS: i32 = 1500;

/// What happens to the primary.
#[derive(Clone, Copy, PartialEq)]
enum Failure {
    Kill,
    StepDown,
    Sleep,
    /// There is no other node.
    Outage,
}

impl Failure {
    fn nodes(self) -> usize {
        if self == Self::Outage { 1 } else { 3 }
    }
}

pub fn run(scope: Scope) -> Result<Vec<Outcome>> {
    let failures = [
        (Failure::Kill, "kill -9 of the primary"),
        (Failure::StepDown, "step-down of the primary"),
        (Failure::Sleep, "SIGSTOP of the primary"),
        (Failure::Outage, "kill -9 of the only node, back after 20 s"),
    ];
    let torment =
        |(failure, what)| torment(scope, failure, what).unwrap_or_else(|error| vec![Outcome::broken(what, &error)]);
    Ok(failures.into_iter().flat_map(torment).collect())
}

fn torment(scope: Scope, failure: Failure, what: &str) -> Result<Vec<Outcome>> {
    let mut mongod = ReplicaSet::start_nodes(&mongod::program()?, failure.nodes())?;
    let vedetta = Vedetta::on_mongodb(&mongod.url, DATABASE, &[], "admin")?;
    load::withstand(&vedetta, what, scope.primary_failures, LIMIT, |rows| fail_and_recover(&mut mongod, failure, rows))
}

/// Makes the primary fail. How long rows took is counted from then.
fn fail_and_recover(mongod: &mut ReplicaSet, failure: Failure, rows: &Ledger) -> Result<Recovery> {
    // A node that was restarted knows nothing of it any more.
    jobs::slow_down(mongod, DATABASE, SLOW_WRITE_MS)?;
    thread::sleep(STEADY);
    let primary = mongod.primary()?;
    match failure {
        Failure::Kill | Failure::Outage => mongod.kill(primary),
        Failure::StepDown => {
            // It closes the connection that asked.
            let _ = run_command(mongod.port_of(primary), "admin", doc! {"replSetStepDown": 20, "force": true});
        }
        Failure::Sleep => signal(mongod.id_of(primary), "STOP")?,
    }
    let failed_at = Instant::now();
    // What was on its way when it failed may still have been acknowledged.
    thread::sleep(Duration::from_millis(500));
    if failure == Failure::Outage {
        thread::sleep(AWAY.saturating_sub(failed_at.elapsed()));
        mongod.restart(primary)?;
    }
    load::time_to_recover(rows, LIMIT * 2)?;
    let took = failed_at.elapsed();
    match failure {
        Failure::Kill => mongod.restart(primary)?,
        Failure::StepDown | Failure::Outage => {}
        Failure::Sleep => signal(mongod.id_of(primary), "CONT")?,
    }
    thread::sleep(STEADY);
    wait_until(LIMIT, "the node answers again", || {
        Ok(run_command(mongod.port_of(primary), "admin", doc! {"ping": 1}).is_ok())
    })?;
    // With that node, too, rows are taken in.
    load::time_to_recover(rows, LIMIT)?;
    Ok((failed_at, took))
}
