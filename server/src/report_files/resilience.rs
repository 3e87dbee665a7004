//! The file of a resilience report.

use chrono::NaiveDate;
use model::{
    AssetReport, AssetType, Curve, Report, ReportOrigin, ReportRun, ResiliencePoint, ResilienceReport,
    ResilienceStatus, ResilienceWeights, Timestamp,
};
use scoring::resilience::{STEPS, compliance, facts, score, status, step_at};
use serde::Serialize;

use super::{availability::Own, counts, days_of, percent};
use crate::serializing::{List, Object};

#[derive(Serialize)]
struct File<'a, C, A, S> {
    analysis_timestamp: Timestamp,
    analysis_dates: Vec<NaiveDate>,
    configuration: C,
    assets: A,
    summary: S,
    vedetta: Own<'a>,
}

#[derive(Serialize)]
struct Configuration<T, W> {
    target_rpo_hours: T,
    asset_weights: W,
    weights: ResilienceWeights,
    curve: Curve,
}

#[derive(Serialize)]
struct Asset<'a, M> {
    asset_id: &'a str,
    asset_type: AssetType,
    target_rpo_hours: f64,
    final_score: f64,
    final_status: ResilienceStatus,
    total_runs: u32,
    successful_runs: u32,
    detailed_metrics: M,
    vedetta: OwnAsset<'a>,
}

#[derive(Serialize)]
struct OwnAsset<'a> {
    name: &'a str,
    weight: u8,
    no_runs: bool,
    final_score: f64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    runs: &'a [ReportRun],
}

#[derive(Serialize)]
struct Metric {
    timestamp: Timestamp,
    actual_rpo_hours: Option<f64>,
    rpo_compliance: f64,
    success_rate: Option<f64>,
    score: f64,
    status_type: ResilienceStatus,
}

#[derive(Serialize)]
struct Summary<S> {
    aggregated_score: Option<f64>,
    total_assets: u32,
    assets_by_status: S,
}

pub fn file<'a>(report: &'a Report, body: &'a ResilienceReport) -> impl Serialize + 'a {
    let head = &report.head;
    let assets = &body.assets;
    File {
        analysis_timestamp: head.created_at,
        analysis_dates: days_of(head),
        configuration: Configuration {
            target_rpo_hours: Object(|| assets.iter().map(|one| (one.asset_id.as_str(), one.target_rpo_hours))),
            asset_weights: Object(|| assets.iter().map(|one| (one.asset_id.as_str(), one.weight))),
            weights: body.weights,
            curve: body.curve,
        },
        assets: Object(|| assets.iter().map(|one| (one.asset_id.as_str(), asset(report, body, one)))),
        summary: Summary {
            aggregated_score: head.score.map(percent),
            total_assets: head.total,
            assets_by_status: Object(|| counts(ResilienceStatus::ALL, ResilienceStatus::as_str, head)),
        },
        vedetta: Own::of(report, None),
    }
}

fn asset<'a>(report: &'a Report, body: &'a ResilienceReport, asset: &'a AssetReport) -> impl Serialize + 'a {
    Asset {
        asset_id: asset.asset_id.as_str(),
        asset_type: asset.asset_type,
        target_rpo_hours: asset.target_rpo_hours.hours(),
        final_score: percent(asset.final_score),
        final_status: asset.final_status,
        total_runs: asset.total_runs,
        successful_runs: asset.successful_runs,
        detailed_metrics: List(move || points(report, body, asset).into_iter().map(metric)),
        vedetta: OwnAsset {
            name: &asset.name,
            weight: asset.weight.get(),
            no_runs: asset.no_runs,
            final_score: asset.final_score,
            runs: &asset.runs,
        },
    }
}

fn metric(point: ResiliencePoint) -> Metric {
    Metric {
        timestamp: point.timestamp,
        actual_rpo_hours: point.actual_rpo_hours,
        rpo_compliance: point.rpo_compliance,
        success_rate: point.success_rate,
        score: point.score,
        status_type: point.status,
    }
}

/// The figures of an asset at each step: as they were imported, none where a file has none, else as they follow from its
/// runs.
pub fn points(report: &Report, body: &ResilienceReport, asset: &AssetReport) -> Vec<ResiliencePoint> {
    let says_none = report.head.origin == ReportOrigin::Import && asset.runs.is_empty();
    if !asset.points.is_empty() || says_none {
        return asset.points.clone();
    }
    let until = report.head.window.end;
    (1..=STEPS)
        .zip(facts(&asset.runs, until))
        .map(|(step, facts)| {
            let score = score(facts, asset.target_rpo_hours, body.weights, body.curve);
            ResiliencePoint {
                timestamp: step_at(until, step),
                actual_rpo_hours: facts.actual_rpo_hours,
                rpo_compliance: compliance(facts, asset.target_rpo_hours, body.curve),
                success_rate: facts.success_rate,
                score,
                status: status(score),
            }
        })
        .collect()
}
