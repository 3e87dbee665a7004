//! The longest window that may be asked for over one service with more samples than a group of the older system can hold.

use std::fmt::Write;

use anyhow::{Context, Result};
use serde_json::json;

use super::agreement::sample_count;
use super::database::Database;
use super::report::{Row, Table};
use super::{Scope, data, ingest};
use crate::moments::rfc3339;
use crate::mongod::{self, ReplicaSet};

const UNTIL: &str = "2025-02-01T00:00:00Z";
const DAYS: i64 = 31;
const INTERVAL_MS: i64 = 10_000;
const SAMPLES: i64 = DAYS * 86_400_000 / INTERVAL_MS;
const BATCH: i64 = 10_000;

pub fn measure(_: Scope, table: &mut Table) -> Result<()> {
    table.add(analyse("SQLite", &Database::sqlite()?)?);
    let mongod = ReplicaSet::start(&mongod::program()?)?;
    table.add(analyse("MongoDB", &Database::mongodb(&mongod, "bench_long")?)?);
    Ok(())
}

fn analyse(engine: &str, database: &Database) -> Result<Row> {
    let vedetta = database.serve()?;
    for first in (0..SAMPLES).step_by(BATCH as usize) {
        vedetta.ingest(ingest::SAMPLES, &rows(first..SAMPLES.min(first + BATCH)))?;
    }
    let job = vedetta.analyse(&json!({"kind": "availability", "from": data::FROM, "to": UNTIL}))?;
    let report = vedetta.get(&format!("/api/v1/reports/{}", job.report_id))?;
    let found = sample_count(report["services"].get(0).context("the report has no services")?);
    Ok(Row::check(
        format!("one service with {SAMPLES} samples over {DAYS} days, {engine}"),
        format!("{found} samples, {} ms", job.took.as_millis()),
        "no length of window fails",
        i64::try_from(found) == Ok(SAMPLES),
    ))
}

/// Samples of the one service; one in a thousand failed.
fn rows(numbers: std::ops::Range<i64>) -> String {
    let mut text = String::new();
    for number in numbers {
        let at = rfc3339(data::START_MS + number * INTERVAL_MS);
        let status = if number % 1000 == 7 { "failed" } else { "ok" };
        // Writing to a text cannot fail.
        let _ = writeln!(text, r#"{{"timestamp":"{at}","service_id":"busy","status":"{status}"}}"#);
    }
    text
}
