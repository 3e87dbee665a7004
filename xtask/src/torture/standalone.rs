//! A MongoDB without a replica set, which Vedetta works on with a warning: when it is killed and comes back, nothing
//! acknowledged is lost and nothing is doubled, though writes that belong together are made one after the other.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::Scope;
use super::load::{self, Recovery};
use super::report::Outcome;
use super::rows::Ledger;
use crate::mongod::{self, Standalone};
use crate::vedetta::Vedetta;

const DATABASE: &str = "torture_standalone";
const WARNING: &str = "this MongoDB is a single server without a replica set";
/// How long samples come in before the kill, and how long the server is away.
const STEADY: Duration = Duration::from_secs(2);
const LIMIT: Duration = Duration::from_secs(30);

pub fn run(_: Scope) -> Result<Vec<Outcome>> {
    let mut mongod = Standalone::start(&mongod::program()?)?;
    let vedetta = Vedetta::on_mongodb(&mongod.url, DATABASE, &[], "admin")?;
    ensure!(vedetta.server.said().contains(WARNING), "it does not warn:\n{}", vedetta.server.said());
    let what = "kill -9 of a MongoDB without a replica set";
    load::withstand(&vedetta, what, 1, LIMIT, |rows| kill_and_restart(&mut mongod, rows))
}

/// How long rows took is counted from its return.
fn kill_and_restart(mongod: &mut Standalone, rows: &Ledger) -> Result<Recovery> {
    thread::sleep(STEADY);
    mongod.kill();
    let failed_at = Instant::now();
    thread::sleep(STEADY);
    mongod.restart()?;
    Ok((failed_at, load::time_to_recover(rows, LIMIT * 2)?))
}
