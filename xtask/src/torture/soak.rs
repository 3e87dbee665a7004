//! Steady ingest and analyses for a chosen time: nothing is refused, and memory and open files do not grow without end.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::json;

use super::Scope;
use super::report::Outcome;
use super::rows::Ledger;
use crate::vedetta::Vedetta;

/// An analysis now and then: a user may start ten a minute.
const BETWEEN_ANALYSES: Duration = Duration::from_secs(7);
/// Between the batches of a sender, so that days of it fit on a disk.
const BETWEEN_BATCHES: Duration = Duration::from_millis(100);
const MOST_MEGABYTES: u64 = 120;
const MOST_NEW_FILES: usize = 40;

pub fn run(scope: Scope) -> Result<Vec<Outcome>> {
    let mut outcome = Outcome::new("a soak of ingest and analyses, SQLite");
    outcome.rounds = 1;
    let vedetta = Vedetta::on_sqlite()?;
    let ledger = Ledger::default();
    let stop = AtomicBool::new(false);
    let files_before = open_files(&vedetta)?;
    let mut most_files = files_before;
    thread::scope(|threads| -> Result<()> {
        let sender = threads.spawn(|| ledger.send_slowly_until(&vedetta, &stop, BETWEEN_BATCHES));
        let soaked = soak(&vedetta, scope.soak, &mut outcome, &mut most_files);
        stop.store(true, Ordering::Relaxed);
        ensure!(sender.join().is_ok(), "a sender panicked");
        soaked
    })?;
    if ledger.refused() > 0 {
        outcome.complaints.push(format!("{} batches were refused", ledger.refused()));
        outcome.complaints.extend(ledger.unexpected_answers());
    }
    ledger.check(&vedetta, &mut outcome)?;
    let megabytes = vedetta.server.peak_kb()? / 1024;
    println!("{megabytes} MB at most, {files_before} open files before and {most_files} at most");
    if megabytes > MOST_MEGABYTES {
        outcome.complaints.push(format!("{megabytes} MB resident"));
    }
    if most_files > files_before + MOST_NEW_FILES {
        outcome.complaints.push(format!("{most_files} open files"));
    }
    Ok(vec![outcome])
}

fn soak(vedetta: &Vedetta, length: Duration, outcome: &mut Outcome, most_files: &mut usize) -> Result<()> {
    let end = Instant::now() + length;
    while Instant::now() < end {
        thread::sleep(BETWEEN_ANALYSES.min(end.saturating_duration_since(Instant::now())));
        let analysed = vedetta.analyse(&json!({"kind": "availability", "day": "latest"}));
        if let Err(error) = analysed {
            outcome.complaints.push(format!("an analysis failed: {error:#}"));
        }
        *most_files = (*most_files).max(open_files(vedetta)?);
    }
    Ok(())
}

fn open_files(vedetta: &Vedetta) -> Result<usize> {
    Ok(fs::read_dir(format!("/proc/{}/fd", vedetta.server.id()))?.count())
}
