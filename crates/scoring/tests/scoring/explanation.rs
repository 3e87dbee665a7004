//! Why this number?

use model::{
    AvailabilityStatus, BackupOutcome, Curve, ErrorBudget, ReportBody, ReportOrigin, ReportRun, ResilienceStatus,
    ResilienceWeights, TargetRpo, Weight,
};
use proptest::prelude::*;
use scoring::explanation::{ServiceFormula, explain_asset, explain_availability, explain_resilience, explain_service};
use scoring::replay::{AvailabilityFrame, AvailabilityReplay, ResilienceFrame, ResilienceReplay};

use crate::given::{hour, minute};
use crate::reports::{self, LAST_MINUTE, any_availability, any_moment, any_resilience};

#[test]
fn a_service_lost_its_points_to_its_failures() {
    let service = reports::service(
        0,
        ErrorBudget::known(5),
        Weight::known(1),
        Some(&[10, 20, 20, 30, 30, 30, 40, 50, 60, 70, 80, 90]),
    );
    let replay = AvailabilityReplay::new(&reports::availability(vec![service])).unwrap();
    let explain = |minutes| explain_service(&replay, replay.original(), 0, minute(minutes)).unwrap();
    assert_eq!(
        (explain(5).formula, explain(5).state.score, explain(5).failures.len()),
        (ServiceFormula::NothingFailed, Some(1.0), 0)
    );
    let middle = explain(30);
    assert_eq!((middle.formula, middle.state.failures), (ServiceFormula::OverBudget, 6));
    let costs: Vec<_> = middle.failures.iter().map(|one| (one.at, one.failures, (one.cost * 100.0).round())).collect();
    assert_eq!(costs, [(minute(30), 3, 30.0), (minute(20), 2, 20.0), (minute(10), 1, 10.0)]);
    assert_eq!(explain(20).formula, ServiceFormula::WithinBudget);
    let end = explain(LAST_MINUTE);
    assert_eq!((end.state.score, end.failures.len()), (Some(0.0), 9));
    assert_eq!(end.failures[7..].iter().map(|one| one.cost).collect::<Vec<_>>(), [0.0, 0.0]);
}

#[test]
fn an_asset_lost_its_points_to_age_and_to_failed_runs() {
    let weights = ResilienceWeights::default();
    let run = |hours, outcome| ReportRun { ended_at: hour(hours), started_at: None, outcome };
    let runs = vec![run(150, BackupOutcome::Failed), run(156, BackupOutcome::Success)];
    let asset = reports::asset(0, TargetRpo::known(24), Weight::known(1), runs, weights, Curve::Linear);
    let replay = ResilienceReplay::new(&reports::resilience(vec![asset], weights, Curve::Linear)).unwrap();
    let why = explain_asset(&replay, replay.original(), 0, hour(168)).unwrap();
    assert!((why.compliance_cost - 0.3).abs() < 1e-12 && (why.success_cost - 0.2).abs() < 1e-12, "{why:?}");
    assert_eq!((1.0 - why.state.score, why.compliance_cost + why.success_cost), (0.5, 0.5));
    let early = explain_asset(&replay, replay.original(), 0, hour(10)).unwrap();
    assert_eq!((early.compliance_cost, early.success_cost), (1.0, 0.0));
}

#[test]
fn the_aggregate_lost_its_points_to_the_heavy_and_the_poor() {
    let services = vec![
        reports::service(0, ErrorBudget::known(5), Weight::known(1), Some(&[1])),
        reports::service(1, ErrorBudget::known(5), Weight::known(1), None),
        reports::service(2, ErrorBudget::known(5), Weight::known(3), Some(&[1])),
    ];
    let replay = AvailabilityReplay::new(&reports::availability(services)).unwrap();
    let mut frame = AvailabilityFrame::default();
    replay.show(replay.original(), minute(5), &mut frame);
    let why = explain_availability(replay.original(), &frame).unwrap();
    assert_eq!(why.subjects.iter().map(|one| one.subject).collect::<Vec<_>>(), [2, 0]);
    assert!((why.subjects[0].cost - 0.075).abs() < 1e-12 && why.weights == 4);
}

#[test]
fn what_an_imported_file_does_not_explain_is_said() {
    let weights = ResilienceWeights::default();
    let asset = reports::asset(0, TargetRpo::known(24), Weight::known(1), vec![], weights, Curve::Linear);
    let mut report = reports::resilience(vec![asset], weights, Curve::Linear);
    report.head.origin = ReportOrigin::Import;
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    (body.assets[0].final_score, body.assets[0].final_status) = (0.75, ResilienceStatus::Good);
    let replay = ResilienceReplay::new(&report).unwrap();
    let why = explain_asset(&replay, replay.original(), 0, hour(168)).unwrap();
    assert_eq!((why.state.score, why.compliance_cost, why.unexplained), (0.75, 1.0, -0.75));

    let mut service = reports::service(0, ErrorBudget::known(5), Weight::known(1), Some(&[]));
    (service.final_score, service.final_status) = (Some(0.5), AvailabilityStatus::Critical);
    let mut report = reports::availability(vec![service]);
    report.head.origin = ReportOrigin::Import;
    let replay = AvailabilityReplay::new(&report).unwrap();
    let why = explain_service(&replay, replay.original(), 0, minute(LAST_MINUTE)).unwrap();
    assert_eq!((why.state.score, why.unexplained, why.failures.len()), (Some(0.5), 0.5, 0));
}

proptest! {
    #[test]
    fn the_parts_of_a_service_add_up(report in any_availability(), moment in any_moment()) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let mut frame = AvailabilityFrame::default();
        replay.show(replay.original(), moment, &mut frame);
        for (index, state) in frame.services.iter().enumerate() {
            let why = explain_service(&replay, replay.original(), index, moment);
            prop_assert_eq!(why.is_some(), state.score.is_some());
            let Some(why) = why else { continue };
            let sum: f64 = why.failures.iter().map(|failure| failure.cost).sum();
            prop_assert_eq!(sum, 1.0 - state.score.unwrap());
            prop_assert_eq!(why.failures.iter().map(|failure| failure.failures).sum::<u32>(), state.failures);
            prop_assert!(why.failures.iter().all(|failure| failure.cost >= 0.0));
            prop_assert!(why.failures.is_sorted_by(|one, next| one.cost >= next.cost - 1e-12));
        }
        if let Some(why) = explain_availability(replay.original(), &frame) {
            let sum: f64 = why.subjects.iter().map(|subject| subject.cost).sum();
            prop_assert_eq!(sum, 1.0 - frame.score.unwrap());
            prop_assert_eq!(why.unexplained, 0.0);
        }
    }

    #[test]
    fn the_parts_of_an_asset_add_up(report in any_resilience(), moment in any_moment()) {
        let replay = ResilienceReplay::new(&report).unwrap();
        let mut frame = ResilienceFrame::default();
        replay.show(replay.original(), moment, &mut frame);
        for (index, state) in frame.assets.iter().enumerate() {
            let why = explain_asset(&replay, replay.original(), index, moment).unwrap();
            prop_assert_eq!(why.compliance_cost + why.success_cost, 1.0 - state.unwrap().score);
            prop_assert!(why.compliance_cost >= 0.0 && why.success_cost >= 0.0 && why.unexplained == 0.0);
        }
        if let Some(why) = explain_resilience(replay.original(), &frame) {
            let sum: f64 = why.subjects.iter().map(|subject| subject.cost).sum();
            prop_assert_eq!(sum, 1.0 - frame.score.unwrap());
        }
    }
}
