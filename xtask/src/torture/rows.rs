//! Rows that can be told apart afterwards: each batch fills an hour of its own, so that the coverage of the hours says which
//! batches are there, whole or in part.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context, Result};

use super::report::Outcome;
use crate::vedetta::Vedetta;

pub const BATCH: u64 = 50;
const SAMPLES: &str = "/api/v1/ingest/samples";
const SENDERS: usize = 4;

/// What was sent so far, over all rounds.
#[derive(Default)]
pub struct Ledger {
    next_hour: AtomicU32,
    acknowledged: Mutex<Vec<u32>>,
    /// Why others were not.
    refusals: Mutex<BTreeSet<String>>,
}

impl Ledger {
    /// Sends batch after batch from several threads until `stop`; what fails is not sent again.
    pub fn send_until(&self, vedetta: &Vedetta, stop: &AtomicBool) {
        thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| {
                    while !stop.load(Ordering::Relaxed) {
                        let hour = self.next_hour.fetch_add(1, Ordering::Relaxed);
                        match vedetta.ingest(SAMPLES, &batch(hour)) {
                            Ok(_) => lock(&self.acknowledged).push(hour),
                            Err(error) => drop(lock(&self.refusals).insert(error.to_string())),
                        }
                    }
                });
            }
        });
    }

    /// How many batches were acknowledged so far.
    pub fn acknowledged(&self) -> usize {
        lock(&self.acknowledged).len()
    }

    pub fn was_refused(&self) -> bool {
        !lock(&self.refusals).is_empty()
    }

    /// Answers other than 503, which is the one that a database's failure should lead to.
    pub fn unexpected_answers(&self) -> Vec<String> {
        lock(&self.refusals).iter().filter(|refusal| !refusal.contains("answers 503")).cloned().collect()
    }

    /// Compares what is there with what was acknowledged.
    pub fn check(&self, vedetta: &Vedetta, outcome: &mut Outcome) -> Result<()> {
        let found = hours(vedetta)?;
        let acknowledged = lock(&self.acknowledged);
        outcome.acknowledged = acknowledged.len() as u64 * BATCH;
        outcome.lost =
            acknowledged.iter().map(|hour| BATCH.saturating_sub(found.get(hour).copied().unwrap_or(0))).sum();
        outcome.doubled = found.values().map(|count| count.saturating_sub(BATCH)).sum();
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counted from 2020-01-01, in hours.
fn batch(hour: u32) -> String {
    let mut text = String::new();
    let start = moment(hour);
    for second in 0..BATCH {
        // Writing to a text cannot fail.
        let _ = writeln!(text, r#"{{"timestamp":"{start}:00:{second:02}Z","service_id":"tormented","status":"ok"}}"#);
    }
    text
}

/// The day and the hour, in a calendar of months with 28 days: every one of them is in ours too.
fn moment(hour: u32) -> String {
    let (day, hour_of_day) = (hour / 24, hour % 24);
    let (month, day_of_month) = (day / 28, day % 28);
    format!("{}-{:02}-{:02}T{hour_of_day:02}", 2020 + month / 12, month % 12 + 1, day_of_month + 1)
}

fn hour_of(moment: &str) -> Option<u32> {
    let number = |range| moment.get(range).and_then(|text: &str| text.parse::<u32>().ok());
    let months = (number(0..4)? - 2020) * 12 + number(5..7)? - 1;
    Some((months * 28 + number(8..10)? - 1) * 24 + number(11..13)?)
}

fn hours(vedetta: &Vedetta) -> Result<BTreeMap<u32, u64>> {
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
        for hour in [0, 23, 24, 671, 672, 8063, 8064, 100_000] {
            assert_eq!(hour_of(&format!("{}:00:00Z", moment(hour))), Some(hour));
        }
    }
}
