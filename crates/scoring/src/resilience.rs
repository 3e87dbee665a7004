//! Resilience: how much work would be lost, and how often backups succeed.

use chrono::TimeDelta;
use model::{Curve, ReportRun, ResilienceStatus, ResilienceWeights, TargetRpo, Timestamp};

use crate::boundary::{is_above, is_below};

/// The hourly steps of a report.
pub const STEPS: usize = 168;

/// What happened up to a step, whatever the figures it is scored with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    /// Hours from the restore point; nothing where there is none.
    pub actual_rpo_hours: Option<f64>,
    /// Nothing while no run has ended in the window.
    pub success_rate: Option<f64>,
}

/// The moment of step `k`, from 1 to 168, of the week that ends at `until`.
pub fn step_at(until: Timestamp, step: usize) -> Timestamp {
    let hours_before = STEPS.saturating_sub(step);
    until - TimeDelta::hours(i64::try_from(hours_before).unwrap_or_default())
}

/// The start of the week that ends at `until`.
pub fn start_of(until: Timestamp) -> Timestamp {
    step_at(until, 0)
}

pub fn compliance(facts: Facts, target: TargetRpo, curve: Curve) -> f64 {
    match (facts.actual_rpo_hours, curve) {
        (None, _) => 0.0,
        (Some(hours), Curve::Linear) => (1.0 - hours / target.hours()).max(0.0),
        (Some(hours), Curve::Threshold) => f64::from(u8::from(hours <= target.hours())),
    }
}

pub fn score(facts: Facts, target: TargetRpo, weights: ResilienceWeights, curve: Curve) -> f64 {
    let compliance = compliance(facts, target, curve);
    match facts.success_rate {
        None => compliance,
        // Weights add up to 1 but for the last digits of a decimal fraction.
        Some(rate) => (weights.rpo() * compliance + weights.success() * rate).min(1.0),
    }
}

/// Of an asset, or of an aggregate.
pub fn status(score: f64) -> ResilienceStatus {
    if is_above(score, 0.90) {
        ResilienceStatus::Excellent
    } else if !is_below(score, 0.75) {
        ResilienceStatus::Good
    } else if !is_below(score, 0.60) {
        ResilienceStatus::Acceptable
    } else if !is_below(score, 0.40) {
        ResilienceStatus::Critical
    } else {
        ResilienceStatus::Severe
    }
}

/// The facts at every step of the week that ends at `until`.
pub fn facts(runs: &[ReportRun], until: Timestamp) -> Vec<Facts> {
    let mut runs = in_order(runs).into_iter().peekable();
    let mut so_far = RunsSoFar::of_week(until);
    (1..=STEPS)
        .map(|step| {
            let now = step_at(until, step);
            while let Some(run) = runs.next_if(|run| run.ended_at <= now) {
                so_far.add(run);
            }
            so_far.facts(now)
        })
        .collect()
}

/// The facts at the last step alone, for whoever needs no other.
pub fn last_facts(runs: &[ReportRun], until: Timestamp) -> Facts {
    let mut so_far = RunsSoFar::of_week(until);
    in_order(runs).into_iter().take_while(|run| run.ended_at <= until).for_each(|run| so_far.add(run));
    so_far.facts(until)
}

/// Of those that ended together, the one with the most to restore is the newest.
fn in_order(runs: &[ReportRun]) -> Vec<&ReportRun> {
    let mut runs: Vec<&ReportRun> = runs.iter().collect();
    runs.sort_by_key(|run| (run.ended_at, run.restore_point()));
    runs
}

/// What the runs come to that had ended by a moment.
struct RunsSoFar {
    start: Timestamp,
    restorable: Option<Timestamp>,
    ended: u32,
    succeeded: u32,
}

impl RunsSoFar {
    fn of_week(until: Timestamp) -> Self {
        Self { start: start_of(until), restorable: None, ended: 0, succeeded: 0 }
    }

    fn add(&mut self, run: &ReportRun) {
        let is_success = run.outcome.is_success();
        if is_success {
            self.restorable = Some(run.restore_point());
        }
        if run.ended_at > self.start {
            self.ended += 1;
            self.succeeded += u32::from(is_success);
        }
    }

    fn facts(&self, now: Timestamp) -> Facts {
        Facts {
            actual_rpo_hours: self.restorable.map(|point| (now - point).num_milliseconds() as f64 / 3_600_000.0),
            success_rate: (self.ended > 0).then(|| f64::from(self.succeeded) / f64::from(self.ended)),
        }
    }
}
