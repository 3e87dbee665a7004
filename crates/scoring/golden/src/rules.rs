//! What the scoring finds for each kind of vector.

use chrono::{DateTime, TimeDelta};
use model::{BackupOutcome, Curve, ErrorBudget, ReportRun, ResilienceWeights, TargetRpo, Timestamp, Weight};
use scoring::aggregate::Aggregate;
use scoring::explanation::explain_service;
use scoring::replay::AvailabilityReplay;
use scoring::{availability, resilience};
use serde::Deserialize;

use crate::film;

/// What a vector gives. Moments are minutes after the start of the week.
#[derive(Debug, Deserialize)]
#[serde(tag = "rule", rename_all = "lowercase")]
pub enum Given {
    /// Every number of failures to beyond twice the budget.
    Availability { budget: ErrorBudget },
    /// Services, each with its budget, its weight and its failures, and how all stood at some moments.
    Film { services: Vec<(ErrorBudget, Weight, Option<Vec<i64>>)>, moments: Vec<i64> },
    /// What the failures of each moment cost, in order of time.
    Costs { budget: ErrorBudget, failures: Vec<i64> },
    /// Scores and their weights.
    Mean { parts: Vec<(Bits, Weight)> },
    /// Services as failures, budget and weight: how their aggregate stands.
    Verdict { services: Vec<(u32, ErrorBudget, Weight)> },
    /// Runs, each with its end, its start and its outcome.
    Week {
        runs: Vec<(i64, Option<i64>, BackupOutcome)>,
        target: Bits,
        weights: (Bits, Bits),
        curve: Curve,
        steps: Vec<usize>,
    },
}

/// A double by its bits: decimals would test their reader as well.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Bits(f64);

impl TryFrom<String> for Bits {
    type Error = std::num::ParseIntError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&digits, 16).map(|bits| Self(f64::from_bits(bits)))
    }
}

/// What comes of a vector.
pub fn found(given: &Given) -> Vec<String> {
    match given {
        Given::Availability { budget } => scores(*budget),
        Given::Film { services, moments } => film::found(services, moments),
        Given::Costs { budget, failures } => costs(*budget, failures),
        Given::Mean { parts } => {
            let aggregate: Aggregate = parts.iter().map(|(score, weight)| (score.0, *weight)).collect();
            vec![bits(aggregate.score())]
        }
        Given::Verdict { services } => {
            let scores =
                services.iter().map(|(failures, budget, weight)| (availability::score(*failures, *budget), *weight));
            let score = scores.collect::<Aggregate>().score().expect("a vector holds services");
            vec![availability::status(score).as_str().into()]
        }
        Given::Week { runs, target, weights, curve, steps } => {
            let runs: Vec<_> = runs.iter().map(run).collect();
            let target = TargetRpo::new(target.0).expect("a vector holds a target");
            let weights = ResilienceWeights::new(weights.0.0, weights.1.0).expect("a vector holds weights");
            week(&runs, target, weights, *curve, steps)
        }
    }
}

pub fn bits(number: Option<f64>) -> String {
    number.map_or_else(|| "none".into(), |number| format!("{:016x}", number.to_bits()))
}

pub fn minute(minutes: i64) -> Timestamp {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn scores(budget: ErrorBudget) -> Vec<String> {
    (0..2 * u32::from(budget.get()) + 2)
        .flat_map(|failures| {
            let score = availability::score(failures, budget);
            let left = availability::budget_left(failures, budget);
            [bits(Some(score)), availability::status(score).as_str().into(), bits(Some(left))]
        })
        .collect()
}

fn costs(budget: ErrorBudget, failures: &[i64]) -> Vec<String> {
    let report = film::report(&[(budget, Weight::known(1), Some(failures.to_vec()))]);
    let replay = AvailabilityReplay::new(&report).expect("the report is one of availability");
    let end = minute(failures.iter().copied().max().unwrap_or_default());
    let why = explain_service(&replay, replay.original(), 0, end).expect("the service has data");
    let mut costs = why.failures;
    costs.sort_by_key(|failure| failure.at);
    let in_minutes = |at: Timestamp| (at - minute(0)).num_minutes().to_string();
    costs.iter().flat_map(|failure| [in_minutes(failure.at), bits(Some(failure.cost))]).collect()
}

fn run((ended, started, outcome): &(i64, Option<i64>, BackupOutcome)) -> ReportRun {
    ReportRun { ended_at: minute(*ended), started_at: started.map(minute), outcome: *outcome }
}

fn week(
    runs: &[ReportRun],
    target: TargetRpo,
    weights: ResilienceWeights,
    curve: Curve,
    steps: &[usize],
) -> Vec<String> {
    let facts = resilience::facts(runs, minute(7 * 24 * 60));
    steps
        .iter()
        .flat_map(|step| {
            let facts = facts[step - 1];
            let score = resilience::score(facts, target, weights, curve);
            [
                bits(Some(resilience::compliance(facts, target, curve))),
                bits(facts.success_rate),
                bits(Some(score)),
                resilience::status(score).as_str().into(),
            ]
        })
        .collect()
}
