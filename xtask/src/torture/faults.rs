//! A MongoDB that answers with faults, made by its own fail points: every refusal is a 503 that says when to come again,
//! nothing acknowledged is lost, nothing is doubled, and the work goes on when the faults end.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;
use bson::{Document, doc};

use super::load::{self, Recovery};
use super::report::Outcome;
use super::rows::Ledger;
use super::{Scope, jobs, wait_until};
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::run_command;
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_faults";
/// Longer than the pauses in which the server looks whether the database is back.
const LIMIT: Duration = Duration::from_secs(15);
const REFUSED_WITHIN: Duration = Duration::from_secs(30);
/// How long samples come in before a fault, and how long it then lasts.
const STEADY: Duration = Duration::from_secs(1);
/// Beyond the time that the server gives a statement.
const BLOCKED_MS: i32 = 12_000;
/// How long the writing of a report is held up before the fault, so that a job is caught at work.
const SLOW_WRITE_MS: i32 = 1500;

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let mongod = ReplicaSet::start(&mongod::program()?)?;
    let torment = |(what, how)| torment(&mongod, what, how).unwrap_or_else(|error| vec![Outcome::broken(what, &error)]);
    Ok(faults().into_iter().flat_map(torment).collect())
}

fn faults() -> [(&'static str, Document); 6] {
    let write_concern = doc! {"code": 91, "codeName": "ShutdownInProgress", "errmsg": "Replication is being shut down"};
    [
        ("error 10107, not the primary", doc! {"errorCode": 10107}),
        ("error 91, shutdown in progress", doc! {"errorCode": 91}),
        ("error 11600, interrupted at shutdown", doc! {"errorCode": 11600}),
        ("closed connections", doc! {"closeConnection": true}),
        ("a write concern that fails", doc! {"writeConcernError": write_concern}),
        ("statements beyond their time", doc! {"blockConnection": true, "blockTimeMS": BLOCKED_MS}),
    ]
}

fn torment(mongod: &ReplicaSet, what: &str, how: Document) -> Result<Vec<Outcome>> {
    run_command(mongod.port, DATABASE, doc! {"dropDatabase": 1})?;
    let vedetta = Vedetta::on_mongodb(&mongod.url, DATABASE, &[], "admin")?;
    jobs::slow_down(mongod, DATABASE, SLOW_WRITE_MS)?;
    load::withstand(&vedetta, what, 1, LIMIT, |rows| {
        let recovery = fail_and_recover(mongod, how.clone(), rows);
        // Whatever became of it, the next torment starts with a sound database.
        jobs::mend(mongod).and(recovery)
    })
}

/// Makes the statements fail until some rows were refused for it. How long rows took is counted from the end of the fault.
fn fail_and_recover(mongod: &ReplicaSet, mut how: Document, rows: &Ledger) -> Result<Recovery> {
    thread::sleep(STEADY);
    how.insert("failCommands", ["find", "aggregate", "insert", "update", "delete", "findAndModify"].to_vec());
    let before = rows.refused();
    jobs::fail_commands(mongod, how)?;
    let failed_at = Instant::now();
    wait_until(REFUSED_WITHIN, "rows are refused", || Ok(rows.refused() > before))?;
    thread::sleep(STEADY);
    jobs::mend(mongod)?;
    Ok((failed_at, load::time_to_recover(rows, LIMIT * 2)?))
}
