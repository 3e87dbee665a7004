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
use crate::vedetta::{Refusal, Vedetta};

pub const BATCH: u64 = 50;
const SAMPLES: &str = "/api/v1/ingest/samples";
const SENDERS: usize = 4;
const HOURS: u32 = 24;
const MINUTES: u32 = 60;
/// The first year that is taken in.
const FIRST_YEAR: u32 = 1970;
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
    let (hour, minute) = (moment(hour(number)), minute(number));
    for second in 0..BATCH {
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            r#"{{"timestamp":"{hour}:{minute:02}:{second:02}Z","service_id":"tormented","status":"ok"}}"#
        );
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

/// The day and the hour, in a calendar of months with 28 days: every one of them is in ours too.
fn moment(hour: u32) -> String {
    let (day, hour_of_day) = (hour / 24, hour % 24);
    let (month, day_of_month) = (day / 28, day % 28);
    format!("{}-{:02}-{:02}T{hour_of_day:02}", FIRST_YEAR + month / 12, month % 12 + 1, day_of_month + 1)
}

fn hour_of(moment: &str) -> Option<u32> {
    let number = |range| moment.get(range).and_then(|text: &str| text.parse::<u32>().ok());
    let months = number(0..4)?.checked_sub(FIRST_YEAR)? * 12 + number(5..7)? - 1;
    Some((months * 28 + number(8..10)? - 1) * 24 + number(11..13)?)
}

fn rows_by_hour(vedetta: &Vedetta) -> Result<BTreeMap<u32, u64>> {
    let coverage = vedetta.get("/api/v1/coverage?kind=availability")?;
    let mut found = BTreeMap::new();
    for day in coverage["days"].as_array().context("the coverage has no days")? {
        for hour in day["hours"].as_array().context("a day has no hours")? {
            let start = hour["start"].as_str().and_then(hour_of).context("an hour has no start")?;
            found.insert(start, hour["count"].as_u64().context("an hour has no count")?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hour_has_a_moment_of_its_own() {
        for hour in [0, 23, 24, 671, 672, 8063, 8064, 1_000_000] {
            assert_eq!(hour_of(&format!("{}:00:00Z", moment(hour))), Some(hour));
        }
    }

    #[test]
    fn every_batch_has_a_minute_of_its_own() {
        let minutes: BTreeSet<_> = (0..10_000).map(|number| (hour(number), minute(number))).collect();
        assert_eq!(minutes.len(), 10_000);
        // Days of sending at the highest rate stay within the years that are taken in.
        assert!(moment(hour(60_000_000)).as_str() < "2100");
    }

    #[test]
    fn a_refusal_says_when_to_come_again() {
        let refusal = |status, has_retry_after| Error::from(Refusal::new(status, has_retry_after, "no".into()));
        assert_eq!(unexpected(&refusal(503, true)), None);
        assert_eq!(unexpected(&refusal(503, false)), Some("without Retry-After: no".into()));
        assert_eq!(unexpected(&refusal(500, true)), Some("no".into()));
    }
}
