//! Reports to start from, made plainly.

use model::{
    AnalysisKind, AssetId, AssetReport, AssetType, AvailabilityReport, AvailabilityStatus, BackupOutcome, Curve,
    ErrorBudget, Report, ReportBody, ReportHead, ReportId, ReportOrigin, ReportRun, ResilienceReport,
    ResilienceWeights, ServiceReport, StatusCount, StatusCounts, TargetRpo, Timeline, Timestamp, Unreadable, Weight,
    Window,
};
use proptest::prelude::*;
use scoring::aggregate::Aggregate;
use scoring::{availability, resilience};

use crate::given::{self, hour, minute};

/// The reports of these tests end here: a week after the first minute.
pub const LAST_MINUTE: i64 = 168 * 60;

/// A service of the kind `service-3`, with its failures in minutes, or without data.
pub fn service(number: usize, budget: ErrorBudget, weight: Weight, failures: Option<&[i64]>) -> ServiceReport {
    let mut moments: Vec<_> = failures.unwrap_or_default().iter().copied().map(minute).collect();
    moments.sort_unstable();
    let points = availability::points(&moments, budget);
    let final_score = failures.map(|_| points.last().map_or(1.0, |point| point.score));
    let extent = failures.map(|_| Timeline { first: minute(0), last: minute(LAST_MINUTE) });
    ServiceReport {
        service_id: AssetId::new(format!("service-{number}")).unwrap(),
        name: format!("Service {number}"),
        service_type: None,
        error_budget: budget,
        weight,
        samples: StatusCounts {
            ok: if failures.is_some() { 10_000 } else { 0 },
            failed: moments.len() as u64,
            ..Default::default()
        },
        extent,
        final_score,
        final_status: final_score.map_or(AvailabilityStatus::NoData, availability::status),
        points,
    }
}

pub fn availability(services: Vec<ServiceReport>) -> Report {
    let scores = services.iter().filter_map(|service| Some((service.final_score?, service.weight)));
    let score = scores.collect::<Aggregate>().score();
    let statuses = services.iter().map(|service| service.final_status.as_str()).collect();
    let extent = Timeline { first: minute(0), last: minute(LAST_MINUTE) };
    Report {
        head: head(AnalysisKind::Availability, score, statuses),
        failed: Vec::new(),
        unreadable: Unreadable::default(),
        body: ReportBody::Availability(AvailabilityReport { timeline: score.map(|_| extent), services }),
    }
}

/// An asset of the kind `asset-3`, with its runs.
pub fn asset(
    number: usize,
    target: TargetRpo,
    weight: Weight,
    mut runs: Vec<ReportRun>,
    weights: ResilienceWeights,
    curve: Curve,
) -> AssetReport {
    runs.sort_by_key(|run| run.ended_at);
    let until = minute(LAST_MINUTE);
    let facts = resilience::facts(&runs, until);
    let final_score = resilience::score(facts[facts.len() - 1], target, weights, curve);
    let in_window = |run: &&ReportRun| hour(0) < run.ended_at && run.ended_at <= until;
    let successful = |run: &&ReportRun| run.outcome != BackupOutcome::Failed;
    AssetReport {
        asset_id: AssetId::new(format!("asset-{number}")).unwrap(),
        name: format!("Asset {number}"),
        asset_type: AssetType::Vm,
        target_rpo_hours: target,
        weight,
        total_runs: runs.iter().filter(in_window).count() as u32,
        successful_runs: runs.iter().filter(in_window).filter(successful).count() as u32,
        no_runs: runs.is_empty(),
        final_score,
        final_status: resilience::status(final_score),
        runs,
        points: Vec::new(),
    }
}

pub fn resilience(assets: Vec<AssetReport>, weights: ResilienceWeights, curve: Curve) -> Report {
    let score = assets.iter().map(|asset| (asset.final_score, asset.weight)).collect::<Aggregate>().score();
    let statuses = assets.iter().map(|asset| asset.final_status.as_str()).collect();
    Report {
        head: head(AnalysisKind::Resilience, score, statuses),
        failed: Vec::new(),
        unreadable: Unreadable::default(),
        body: ReportBody::Resilience(ResilienceReport { weights, curve, assets }),
    }
}

fn head(kind: AnalysisKind, score: Option<f64>, mut statuses: Vec<&str>) -> ReportHead {
    statuses.sort_unstable();
    let together = statuses.chunk_by(|one, next| one == next);
    ReportHead {
        id: ReportId::new("report").unwrap(),
        kind,
        origin: ReportOrigin::Analysis,
        job_id: None,
        created_at: minute(LAST_MINUTE),
        created_by: "ada".into(),
        window: Window { start: minute(0), end: minute(LAST_MINUTE) },
        timezone: "UTC".into(),
        score,
        total: statuses.len() as u32,
        statuses: together
            .map(|alike| StatusCount { status: alike[0].to_owned(), count: alike.len() as u32 })
            .collect(),
        partial: false,
    }
}

/// Up to eight services, some without data, with failures that often fall together.
pub fn any_availability() -> impl Strategy<Value = Report> {
    let failures = proptest::option::weighted(0.9, proptest::collection::vec(0..40_i64, 0..30));
    proptest::collection::vec((given::budget(), given::weight(), failures), 0..8).prop_map(|services| {
        let services = services.into_iter().enumerate().map(|(number, (budget, weight, failures))| {
            let failures: Option<Vec<_>> =
                failures.map(|all| all.into_iter().map(|at| at * LAST_MINUTE / 40).collect());
            service(number, budget, weight, failures.as_deref())
        });
        availability(services.collect())
    })
}

pub fn any_curve() -> impl Strategy<Value = Curve> {
    prop_oneof![Just(Curve::Linear), Just(Curve::Threshold)]
}

/// Up to six assets, some without runs.
pub fn any_resilience() -> impl Strategy<Value = Report> {
    let assets = proptest::collection::vec((given::target(), given::weight(), given::runs()), 0..6);
    (assets, given::resilience_weights(), any_curve()).prop_map(|(assets, weights, curve)| {
        let assets = assets.into_iter().enumerate();
        let assets = assets.map(|(number, (target, share, runs))| asset(number, target, share, runs, weights, curve));
        resilience(assets.collect(), weights, curve)
    })
}

/// Any moment of a report, and some before and after it.
pub fn any_moment() -> impl Strategy<Value = Timestamp> {
    (-60..LAST_MINUTE + 60).prop_map(minute)
}
