//! `cargo xtask bench`: what Vedetta must reach, measured side by side with the system that it replaces and with what the
//! machine can do at best. Figures are ratios within one run; a goal that is missed is said, never a failure.

mod data;
mod http_load;
mod ingest;
mod jobs;
mod report;
mod resilience;
mod sizes;

use std::time::{Duration, Instant};

use anyhow::Result;

use self::report::{Row, Table};
use crate::product::{self, Profile};

/// How much is measured.
#[derive(Clone, Copy)]
pub struct Scope {
    /// Less of everything, within ten minutes.
    pub quick: bool,
    /// Set L too: 10 million samples.
    pub large: bool,
}

/// One part of the measurements.
type Section = (&'static str, fn(Scope) -> Result<Vec<Row>>);

const SECTIONS: [Section; 6] = [
    ("sizes", sizes::measure),
    ("http", http_load::measure),
    ("ingest", ingest::measure),
    ("resilience", resilience::measure),
    ("jobs on SQLite", jobs::measure_sqlite),
    ("jobs on MongoDB", jobs::measure_mongodb),
];

/// Measures, prints the table and keeps it under `docs/`.
pub fn run(scope: Scope) -> Result<()> {
    product::build(Profile::Release)?;
    let started = Instant::now();
    let mut table = Table::new()?;
    for (name, measure) in SECTIONS {
        println!("\n=== {name}");
        match measure(scope) {
            Ok(rows) => table.add(rows),
            Err(error) => {
                println!("{name}: {error:#}");
                table.add(vec![Row::failed(name, &error)]);
            }
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

/// The outcome and the time of it.
fn timed<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration)> {
    let started = Instant::now();
    Ok((work()?, started.elapsed()))
}
