//! `cargo xtask bench`: what Vedetta must reach, measured side by side with the system that it replaces and with what the
//! machine can do at best. Figures are ratios within one run; a goal that is missed is said, never a failure.

mod agreement;
mod browser;
mod data;
mod database;
mod examples;
mod http_load;
mod ingest;
mod jobs;
mod long_window;
mod oha;
mod report;
mod resilience;
mod sign_ins;
mod sizes;

use std::time::{Duration, Instant};

use anyhow::Result;

use self::report::Table;
use crate::choice::choose;
use crate::product::{self, Profile};

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Scope {
    /// Less of everything, within ten minutes.
    pub quick: bool,
    /// Set L too: 10 million samples.
    pub large: bool,
}

/// One part of the measurements: adds its rows as they come, so that those before a failure stay.
type Section = (&'static str, fn(Scope, &mut Table) -> Result<()>);

const SECTIONS: [Section; 8] = [
    ("sizes", sizes::measure),
    ("http", http_load::measure),
    ("sign-ins", sign_ins::measure),
    ("ingest", ingest::measure),
    ("resilience", resilience::measure),
    ("browser", browser::measure),
    ("long-window", long_window::measure),
    ("jobs", jobs::measure),
];

/// Measures, prints the table and keeps it. A section that cannot be measured is told in it, and is no failure.
pub fn run(scope: Scope, only: &[String]) -> Result<()> {
    let chosen = choose("section", &SECTIONS.map(|(name, _)| name), only)?;
    product::build(Profile::Release)?;
    examples::build()?;
    let started = Instant::now();
    let mut table = Table::new(scope, only)?;
    for (name, measure) in SECTIONS.into_iter().filter(|(name, _)| chosen.contains(name)) {
        println!("\n=== {name}");
        if let Err(error) = measure(scope, &mut table) {
            table.add_failed(name, &error);
        }
    }
    println!("\nmeasured in {} s\n\n{}", started.elapsed().as_secs(), table.text());
    table.keep()
}

/// The middle one of several measurements.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The measurement that this share of all does not exceed.
fn percentile(mut figures: Vec<f64>, share: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among the figures")]
    let place = (figures.len() as f64 * share).ceil() as usize;
    figures.get(place.max(1) - 1).copied().unwrap_or_default()
}

/// The outcome and the time of it.
fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let started = Instant::now();
    Ok((work()?, started.elapsed()))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_all_does_not_exceed_its_percentile() {
        let figures: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        for (share, expected) in [(0.0, 1.0), (0.5, 100.0), (0.99, 198.0), (1.0, 200.0)] {
            assert!((percentile(figures.clone(), share) - expected).abs() < 1e-9, "{share}");
        }
    }
}
