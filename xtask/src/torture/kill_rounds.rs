//! kill -9 of the server while it takes in samples: on SQLite, whatever was acknowledged is there after the next start.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Result;

use super::Scope;
use super::report::Outcome;
use super::rows::Ledger;
use crate::places;
use crate::test_server::{TestServer, sqlite_in};
use crate::vedetta::{Vedetta, add_admin};

const ADMIN: &str = "tormentor";
const LIMIT: Duration = Duration::from_secs(5);

pub fn run(scope: Scope) -> Result<Vec<Outcome>> {
    let mut outcome = Outcome::within("kill -9 under ingest, SQLite", LIMIT);
    let folder = places::scratch("torture")?;
    let database = sqlite_in(&folder);
    let settings = [("VEDETTA_DATABASE", database.as_str())];
    add_admin(&settings, ADMIN)?;
    let ledger = Ledger::default();
    for round in 0..scope.kills {
        let vedetta = start(&settings)?;
        if round > 0 {
            outcome.recoveries.push(vedetta.server.ready_after);
        }
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| ledger.send_until(&vedetta, &stop));
            // Each round dies at another moment of its work.
            thread::sleep(Duration::from_millis(40 + u64::from(round * 37 % 160)));
            vedetta.server.kill();
            stop.store(true, Ordering::Relaxed);
        });
        outcome.rounds += 1;
    }
    let vedetta = start(&settings)?;
    outcome.recoveries.push(vedetta.server.ready_after);
    ledger.check(&vedetta, &mut outcome)?;
    Ok(vec![outcome])
}

fn start(settings: &[(&str, &str)]) -> Result<Vedetta> {
    Vedetta::of(TestServer::start_in(places::scratch("server")?, settings)?, ADMIN)
}
