//! Whether a report says what the data say: samples, failures, the moment of each, and the score of each.

use anyhow::{Context, Result};
use serde_json::Value;

use super::data::{Expected, Service};
use super::report::Row;
use crate::moments::milliseconds_since_1970;

/// Every service's error budget: the share of failures that the older system allows is another matter.
pub const BUDGET: u32 = 5;

/// The report and the older system, each against the data themselves. The older system's fingerprint covers, for each
/// service, its samples, its failures and the sum of them over all points.
pub fn agreement(what: String, report: &Value, expected: &Expected, baseline: &Value) -> Result<Row> {
    let mut said = differences(report, expected)?;
    let theirs = baseline["fingerprint"].as_str().unwrap_or("none");
    if theirs != expected.fingerprint() {
        said.push(format!("the older system's fingerprint is {theirs}"));
    }
    let ours = said.first().cloned().unwrap_or_else(|| {
        format!("{} failures of {} services, all alike", expected.failures, expected.services.len())
    });
    let mut row = Row::check(what, ours, "P and S to the last digit", said.is_empty());
    row.other = format!("older system {theirs}");
    Ok(row)
}

fn differences(report: &Value, expected: &Expected) -> Result<Vec<String>> {
    let services = report["services"].as_array().context("the report has no services")?;
    let mut differences = Vec::new();
    if services.len() != expected.services.len() {
        differences.push(format!("{} services instead of {}", services.len(), expected.services.len()));
    }
    for service in services {
        let name = service["service_id"].as_str().unwrap_or_default();
        match expected.services.get(name) {
            Some(wanted) if is_alike(service, wanted)? => {}
            Some(_) => differences.push(format!("{name} differs")),
            None => differences.push(format!("{name} is not in the data")),
        }
    }
    Ok(differences)
}

fn is_alike(service: &Value, wanted: &Service) -> Result<bool> {
    let points = service["points"].as_array().context("a service has no points")?;
    let moments =
        points.iter().map(|point| point["timestamp"].as_str().and_then(|text| milliseconds_since_1970(text).ok()));
    let same_moments = moments.eq(wanted.failures_ms.iter().copied().map(Some));
    let same_scores = points.iter().enumerate().all(|(index, point)| point["score"].as_f64() == Some(score(index + 1)));
    let same_end = service["final_score"].as_f64() == Some(score(wanted.failures_ms.len()));
    Ok(sample_count(service) == wanted.samples && same_moments && same_scores && same_end)
}

/// The samples of a service of a report, whatever their status.
pub fn sample_count(service: &Value) -> u64 {
    ["ok", "degraded", "failed", "unknown"].iter().filter_map(|status| service["samples"][status].as_u64()).sum()
}

/// The rule, written once more.
fn score(failures: usize) -> f64 {
    let (failures, budget) = (failures as f64, f64::from(BUDGET));
    if failures == 0.0 {
        1.0
    } else if failures <= budget {
        1.0 - failures / budget * 0.5
    } else {
        f64::max(0.0, 0.5 - (failures - budget) / budget * 0.5)
    }
}
