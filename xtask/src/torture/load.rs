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

/// The jobs that were at work when something failed go on or are taken over, one after the other.
const JOBS_LIMIT: Duration = Duration::from_secs(90);

/// When something failed, and how long it took until rows were acknowledged again.
pub type Recovery = (Instant, Duration);

/// Sends rows and starts jobs in each of so many rounds until its failure is over; then checks both.
pub fn withstand(
    vedetta: &Vedetta,
    what: &str,
    rounds: u32,
    limit: Duration,
    mut fail_and_recover: impl FnMut(&Ledger) -> Result<Recovery>,
) -> Result<Vec<Outcome>> {
    let mut of_rows = Outcome::within(format!("{what}, rows of ingest"), limit);
    let mut of_jobs = Outcome::within(format!("{what}, jobs"), JOBS_LIMIT);
    (of_rows.rounds, of_jobs.rounds) = (rounds, rounds);
    jobs::load_day(vedetta)?;
    let (rows, jobs) = (Ledger::default(), JobLedger::default());
    for _ in 0..rounds {
        let stop = AtomicBool::new(false);
        let (failed_at, recovery) = thread::scope(|scope| {
            scope.spawn(|| rows.send_until(vedetta, &stop));
            scope.spawn(|| jobs.start_until(vedetta, &stop));
            let recovery = fail_and_recover(&rows);
            stop.store(true, Ordering::Relaxed);
            recovery
        })?;
        of_rows.recoveries.push(recovery);
        jobs.wait_for_all(vedetta)?;
        of_jobs.recoveries.push(failed_at.elapsed());
    }
    rows.check(vedetta, &mut of_rows)?;
    of_rows.complaints.extend(rows.unexpected_answers());
    jobs.check(vedetta, &mut of_jobs)?;
    Ok(vec![of_rows, of_jobs])
}

/// How long it takes from now until rows are acknowledged again.
pub fn time_to_recover(rows: &Ledger, limit: Duration) -> Result<Duration> {
    let before = rows.acknowledged();
    wait_until(limit, "rows are acknowledged again", || Ok(rows.acknowledged() > before))
}
