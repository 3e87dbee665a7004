//! Rows and jobs that keep coming in while something fails, and that are all there once when it is over.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::jobs::{self, JobLedger};
use super::report::Outcome;
use super::rows::Ledger;
use super::wait_until;
use crate::vedetta::Vedetta;

/// Sends rows and starts jobs until the failure is over, which tells how long it took to recover from it; then checks both.
pub fn withstand(
    vedetta: &Vedetta,
    what: &str,
    limit: Duration,
    fail_and_recover: impl FnOnce(&Ledger) -> Result<Duration>,
) -> Result<Vec<Outcome>> {
    let mut of_rows = Outcome::within(format!("{what}, rows of ingest"), limit);
    let mut of_jobs = Outcome::new(format!("{what}, jobs"));
    (of_rows.rounds, of_jobs.rounds) = (1, 1);
    jobs::load_day(vedetta)?;
    let (rows, jobs) = (Ledger::default(), JobLedger::default());
    let stop = AtomicBool::new(false);
    let recovery = thread::scope(|scope| {
        scope.spawn(|| rows.send_until(vedetta, &stop));
        scope.spawn(|| jobs.start_until(vedetta, &stop));
        let recovery = fail_and_recover(&rows);
        stop.store(true, Ordering::Relaxed);
        recovery
    })?;
    of_rows.recoveries.push(recovery);
    rows.check(vedetta, &mut of_rows)?;
    of_rows.complaints.extend(rows.unexpected_answers());
    jobs.check(vedetta, &mut of_jobs)?;
    Ok(vec![of_rows, of_jobs])
}

/// How long it takes from now until rows are acknowledged again.
pub fn time_to_recover(rows: &Ledger, limit: Duration) -> Result<Duration> {
    let back_at = Instant::now();
    let before = rows.acknowledged();
    wait_until(limit, "rows are acknowledged again", || Ok(rows.acknowledged() > before))?;
    Ok(back_at.elapsed())
}
