//! Scores of resilience.

use chrono::TimeDelta;
use model::{BackupOutcome, Curve, ReportRun, ResilienceStatus, ResilienceWeights, TargetRpo, Timestamp};
use proptest::prelude::*;
use scoring::resilience::{Facts, STEPS, compliance, facts, last_facts, score, start_of, status, step_at};

use crate::given::{self, hour, minute};

/// The week of these tests ends here; step `k` is at hour `k`.
const UNTIL_HOUR: i64 = 168;

fn run(started_at: Option<Timestamp>, ended_at: Timestamp, outcome: BackupOutcome) -> ReportRun {
    ReportRun { ended_at, started_at, outcome }
}

fn check(runs: &[ReportRun], step: usize, actual_rpo_hours: Option<f64>, success_rate: Option<f64>) {
    let found = facts(runs, hour(UNTIL_HOUR))[step - 1];
    assert_eq!(found, Facts { actual_rpo_hours, success_rate }, "step {step} of {runs:?}");
}

#[test]
fn a_week_has_168_steps_and_ends_at_its_last() {
    assert_eq!(start_of(hour(UNTIL_HOUR)), hour(0));
    assert_eq!(step_at(hour(UNTIL_HOUR), 1), hour(1));
    assert_eq!(step_at(hour(UNTIL_HOUR), STEPS), hour(UNTIL_HOUR));
    assert_eq!(facts(&[], hour(UNTIL_HOUR)).len(), STEPS);
}

#[test]
fn age_counts_from_the_start_of_the_newest_success_that_had_ended() {
    use BackupOutcome::{Failed, Success, Warning};
    check(&[], 1, None, None);
    let one = run(Some(hour(2)), hour(4), Success);
    check(&[one], 3, None, None);
    check(&[one], 4, Some(2.0), Some(1.0));
    check(&[run(Some(hour(2)), minute(4 * 60 + 1), Success)], 4, None, None);
    check(&[run(None, hour(4), Success)], 4, Some(0.0), Some(1.0));
    check(&[run(Some(hour(2)), hour(4), Warning)], 5, Some(3.0), Some(1.0));
    check(&[run(Some(hour(2)), hour(4), Failed)], 5, None, Some(0.0));
    check(&[one, run(Some(hour(5)), hour(6), Failed)], 7, Some(5.0), Some(0.5));
    // The newest is the one that ended last, though it took longer and started earlier.
    check(&[run(Some(hour(3)), hour(4), Success), run(Some(hour(1)), hour(5), Success)], 5, Some(4.0), Some(1.0));
    check(&[run(Some(hour(1)), hour(4), Success), run(Some(hour(2)), hour(4), Warning)], 4, Some(2.0), Some(1.0));
    check(&[run(Some(hour(1)), hour(4), Success), run(None, hour(4), Success)], 4, Some(0.0), Some(1.0));
    check(&[run(Some(hour(2)), minute(270), Success)], 5, Some(3.0), Some(1.0));
    check(&[run(None, minute(270), Success)], 5, Some(0.5), Some(1.0));
}

#[test]
fn runs_before_the_window_count_for_the_age_alone() {
    use BackupOutcome::{Failed, Success};
    check(&[run(None, hour(-3), Success)], 1, Some(4.0), None);
    check(&[run(None, hour(0), Success)], 1, Some(1.0), None);
    check(&[run(None, hour(0), Failed)], 1, None, None);
    check(&[run(None, minute(1), Failed)], 1, None, Some(0.0));
    check(&[run(None, hour(-3), Success), run(None, hour(1), Failed)], 1, Some(4.0), Some(0.0));
}

#[test]
fn a_start_after_its_end_is_not_believed() {
    check(&[run(Some(hour(9)), hour(4), BackupOutcome::Success)], 5, Some(1.0), Some(1.0));
}

#[test]
fn compliance_falls_with_the_age() {
    for (hours, target, curve, expected) in [
        (None, 24, Curve::Linear, 0.0),
        (None, 24, Curve::Threshold, 0.0),
        (Some(0.0), 24, Curve::Linear, 1.0),
        (Some(12.0), 24, Curve::Linear, 0.5),
        (Some(24.0), 24, Curve::Linear, 0.0),
        (Some(500.0), 24, Curve::Linear, 0.0),
        (Some(1.0), 1, Curve::Linear, 0.0),
        (Some(0.0), 24, Curve::Threshold, 1.0),
        (Some(24.0), 24, Curve::Threshold, 1.0),
        (Some(24.0_f64.next_up()), 24, Curve::Threshold, 0.0),
        (Some(168.0), 168, Curve::Threshold, 1.0),
    ] {
        let facts = Facts { actual_rpo_hours: hours, success_rate: None };
        assert_eq!(compliance(facts, TargetRpo::known(target), curve), expected, "{hours:?} of {target}, {curve:?}");
    }
}

#[test]
fn a_score_weighs_compliance_and_success() {
    for (hours, rate, rpo, success, expected) in [
        (Some(12.0), None, 0.6, 0.4, 0.5),
        (Some(12.0), Some(1.0), 0.6, 0.4, 0.7),
        (Some(0.0), Some(1.0), 0.6, 0.4, 1.0),
        (Some(0.0), Some(1.0), 0.7, 0.3, 1.0),
        (Some(0.0), Some(0.0), 0.6, 0.4, 0.6),
        (None, Some(0.0), 0.6, 0.4, 0.0),
        (None, None, 0.6, 0.4, 0.0),
        (None, Some(1.0), 1.0, 0.0, 0.0),
        (None, Some(0.5), 0.0, 1.0, 0.5),
    ] {
        let facts = Facts { actual_rpo_hours: hours, success_rate: rate };
        let weights = ResilienceWeights::new(rpo, success).unwrap();
        assert_eq!(score(facts, TargetRpo::known(24), weights, Curve::Linear), expected, "{facts:?} {weights:?}");
    }
}

#[test]
fn a_daily_backup_that_never_fails_keeps_a_threshold_of_a_day() {
    let runs: Vec<_> = (-1..7).map(|day| run(None, hour(day * 24), BackupOutcome::Success)).collect();
    for facts in facts(&runs, hour(UNTIL_HOUR)) {
        assert_eq!(score(facts, TargetRpo::known(24), ResilienceWeights::default(), Curve::Threshold), 1.0);
    }
}

#[test]
fn a_status_begins_where_it_says() {
    use ResilienceStatus::{Acceptable, Critical, Excellent, Good, Severe};
    for (score, expected) in [
        (1.0, Excellent),
        (0.9 + 1e-11, Excellent),
        (0.9_f64.next_up(), Good),
        (0.9, Good),
        (0.75_f64.next_down(), Good),
        (0.75 - 1e-11, Acceptable),
        (0.6_f64.next_down(), Acceptable),
        (0.6 - 1e-11, Critical),
        (0.4_f64.next_down(), Critical),
        (0.4 - 1e-11, Severe),
        (0.0, Severe),
    ] {
        assert_eq!(status(score), expected, "{score}");
    }
}

#[test]
fn a_score_that_is_exactly_a_boundary_stands_on_it() {
    use ResilienceStatus::{Acceptable, Critical, Good};
    for (target, hours, (successful, all), expected) in [
        (24, 10.0, (5, 8), Acceptable),
        (24, 10.0, (1, 8), Critical),
        (168, 72.0, (1, 7), Critical),
        (168, 24.0, (27, 28), Good),
    ] {
        let facts = Facts { actual_rpo_hours: Some(hours), success_rate: Some(f64::from(successful) / f64::from(all)) };
        let score = score(facts, TargetRpo::known(target), ResilienceWeights::default(), Curve::Linear);
        assert_eq!(status(score), expected, "{hours} of {target} h, {successful} of {all}: {score}");
    }
}

/// The facts of one moment, from nothing but the words of the rule.
fn plain_facts(runs: &[ReportRun], start: Timestamp, now: Timestamp) -> Facts {
    let ended = || runs.iter().filter(move |run| run.ended_at <= now);
    let in_window = ended().filter(|run| run.ended_at > start);
    let restore_point = ended()
        .filter(|run| run.outcome.is_success())
        .map(|run| (run.ended_at, run.started_at.map_or(run.ended_at, |started_at| started_at.min(run.ended_at))))
        .max()
        .map(|(_, point)| point);
    let (all, successful) =
        in_window.fold((0, 0), |(all, good), run| (all + 1, good + u32::from(run.outcome.is_success())));
    Facts {
        actual_rpo_hours: restore_point.map(|point| (now - point).num_milliseconds() as f64 / 3_600_000.0),
        success_rate: (all > 0).then(|| f64::from(successful) / f64::from(all)),
    }
}

proptest! {
    #[test]
    fn facts_of_a_week_equal_those_of_each_moment_alone(runs in given::runs()) {
        let start = hour(0);
        for (step, found) in facts(&runs, hour(UNTIL_HOUR)).into_iter().enumerate() {
            let now = start + TimeDelta::hours(step as i64 + 1);
            prop_assert_eq!(found, plain_facts(&runs, start, now));
        }
        prop_assert_eq!(last_facts(&runs, hour(UNTIL_HOUR)), plain_facts(&runs, start, hour(UNTIL_HOUR)));
    }

    #[test]
    fn the_order_of_runs_does_not_matter((runs, shuffled) in given::runs().prop_flat_map(|runs| (Just(runs.clone()), Just(runs).prop_shuffle()))) {
        prop_assert_eq!(facts(&runs, hour(UNTIL_HOUR)), facts(&shuffled, hour(UNTIL_HOUR)));
    }

    #[test]
    fn a_score_is_a_fraction(
        runs in given::runs(), target in given::target(), weights in given::resilience_weights(), is_linear in any::<bool>(),
    ) {
        let curve = if is_linear { Curve::Linear } else { Curve::Threshold };
        for facts in facts(&runs, hour(UNTIL_HOUR)) {
            prop_assert!((0.0..=1.0).contains(&compliance(facts, target, curve)));
            prop_assert!((0.0..=1.0).contains(&score(facts, target, weights, curve)));
        }
    }

    #[test]
    fn a_longer_target_or_a_younger_backup_never_lowers_a_score(
        hours in 0.0..400.0_f64, younger in 0.0..=1.0, one in given::target(), other in given::target(),
        rate in proptest::option::of(0.0..=1.0), weights in given::resilience_weights(),
    ) {
        let (less, more) = if one.hours() <= other.hours() { (one, other) } else { (other, one) };
        let old = Facts { actual_rpo_hours: Some(hours), success_rate: rate };
        let young = Facts { actual_rpo_hours: Some(hours * younger), success_rate: rate };
        for curve in [Curve::Linear, Curve::Threshold] {
            prop_assert!(score(old, more, weights, curve) >= score(old, less, weights, curve));
            prop_assert!(score(young, less, weights, curve) >= score(old, less, weights, curve));
        }
    }
}
