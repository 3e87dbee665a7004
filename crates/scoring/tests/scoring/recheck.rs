//! Reports made anew from what they say happened.

use chrono::TimeDelta;
use model::{
    AvailabilityReport, AvailabilityStatus, BackupOutcome, Curve, ErrorBudget, Report, ReportBody, ReportOrigin,
    ReportRun, ResiliencePoint, ResilienceReport, ResilienceStatus, ResilienceWeights, StatusCounts, TargetRpo, Weight,
};
use proptest::prelude::*;
use scoring::recheck::{Figure, Value, recheck};

use crate::given::hour;
use crate::reports::{self, any_availability, any_resilience};

fn services() -> Report {
    reports::availability(vec![
        reports::service(0, ErrorBudget::known(5), Weight::known(1), Some(&[10, 20])),
        reports::service(1, ErrorBudget::known(5), Weight::known(1), None),
    ])
}

fn assets() -> Report {
    let weights = ResilienceWeights::default();
    let run = |hours, outcome| ReportRun { ended_at: hour(hours), started_at: None, outcome };
    let runs = vec![run(150, BackupOutcome::Failed), run(156, BackupOutcome::Success)];
    let asset = reports::asset(0, TargetRpo::known(24), Weight::known(1), runs, weights, Curve::Linear);
    reports::resilience(vec![asset], weights, Curve::Linear)
}

/// Names what differs once something was changed.
fn check(report: &Report, expected: &[Figure]) {
    let mut found: Vec<_> = recheck(report).into_iter().map(|one| one.figure).collect();
    found.sort_unstable();
    assert_eq!(found, expected);
}

fn check_services(change: impl Fn(&mut AvailabilityReport), expected: &[Figure]) {
    let mut report = services();
    let ReportBody::Availability(body) = &mut report.body else { unreachable!() };
    change(body);
    check(&report, expected);
}

fn check_assets(change: impl Fn(&mut ResilienceReport), expected: &[Figure]) {
    let mut report = assets();
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    change(body);
    check(&report, expected);
}

#[test]
fn every_figure_of_services_is_made_anew() {
    check_services(|_| {}, &[]);
    check_services(|body| body.services[0].points[0].score = 0.9_f64.next_up(), &[Figure::Score]);
    check_services(|body| body.services[0].points[0].status = Some(AvailabilityStatus::Critical), &[Figure::Status]);
    check_services(|body| body.services[0].points[0].failures = 2, &[Figure::Score, Figure::Failures]);
    check_services(|body| body.services[0].samples.failed = 3, &[Figure::FailedSamples]);
    check_services(|body| body.services[0].final_score = Some(0.5), &[Figure::Score]);
    check_services(|body| body.services[0].final_status = AvailabilityStatus::Good, &[Figure::Status]);
    check_services(|body| body.services[1].final_score = Some(1.0), &[Figure::Score]);
    check_services(|body| body.timeline = None, &[Figure::FirstSample, Figure::LastSample]);
    check_services(
        |body| body.services[0].samples = StatusCounts::default(),
        &[
            Figure::Score,
            Figure::Score,
            Figure::Status,
            Figure::FailedSamples,
            Figure::Standing("ATTENZIONE"),
            Figure::Standing("NO_DATA"),
        ],
    );
    check_services(|body| drop(body.services.pop()), &[Figure::Total, Figure::Standing("NO_DATA")]);
    check_services(
        |body| body.services[0].error_budget = ErrorBudget::known(6),
        &[
            Figure::Score,
            Figure::Score,
            Figure::Score,
            Figure::Score,
            Figure::Status,
            Figure::Standing("ATTENZIONE"),
            Figure::Standing("GOOD"),
        ],
    );
    check_services(
        |body| body.services[0].points.swap(0, 1),
        &[
            Figure::Score,
            Figure::Score,
            Figure::Status,
            Figure::Failures,
            Figure::FailedSamples,
            Figure::LastSample,
            Figure::Standing("ATTENZIONE"),
            Figure::Standing("GOOD"),
        ],
    );
}

#[test]
fn every_figure_of_assets_is_made_anew() {
    check_assets(|_| {}, &[]);
    check_assets(|body| body.assets[0].final_score = 0.25, &[Figure::Score]);
    check_assets(|body| body.assets[0].final_status = ResilienceStatus::Good, &[Figure::Status]);
    check_assets(|body| body.assets[0].total_runs = 7, &[Figure::TotalRuns]);
    check_assets(|body| body.assets[0].successful_runs = 7, &[Figure::SuccessfulRuns]);
    check_assets(|body| body.assets[0].no_runs = true, &[Figure::NoRuns]);
}

#[test]
fn the_whole_is_made_anew_and_says_both_figures() {
    let mut report = services();
    report.head.score = Some(0.7);
    let found = recheck(&report);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].stated, found[0].recomputed), (Value::Fraction(Some(0.7)), Value::Fraction(Some(0.8))));
    assert_eq!((&found[0].subject, found[0].at), (&None, None));
    report.head.score = Some(0.8);
    report.head.statuses[0].count = 5;
    check(&report, &[Figure::Standing("ATTENZIONE")]);
}

#[test]
fn a_file_of_another_tool_is_held_to_what_it_holds() {
    let mut report = services();
    report.head.origin = ReportOrigin::Import;
    let ReportBody::Availability(body) = &mut report.body else { unreachable!() };
    body.services.pop();
    body.services[0].samples = StatusCounts::default();
    body.services[0].extent = None;
    body.services[0].final_score = Some(0.8 + 1e-14);
    (report.head.total, report.head.statuses) = (1, report.head.statuses.into_iter().take(1).collect());
    check(&report, &[]);

    let mut report = assets();
    report.head.origin = ReportOrigin::Import;
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    body.assets[0].runs.clear();
    body.assets[0].points = vec![ResiliencePoint {
        timestamp: hour(168),
        actual_rpo_hours: Some(12.0),
        rpo_compliance: 0.5,
        success_rate: Some(0.5),
        score: 0.6 * 0.5 + 0.4 * 0.5,
        status: ResilienceStatus::Critical,
    }];
    check(&report, &[]);
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    body.assets[0].points[0].rpo_compliance = 0.6;
    body.assets[0].points[0].status = ResilienceStatus::Good;
    check(&report, &[Figure::Status, Figure::Compliance]);
}

#[test]
fn points_are_held_to_the_runs_beside_them() {
    let mut report = assets();
    report.head.origin = ReportOrigin::Import;
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    let until = hour(168);
    body.assets[0].points = vec![ResiliencePoint {
        timestamp: until - TimeDelta::hours(1),
        actual_rpo_hours: Some(11.5),
        rpo_compliance: 1.0 - 11.0 / 24.0,
        success_rate: Some(0.5),
        score: 0.6 * (1.0 - 11.0 / 24.0) + 0.4 * 0.5,
        status: ResilienceStatus::Critical,
    }];
    check(&report, &[Figure::ActualRpo]);
}

proptest! {
    #[test]
    fn our_own_reports_are_equal(services in any_availability(), assets in any_resilience()) {
        prop_assert_eq!(recheck(&services), []);
        prop_assert_eq!(recheck(&assets), []);
    }
}

proptest! {
    #[test]
    fn a_report_is_read_back_to_the_last_bit(services in any_availability(), assets in any_resilience()) {
        for report in [services, assets] {
            let text = serde_json::to_string(&report).unwrap();
            prop_assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
        }
    }
}
