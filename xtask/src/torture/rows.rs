//! Rows that can be told apart afterwards: each batch fills a minute of its own, so that the coverage of the hours says
//! which batches are there, whole, in part or twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result, ensure};

use super::report::Outcome;
use crate::moments::{milliseconds_since_1970, rfc3339};
use crate::vedetta::{Refusal, Vedetta};

pub const BATCH: u64 = 50;
const SAMPLES: &str = "/api/v1/ingest/samples";
const SENDERS: usize = 4;
const HOURS: u32 = 24;
const MINUTES: u32 = 60;
/// How long what was not acknowledged is sent again.
const RESENT_WITHIN: Duration = Duration::from_secs(120);

/// What was sent so far, over all rounds.
#[derive(Default)]
pub struct Ledger {
    next: AtomicU32,
    acknowledged: Mutex<Vec<u32>>,
    /// Refused, or without an answer: they may be there or not.
    unsure: Mutex<Vec<u32>>,
    /// Answers that a failing database must not lead to.
    unexpected: Mutex<BTreeSet<String>>,
}

impl Ledger {
    /// Sends batch after batch from several threads until `stop`.
    pub fn send_until(&self, vedetta: &Vedetta, stop: &AtomicBool) {
        self.send_slowly_until(vedetta, stop, Duration::ZERO);
    }

    /// The same with a pause after each batch.
    pub fn send_slowly_until(&self, vedetta: &Vedetta, stop: &AtomicBool, pause: Duration) {
        thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        self.send(vedetta, self.next.fetch_add(1, Ordering::Relaxed));
                        thread::sleep(pause);
                    }
                });
            }
        });
    }

    fn send(&self, vedetta: &Vedetta, number: u32) {
        match vedetta.ingest(SAMPLES, &batch(number)) {
            Ok(_) => lock(&self.acknowledged).push(number),
            Err(error) => {
                lock(&self.unsure).push(number);
                if let Some(fault) = unexpected(&error) {
                    lock(&self.unexpected).insert(fault);
                }
            }
        }
    }

    /// How many batches were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        lock(&self.acknowledged).len()
    }

    /// How many batches were not.
    pub fn refused(&self) -> usize {
        lock(&self.unsure).len()
    }

    /// Answers other than a 503 that says when to come again, which is the one that a failing database leads to.
    pub fn unexpected_answers(&self) -> Vec<String> {
        lock(&self.unexpected).iter().cloned().collect()
    }

    /// Sends again what was not acknowledged, and compares what is there with what was sent: every row, once.
    pub fn check(&self, vedetta: &Vedetta, outcome: &mut Outcome) -> Result<()> {
        let started = Instant::now();
        for number in std::mem::take(&mut *lock(&self.unsure)) {
            while let Err(error) = vedetta.ingest(SAMPLES, &batch(number)) {
                ensure!(started.elapsed() < RESENT_WITHIN, "a batch is still refused: {error:#}");
                thread::sleep(Duration::from_millis(100));
            }
            lock(&self.acknowledged).push(number);
        }
        let mut expected: BTreeMap<u32, u64> = BTreeMap::new();
        for number in lock(&self.acknowledged).iter() {
            *expected.entry(hour(*number)).or_default() += BATCH;
        }
        let found = rows_by_hour(vedetta)?;
        outcome.acknowledged += expected.values().sum::<u64>();
        for (hour, expected) in expected {
            let found = found.get(&hour).copied().unwrap_or(0);
            outcome.lost += expected.saturating_sub(found);
            outcome.doubled += found.saturating_sub(expected);
        }
        Ok(())
    }
}

/// What is wrong with the way in which something failed, if it is not the way to fail.
pub fn unexpected(error: &Error) -> Option<String> {
    match error.downcast_ref::<Refusal>() {
        Some(Refusal { status: 503, has_retry_after: true, .. }) => None,
        Some(Refusal { status: 503, .. }) => Some(format!("without Retry-After: {error:#}")),
        _ => Some(format!("{error:#}")),
    }
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn batch(number: u32) -> String {
    let mut text = String::new();
    for second in 0..BATCH {
        let at = moment(number, second);
        // Writing to a text cannot fail.
        let _ = writeln!(text, r#"{{"timestamp":"{at}","service_id":"tormented","status":"ok"}}"#);
    }
    text
}

/// Neighbours fall into different hours, so that one that was lost is not made up for by one that was doubled.
fn hour(number: u32) -> u32 {
    number / (HOURS * MINUTES) * HOURS + number % HOURS
}

fn minute(number: u32) -> u32 {
    number / HOURS % MINUTES
}

/// The hours begin with 1970, the first year that is taken in.
fn moment(number: u32, second: u64) -> String {
    let minutes = u64::from(hour(number) * MINUTES + minute(number));
    rfc3339(((minutes * 60 + second) * 1000).cast_signed())
}

fn hour_of(moment: &str) -> Result<u32> {
    Ok(u32::try_from(milliseconds_since_1970(moment)? / 3_600_000)?)
}

fn rows_by_hour(vedetta: &Vedetta) -> Result<BTreeMap<u32, u64>> {
    let coverage = vedetta.get("/api/v1/coverage?kind=availability")?;
    let mut found = BTreeMap::new();
    for day in coverage["days"].as_array().context("the coverage has no days")? {
        for hour in day["hours"].as_array().context("a day has no hours")? {
            let start = hour["start"].as_str().context("an hour has no start")?;
            found.insert(hour_of(start)?, hour["count"].as_u64().context("an hour has no count")?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_found_in_its_hour() {
        for number in [0, 23, 24, 1439, 1440, 89_999, 60_000_000] {
            for second in [0, BATCH - 1] {
                assert_eq!(hour_of(&moment(number, second)).unwrap(), hour(number), "{number}");
            }
        }
    }

    #[test]
    fn every_batch_has_a_minute_of_its_own() {
        let minutes: BTreeSet<_> = (0..10_000).map(|number| (hour(number), minute(number))).collect();
        assert_eq!(minutes.len(), 10_000);
        // Days of sending at the highest rate stay within the years that are taken in.
        assert!(moment(60_000_000, 0).as_str() < "2100");
    }

    #[test]
    fn a_refusal_says_when_to_come_again() {
        let refusal = |status, has_retry_after| Error::from(Refusal::new(status, has_retry_after, "no".into()));
        assert_eq!(unexpected(&refusal(503, true)), None);
        assert_eq!(unexpected(&refusal(503, false)), Some("without Retry-After: no".into()));
        assert_eq!(unexpected(&refusal(500, true)), Some("no".into()));
    }
}
