//! Scores of availability.

use model::{AvailabilityStatus, ErrorBudget, Timestamp};
use proptest::prelude::*;
use scoring::availability::{budget_left, points, score, status};

use crate::given::{self, minute};

fn check(failures: u32, budget: u8, expected: f64, expected_status: AvailabilityStatus) {
    let found = score(failures, ErrorBudget::known(budget));
    assert_eq!(found, expected, "{failures} failures of {budget}");
    assert_eq!(status(found), expected_status, "{failures} failures of {budget}");
}

#[test]
fn a_score_follows_the_formula_at_every_boundary() {
    use AvailabilityStatus::{Attenzione, Critical, Good};
    check(0, 1, 1.0, Good);
    check(1, 1, 0.5, Attenzione);
    check(2, 1, 0.0, Critical);
    check(3, 1, 0.0, Critical);
    check(u32::MAX, 1, 0.0, Critical);
    check(0, 5, 1.0, Good);
    check(1, 5, 0.9, Good);
    check(2, 5, 0.8, Attenzione);
    check(3, 5, 0.7, Attenzione);
    check(5, 5, 0.5, Attenzione);
    check(6, 5, 0.4, Critical);
    check(9, 5, 0.5 - 0.8 * 0.5, Critical);
    check(10, 5, 0.0, Critical);
    check(11, 5, 0.0, Critical);
    check(1, 3, 1.0 - (1.0 / 3.0) * 0.5, Good);
    check(4, 10, 0.8, Attenzione);
    check(19, 50, 0.81, Good);
    check(20, 50, 0.8, Attenzione);
    check(50, 50, 0.5, Attenzione);
    check(51, 50, 0.49, Critical);
    check(99, 50, 0.5 - 0.98 * 0.5, Critical);
    check(100, 50, 0.0, Critical);
}

#[test]
fn a_status_begins_where_it_says() {
    for (score, expected) in [
        (0.0, AvailabilityStatus::Critical),
        (0.5 - 1e-11, AvailabilityStatus::Critical),
        (0.5_f64.next_down(), AvailabilityStatus::Attenzione),
        (0.8_f64.next_up(), AvailabilityStatus::Attenzione),
        (0.8 + 1e-11, AvailabilityStatus::Good),
        (1.0, AvailabilityStatus::Good),
    ] {
        assert_eq!(status(score), expected, "{score}");
    }
}

#[test]
fn statuses_turn_exactly_at_four_tenths_and_the_whole_of_every_budget() {
    for budget in 1..=50 {
        for failures in 0..=u32::from(budget) * 2 + 1 {
            let expected = if failures > u32::from(budget) {
                AvailabilityStatus::Critical
            } else if failures * 10 >= u32::from(budget) * 4 {
                AvailabilityStatus::Attenzione
            } else {
                AvailabilityStatus::Good
            };
            assert_eq!(status(score(failures, ErrorBudget::known(budget))), expected, "{failures} of {budget}");
        }
    }
}

#[test]
fn what_is_left_of_a_budget_is_signed() {
    for (failures, budget, expected) in [(0, 5, 1.0), (5, 5, 0.0), (7, 5, 1.0 - 1.4), (1, 4, 0.75), (50, 1, -49.0)] {
        assert_eq!(budget_left(failures, ErrorBudget::known(budget)), expected, "{failures} of {budget}");
    }
}

#[test]
fn failures_at_one_moment_make_one_point() {
    let points = points(&[minute(1), minute(3), minute(3), minute(4)], ErrorBudget::known(5));
    let seen: Vec<_> = points.iter().map(|point| (point.timestamp, point.failures, point.score)).collect();
    assert_eq!(seen, [(minute(1), 1, 0.9), (minute(3), 3, 0.7), (minute(4), 4, 0.6)]);
    assert!(points.iter().all(|point| point.status.is_none()));
}

/// What the replaced system kept: a point for every sample.
fn full_timeline(samples: &[(Timestamp, bool)], budget: ErrorBudget) -> Vec<(Timestamp, u32, f64)> {
    let mut failures = 0;
    samples
        .iter()
        .map(|(at, has_failed)| {
            failures += u32::from(*has_failed);
            (*at, failures, score(failures, budget))
        })
        .collect()
}

proptest! {
    #[test]
    fn a_score_is_a_fraction_that_never_rises(failures in 0..200_u32, budget in given::budget()) {
        let (now, next) = (score(failures, budget), score(failures + 1, budget));
        prop_assert!((0.0..=1.0).contains(&now));
        prop_assert!(next <= now);
        prop_assert!((next < now) == (failures < 2 * u32::from(budget.get())));
    }

    #[test]
    fn a_greater_budget_never_lowers_a_score(failures in 0..200_u32, budget in 1..50_u8) {
        let (less, more) = (ErrorBudget::known(budget), ErrorBudget::known(budget + 1));
        prop_assert!(score(failures, more) >= score(failures, less));
        prop_assert!(budget_left(failures, more) >= budget_left(failures, less));
    }

    #[test]
    fn change_points_say_what_the_full_timeline_says(
        steps in proptest::collection::vec((0..3_i64, any::<bool>()), 0..200),
        budget in given::budget(),
    ) {
        let mut now = 0;
        let samples: Vec<_> = steps.into_iter().map(|(step, has_failed)| { now += step; (minute(now), has_failed) }).collect();
        let failures: Vec<_> = samples.iter().filter(|sample| sample.1).map(|sample| sample.0).collect();
        let points = points(&failures, budget);
        prop_assert!(points.is_sorted_by(|one, next| one.timestamp < next.timestamp && one.failures < next.failures));
        // The last of the samples at one moment tells how things stood after it.
        for together in full_timeline(&samples, budget).chunk_by(|one, next| one.0 == next.0) {
            let (at, failures, score) = together[together.len() - 1];
            let point = points.iter().rev().find(|point| point.timestamp <= at);
            prop_assert_eq!(point.map_or((0, 1.0), |point| (point.failures, point.score)), (failures, score));
        }
    }
}
