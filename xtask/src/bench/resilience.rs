//! The resilience of many assets, next to the same rule in plain Python.

use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::report::{Row, Table};
use super::{Scope, data, median, milliseconds};
use crate::vedetta::{DoneJob, Vedetta};
use crate::{places, python};

const BACKUPS: &str = "/api/v1/ingest/backups";
const UNTIL: &str = "2025-01-15T00:00:00Z";
const HOUR_MS: i64 = 3_600_000;
const DAYS: i64 = 14;

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    let assets = if scope.quick { 200 } else { 1000 };
    let runs = backup_runs(assets);
    let file = places::scratch("backups")?;
    let path = file.path().join("runs.ndjson");
    fs::write(&path, &runs)?;
    let path = path.to_str().context("the scratch folder's path is no text")?;
    let plain = python::script("plain_resilience.py", &[path, "--until", UNTIL])?;

    let vedetta = Vedetta::on_sqlite()?;
    vedetta.ingest(BACKUPS, &runs)?;
    let configuration = json!({"kind": "resilience", "until": UNTIL});
    let jobs: Vec<DoneJob> = (0..5).map(|_| vedetta.analyse(&configuration)).collect::<Result<_>>()?;
    let theirs = plain["total_s"].as_f64().context("the script gave no time")?;
    let ours = median(jobs.iter().map(|job| job.took).collect());
    let end_to_end = median(jobs.iter().map(|job| job.end_to_end).collect());
    let report = vedetta.get(&format!("/api/v1/reports/{}", jobs[0].report_id))?;
    let alike = are_alike(&report, &plain)?;
    table.add(Row::at_least(
        format!("resilience job, {assets} assets x 168 steps"),
        format!("plain Python {theirs:.2} s"),
        format!("{} ms", ours.as_millis()),
        theirs / ours.as_secs_f64(),
        100.0,
    ));
    let what = "resilience job, from the request to the report";
    table.add(Row::at_most(what, milliseconds(end_to_end), 1000.0, "ms"));
    let ours = if alike { "all alike" } else { "they differ" };
    table.add(Row::check("the same resilience scores", ours, "within 1e-12", alike));
    Ok(())
}

/// A run a day for every asset, at an hour of its own, of which some fail; every seventh asset stopped after ten days.
fn backup_runs(assets: i64) -> String {
    let mut text = String::new();
    for asset in 0..assets {
        let days = if asset % 7 == 3 { 10 } else { DAYS };
        for day in 0..days {
            let start = data::START_MS + (day * 24 + asset % 24) * HOUR_MS + asset * 1000;
            let end = start + HOUR_MS / 2;
            let status = if (asset * 31 + day * 17) % 11 == 0 { "failed" } else { "success" };
            let (start, end) = (data::rfc3339(start), data::rfc3339(end));
            // Writing to a text cannot fail.
            let _ = writeln!(
                text,
                r#"{{"timestamp":"{end}","asset_id":"vm-{asset:04}","status":"{status}","started_at":"{start}"}}"#
            );
        }
    }
    text
}

fn are_alike(report: &Value, plain: &Value) -> Result<bool> {
    let assets = report["assets"].as_array().context("the report has no assets")?;
    let finals = plain["finals"].as_object().context("the script gave no scores")?;
    ensure!(!assets.is_empty(), "the report is empty");
    let alike = |asset: &Value| {
        let theirs = asset["asset_id"].as_str().and_then(|id| finals.get(id)).and_then(Value::as_f64);
        let ours = asset["final_score"].as_f64();
        matches!((theirs, ours), (Some(theirs), Some(ours)) if (theirs - ours).abs() < 1e-12)
    };
    Ok(assets.len() == finals.len() && assets.iter().all(alike))
}
