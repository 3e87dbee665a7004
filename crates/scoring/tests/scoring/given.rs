//! What the tests start from: moments, figures and what happened.

use chrono::{DateTime, TimeDelta};
use model::{BackupOutcome, ErrorBudget, ReportRun, ResilienceWeights, TargetRpo, Timestamp, Weight};
use proptest::prelude::*;

/// So many minutes after the moment that every test begins at.
pub fn minute(minutes: i64) -> Timestamp {
    DateTime::from_timestamp(1_756_684_800, 0).unwrap() + TimeDelta::minutes(minutes)
}

/// So many hours after the same moment.
pub fn hour(hours: i64) -> Timestamp {
    minute(hours * 60)
}

pub fn budget() -> impl Strategy<Value = ErrorBudget> {
    (1..=50_u8).prop_map(ErrorBudget::known)
}

pub fn weight() -> impl Strategy<Value = Weight> {
    (1..=10_u8).prop_map(Weight::known)
}

pub fn target() -> impl Strategy<Value = TargetRpo> {
    prop_oneof![(1..=168_u8).prop_map(TargetRpo::known), (1.0..=168.0).prop_map(|hours| TargetRpo::new(hours).unwrap())]
}

pub fn resilience_weights() -> impl Strategy<Value = ResilienceWeights> {
    prop_oneof![(0..=100_u8).prop_map(|percent| f64::from(percent) / 100.0), 0.0..=1.0]
        .prop_map(|rpo| ResilienceWeights::new(rpo, 1.0 - rpo).unwrap())
}

pub fn outcome() -> impl Strategy<Value = BackupOutcome> {
    prop_oneof![Just(BackupOutcome::Success), Just(BackupOutcome::Warning), Just(BackupOutcome::Failed)]
}

/// Runs from three days before the first hour to some hours after the week, in no order, some with odd clocks.
pub fn runs() -> impl Strategy<Value = Vec<ReportRun>> {
    let run =
        (-72 * 60..180 * 60_i64, proptest::option::of(-60..600_i64), outcome()).prop_map(|(ended, took, outcome)| {
            ReportRun { ended_at: minute(ended), started_at: took.map(|took| minute(ended - took)), outcome }
        });
    proptest::collection::vec(run, 0..40)
}
