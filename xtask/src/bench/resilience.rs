//! The resilience of many assets, next to the same rule in plain Python.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::report::{Row, Table};
use super::{Scope, data, median, milliseconds};
use crate::moments::rfc3339;
use crate::vedetta::{DoneJob, Vedetta};
use crate::{places, python};

const BACKUPS: &str = "/api/v1/ingest/backups";
const UNTIL: &str = "2025-01-15T00:00:00Z";
const HOUR_MS: i64 = 3_600_000;
const DAYS: i64 = 14;
/// Of which the middle one counts.
const ROUNDS: usize = 9;

/// Of each asset, a step each.
type Scores = BTreeMap<String, Vec<f64>>;

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    let assets = if scope.quick { 200 } else { 1000 };
    let runs = backup_runs(assets);
    let file = places::scratch("backups")?;
    let path = file.path().join("runs.ndjson");
    fs::write(&path, &runs)?;
    let path = path.to_str().context("the scratch folder's path is no text")?;
    let vedetta = Vedetta::on_sqlite()?;
    vedetta.ingest(BACKUPS, &runs)?;
    let configuration = json!({"kind": "resilience", "until": UNTIL});
    // In turns, so that what else the machine does at a time is in both.
    let round = |_| {
        let job = vedetta.analyse(&configuration)?;
        Ok((job, python::script("plain_resilience.py", &[path, "--until", UNTIL])?))
    };
    let rounds = (0..ROUNDS).map(round).collect::<Result<Vec<(DoneJob, Value)>>>()?;
    let (jobs, plain): (Vec<DoneJob>, Vec<Value>) = rounds.into_iter().unzip();
    let time_of = |plain: &Value| {
        let seconds = plain["total_s"].as_f64().context("the script gave no time")?;
        Ok(Duration::try_from_secs_f64(seconds)?)
    };
    let theirs = median(plain.iter().map(time_of).collect::<Result<_>>()?);
    let ours = median(jobs.iter().map(|job| job.took).collect());
    let end_to_end = median(jobs.iter().map(|job| job.end_to_end).collect());
    table.add(Row::at_least(
        format!("resilience job, {assets} assets x 168 steps"),
        format!("plain Python {:.2} s", theirs.as_secs_f64()),
        format!("{} ms", ours.as_millis()),
        theirs.div_duration_f64(ours),
        100.0,
    ));
    let what = "resilience job, from the request to the report";
    table.add(Row::at_most(what, milliseconds(end_to_end), 1000.0, "ms"));
    // A report holds the runs; its file has the score of each step.
    let exported = vedetta.get(&format!("/api/v1/reports/{}/export", jobs[0].report_id))?;
    table.add(agreement(&scores_in(&exported)?, &serde_json::from_value(plain[0]["scores"].clone())?));
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
            let (start, end) = (rfc3339(start), rfc3339(end));
            // Writing to a text cannot fail.
            let _ = writeln!(
                text,
                r#"{{"timestamp":"{end}","asset_id":"vm-{asset:04}","status":"{status}","started_at":"{start}"}}"#
            );
        }
    }
    text
}

/// The scores of each asset, as the file of a report has them.
fn scores_in(file: &Value) -> Result<Scores> {
    let assets = file["assets"].as_object().context("the report's file has no assets")?;
    let scores = |(id, asset): (&String, &Value)| {
        let steps = asset["detailed_metrics"].as_array().with_context(|| format!("{id} has no steps"))?;
        let scores: Option<Vec<f64>> = steps.iter().map(|step| step["score"].as_f64()).collect();
        Ok((id.clone(), scores.with_context(|| format!("a step of {id} has no score"))?))
    };
    assets.iter().map(scores).collect()
}

fn agreement(ours: &Scores, theirs: &Scores) -> Row {
    let differing = ours.keys().chain(theirs.keys()).find(|id| !are_alike(ours.get(*id), theirs.get(*id)));
    let said = match differing {
        Some(id) => format!("{id} differs"),
        None => format!("{} scores, all alike", ours.values().flatten().count()),
    };
    let holds = !ours.is_empty() && differing.is_none();
    Row::check("the same resilience scores at every step", said, "within 1e-12", holds)
}

fn are_alike(ours: Option<&Vec<f64>>, theirs: Option<&Vec<f64>>) -> bool {
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return false };
    ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| (ours - theirs).abs() < 1e-12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_score_that_differs_is_told() {
        let step = |score: f64| json!({"score": score});
        let file = json!({"assets": {"vm-1": {"detailed_metrics": [step(1.0), step(0.5)]}}});
        let ours = scores_in(&file).unwrap();
        let reached = |id: &str, scores: &[f64]| agreement(&ours, &Scores::from([(id.into(), scores.into())])).reached;
        assert_eq!(reached("vm-1", &[1.0, 0.5 + 1e-15]), Some(true));
        assert_eq!(reached("vm-1", &[1.0 - 1e-9, 0.5]), Some(false));
        assert_eq!(reached("vm-1", &[1.0]), Some(false));
        assert_eq!(reached("vm-2", &[1.0, 0.5]), Some(false));
    }
}
