//! Two reports side by side.

use model::{BackupOutcome, Curve, ErrorBudget, Report, ReportOrigin, ReportRun, ResilienceWeights, TargetRpo, Weight};
use proptest::prelude::*;
use scoring::comparison::{AggregateParts, Comparison, compare};

use crate::given::hour;
use crate::reports::{self, any_availability, any_resilience};

/// A report of these services: number, budget, weight and how many failures, or no data.
fn report(services: &[(usize, u8, u8, Option<i64>)]) -> Report {
    let services = services.iter().map(|(number, budget, weight, failures)| {
        let failures: Option<Vec<_>> = failures.map(|count| (0..count).collect());
        reports::service(*number, ErrorBudget::known(*budget), Weight::known(*weight), failures.as_deref())
    });
    reports::availability(services.collect())
}

fn check(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

#[test]
fn one_cause_alone_takes_the_whole() {
    let before = report(&[(0, 5, 1, Some(1)), (1, 5, 1, Some(0))]);
    let events = compare(&before, &report(&[(0, 5, 1, Some(3)), (1, 5, 1, Some(0))])).unwrap();
    check(events.difference, -0.1);
    assert_eq!(events.parts, AggregateParts { events: events.difference, ..Default::default() });
    check(events.subjects[0].change.unwrap().events, -0.2);
    assert_eq!(events.subjects[1].parts, AggregateParts::default());

    let budget = compare(&before, &report(&[(0, 10, 1, Some(1)), (1, 5, 1, Some(0))])).unwrap();
    assert_eq!(budget.parts, AggregateParts { figure: budget.difference, ..Default::default() });
    check(budget.difference, 0.025);

    let weight = compare(&before, &report(&[(0, 5, 3, Some(1)), (1, 5, 1, Some(0))])).unwrap();
    assert_eq!(weight.parts, AggregateParts { weight: weight.difference, ..Default::default() });
    check(weight.difference, -0.025);
    assert_eq!(weight.subjects[0].change.unwrap().difference, 0.0);

    let gone = compare(&before, &report(&[(1, 5, 1, Some(0))])).unwrap();
    assert_eq!(gone.parts, AggregateParts { presence: gone.difference, ..Default::default() });
    assert_eq!((gone.subjects[0].after, gone.subjects[0].change), (None, None));
    check(gone.difference, 0.05);

    let silent = compare(&before, &report(&[(0, 5, 1, None), (1, 5, 1, Some(0))])).unwrap();
    assert_eq!(silent.parts, gone.parts);
    assert_eq!(silent.subjects[0].after.unwrap().score, None);
}

#[test]
fn two_causes_share_what_they_did_together() {
    // 5 of 5 is 0.5, 5 of 10 is 0.75, 10 of 5 is 0, 10 of 10 is 0.5.
    let found = compare(&report(&[(0, 5, 1, Some(5))]), &report(&[(0, 10, 1, Some(10))])).unwrap();
    let change = found.subjects[0].change.unwrap();
    check(change.events, -0.375);
    check(change.figure, 0.375);
    assert_eq!((change.difference, change.rule), (0.0, 0.0));
    assert_eq!(change.events + change.figure, 0.0);
}

#[test]
fn an_asset_changes_by_runs_target_and_rule() {
    let weights = ResilienceWeights::default();
    let made = |target, weights, curve| {
        let runs = vec![ReportRun { ended_at: hour(156), started_at: None, outcome: BackupOutcome::Success }];
        let asset = reports::asset(0, TargetRpo::known(target), Weight::known(1), runs, weights, curve);
        reports::resilience(vec![asset], weights, curve)
    };
    let before = made(24, weights, Curve::Linear);
    let target = compare(&before, &made(48, weights, Curve::Linear)).unwrap();
    check(target.parts.figure, 0.15);
    let rule = compare(&before, &made(24, ResilienceWeights::new(0.5, 0.5).unwrap(), Curve::Threshold)).unwrap();
    check(rule.parts.rule, 0.3);
    assert_eq!(rule.parts.rule, rule.difference);
}

#[test]
fn reports_of_different_kinds_have_no_difference() {
    let other = reports::resilience(vec![], ResilienceWeights::default(), Curve::Linear);
    assert_eq!(compare(&report(&[]), &other), None);
}

#[test]
fn what_only_an_imported_file_says_stays_apart() {
    let before = report(&[(0, 5, 1, Some(0))]);
    let mut after = before.clone();
    (after.head.origin, after.head.score) = (ReportOrigin::Import, Some(0.75));
    let found = compare(&before, &after).unwrap();
    assert_eq!((found.difference, found.unexplained, found.parts), (-0.25, -0.25, AggregateParts::default()));
}

fn check_sums(before: &Report, after: &Report) -> Result<Comparison, TestCaseError> {
    let found = compare(before, after).unwrap();
    let wanted = after.head.score.unwrap_or(0.0) - before.head.score.unwrap_or(0.0);
    prop_assert!((found.difference - wanted).abs() < 1e-15);
    prop_assert_eq!(found.unexplained, 0.0);
    prop_assert_eq!(found.parts.as_array().iter().sum::<f64>(), found.difference);
    prop_assert_eq!(found.subjects.iter().flat_map(|one| one.parts.as_array()).sum::<f64>(), found.difference);
    for subject in &found.subjects {
        if let Some(change) = subject.change {
            let wanted = subject.after.unwrap().score.unwrap() - subject.before.unwrap().score.unwrap();
            prop_assert!((change.difference - wanted).abs() < 1e-15);
            prop_assert_eq!(change.events + change.figure + change.rule, change.difference);
        }
    }
    Ok(found)
}

/// The mean over the six orders of the three causes, walked one by one.
fn plain_orders(scores: [f64; 8]) -> [f64; 3] {
    let mut parts = [0.0; 3];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut mixture = 0;
        for cause in order {
            let next = mixture | 1 << cause;
            parts[cause] += (scores[next] - scores[mixture]) / 6.0;
            mixture = next;
        }
    }
    parts
}

proptest! {
    #[test]
    fn parts_of_services_add_up(before in any_availability(), after in any_availability()) {
        check_sums(&before, &after)?;
    }

    #[test]
    fn parts_of_assets_add_up(before in any_resilience(), after in any_resilience()) {
        let found = check_sums(&before, &after)?;
        let (model::ReportBody::Resilience(one), model::ReportBody::Resilience(other)) = (&before.body, &after.body) else { unreachable!() };
        for ((one_asset, other_asset), subject) in one.assets.iter().zip(&other.assets).zip(&found.subjects) {
            let last = |runs: &[ReportRun]| *scoring::resilience::facts(runs, hour(168)).last().unwrap();
            let facts = [last(&one_asset.runs), last(&other_asset.runs)];
            let targets = [one_asset.target_rpo_hours, other_asset.target_rpo_hours];
            let rules = [(one.weights, one.curve), (other.weights, other.curve)];
            let scores = std::array::from_fn(|mixture| {
                let (weights, curve) = rules[mixture >> 2];
                scoring::resilience::score(facts[mixture & 1], targets[mixture >> 1 & 1], weights, curve)
            });
            let [events, figure, rule] = plain_orders(scores);
            let change = subject.change.unwrap();
            prop_assert!((change.events - events).abs() < 1e-12);
            prop_assert!((change.figure - figure).abs() < 1e-12);
            prop_assert!((change.rule - rule).abs() < 1e-12);
        }
    }

    #[test]
    fn the_way_back_is_the_way_there(before in any_availability(), after in any_availability()) {
        let (there, back) = (compare(&before, &after).unwrap(), compare(&after, &before).unwrap());
        for (one, other) in there.parts.as_array().into_iter().zip(back.parts.as_array()) {
            prop_assert!((one + other).abs() < 1e-12);
        }
    }

    #[test]
    fn a_report_does_not_differ_from_itself(report in any_resilience()) {
        let found = compare(&report, &report).unwrap();
        prop_assert_eq!((found.difference, found.parts), (0.0, AggregateParts::default()));
    }
}
