//! Assets made anew from their runs, or from the facts of each step where an imported file holds no runs.

use model::{AssetReport, ReportRun, ResiliencePoint, ResilienceReport, ResilienceStatus, Timestamp};

use super::{End, Figure, Findings, Value};
use crate::resilience::{self, Facts};

pub(super) fn recheck(
    body: &ResilienceReport,
    until: Timestamp,
    is_imported: bool,
    findings: &mut Findings,
) -> Vec<End> {
    let recheck = |asset| {
        let facts = facts_of(asset, until, is_imported);
        recheck_asset(body, asset, facts, until, findings)
    };
    body.assets.iter().map(recheck).collect()
}

fn recheck_asset(
    body: &ResilienceReport,
    asset: &AssetReport,
    facts: Option<Vec<Facts>>,
    until: Timestamp,
    findings: &mut Findings,
) -> End {
    recheck_points(body, asset, facts.as_deref(), until, findings);
    let mut end = findings.of(Some(&asset.asset_id), None);
    if facts.is_some() {
        recheck_runs(asset, until, &mut end);
    }
    let stated = || asset.points.last().map(facts_of_point);
    let last = facts.as_ref().and_then(|facts| facts.last().copied()).or_else(stated);
    let score_of = |facts| resilience::score(facts, asset.target_rpo_hours, body.weights, body.curve);
    // A file without any detail says nothing that could be made anew.
    let score = last.map_or(asset.final_score, score_of);
    let status = if last.is_some() { resilience::status(score) } else { asset.final_status };
    end.check(Figure::Score, Value::Fraction(Some(asset.final_score)), Value::Fraction(Some(score)));
    end.check(Figure::Status, status_value(asset.final_status), status_value(status));
    End { score: Some(score), weight: asset.weight, status: status.as_str() }
}

/// Nothing where only the points of a file are known.
fn facts_of(asset: &AssetReport, until: Timestamp, is_imported: bool) -> Option<Vec<Facts>> {
    let are_runs_known = !asset.runs.is_empty() || asset.no_runs || !is_imported;
    are_runs_known.then(|| resilience::facts(&asset.runs, until))
}

fn recheck_runs(asset: &AssetReport, until: Timestamp, end: &mut super::Look<'_>) {
    let start = resilience::start_of(until);
    let in_window = |run: &&ReportRun| start < run.ended_at && run.ended_at <= until;
    let runs = asset.runs.iter().filter(in_window);
    let successful = runs.clone().filter(|run| run.outcome.is_success()).count();
    end.check(Figure::TotalRuns, Value::Count(asset.total_runs.into()), Value::Count(runs.count() as u64));
    end.check(Figure::SuccessfulRuns, Value::Count(asset.successful_runs.into()), Value::Count(successful as u64));
    // Without a run here there may be one after the week.
    let may_have_none = asset.no_runs && asset.runs.is_empty();
    end.check(Figure::NoRuns, Value::Flag(asset.no_runs), Value::Flag(may_have_none));
}

fn recheck_points(
    body: &ResilienceReport,
    asset: &AssetReport,
    facts: Option<&[Facts]>,
    until: Timestamp,
    findings: &mut Findings,
) {
    for point in &asset.points {
        let mut here = findings.of(Some(&asset.asset_id), Some(point.timestamp));
        let facts = facts.and_then(|facts| facts.get(step_of(point.timestamp, until)?).copied());
        let facts = facts.unwrap_or_else(|| facts_of_point(point));
        here.check(Figure::ActualRpo, Value::Hours(point.actual_rpo_hours), Value::Hours(facts.actual_rpo_hours));
        here.check(Figure::SuccessRate, Value::Fraction(point.success_rate), Value::Fraction(facts.success_rate));
        let compliance = resilience::compliance(facts, asset.target_rpo_hours, body.curve);
        here.check(Figure::Compliance, Value::Fraction(Some(point.rpo_compliance)), Value::Fraction(Some(compliance)));
        let score = resilience::score(facts, asset.target_rpo_hours, body.weights, body.curve);
        here.check(Figure::Score, Value::Fraction(Some(point.score)), Value::Fraction(Some(score)));
        here.check(Figure::Status, status_value(point.status), status_value(resilience::status(score)));
    }
}

/// The place of the step at this very moment.
fn step_of(moment: Timestamp, until: Timestamp) -> Option<usize> {
    let step = usize::try_from((moment - resilience::start_of(until)).num_hours()).ok()?;
    (resilience::step_at(until, step) == moment).then(|| step.checked_sub(1))?
}

fn facts_of_point(point: &ResiliencePoint) -> Facts {
    Facts { actual_rpo_hours: point.actual_rpo_hours, success_rate: point.success_rate }
}

fn status_value(status: ResilienceStatus) -> Value {
    Value::Status(status.as_str())
}
