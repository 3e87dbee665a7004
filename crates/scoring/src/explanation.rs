//! "Why this number?": what a score lost, and to what. The parts, with what an imported file leaves unexplained, add
//! up exactly to what is missing to 1.

use model::{Curve, ErrorBudget, ResilienceWeights, TargetRpo, Timestamp, Weight};

use crate::exact;
use crate::figures::{AvailabilityFigures, ResilienceFigures};
use crate::replay::{
    AssetState, AvailabilityFrame, AvailabilityReplay, ResilienceFrame, ResilienceReplay, ServiceState,
};

/// Why a service has its score.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceExplanation {
    pub state: ServiceState,
    pub error_budget: ErrorBudget,
    pub formula: ServiceFormula,
    /// The dearest first, then in order of time.
    pub failures: Vec<FailureCost>,
    pub unexplained: f64,
}

/// Which line of the formula holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceFormula {
    /// 1
    NothingFailed,
    /// 1 - (P / E) * 0.5
    WithinBudget,
    /// max(0, 0.5 - ((P - E) / E) * 0.5)
    OverBudget,
}

/// What the failures of one moment cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FailureCost {
    pub at: Timestamp,
    pub failures: u32,
    pub cost: f64,
}

/// Why an asset has its score.
#[derive(Debug, Clone, PartialEq)]
pub struct AssetExplanation {
    pub state: AssetState,
    pub target_rpo: TargetRpo,
    pub weights: ResilienceWeights,
    pub curve: Curve,
    /// What the age of the newest backup cost.
    pub compliance_cost: f64,
    /// What failed runs cost; nothing while no run has ended.
    pub success_cost: f64,
    pub unexplained: f64,
}

/// Why the aggregate is what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct AggregateExplanation {
    pub score: f64,
    /// The sum of the weights of everything that counts.
    pub weights: u64,
    /// The dearest first, then in the order of the report; what does not count is left out.
    pub subjects: Vec<SubjectCost>,
    pub unexplained: f64,
}

/// The points that the aggregate lost to one service or asset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubjectCost {
    /// The place in the report.
    pub subject: usize,
    pub score: f64,
    pub weight: Weight,
    pub cost: f64,
}

/// Nothing for a service without data.
pub fn explain_service(
    replay: &AvailabilityReplay,
    figures: &AvailabilityFigures,
    index: usize,
    moment: Timestamp,
) -> Option<ServiceExplanation> {
    let state = replay.service_at(index, figures, moment);
    let score = state.score?;
    let error_budget = figures.services.get(index)?.error_budget;
    let points: Vec<_> = replay.services()[index].points.iter().take_while(|point| point.timestamp <= moment).collect();
    let lost_by = |moment| 1.0 - replay.service_at(index, figures, moment).score.unwrap_or(1.0);
    // Each failure costs the way to the next level; the last level is that of the moment itself.
    let levels = points.iter().take(points.len().saturating_sub(1)).map(|point| lost_by(point.timestamp));
    let costs = exact::steps([0.0].into_iter().chain(levels).chain([1.0 - score]));
    let mut before = 0;
    let mut failures: Vec<_> = points
        .iter()
        .zip(&costs)
        .map(|(point, cost)| {
            let failed = point.failures.saturating_sub(std::mem::replace(&mut before, point.failures));
            FailureCost { at: point.timestamp, failures: failed, cost: *cost }
        })
        .collect();
    failures.sort_by_key(|failure| (std::cmp::Reverse(rank(failure.cost)), failure.at));
    Some(ServiceExplanation {
        formula: ServiceFormula::of(state.failures, error_budget),
        state,
        error_budget,
        unexplained: if points.is_empty() { exact::nearest(1.0 - score) } else { 0.0 },
        failures,
    })
}

/// Nothing where an imported file says nothing yet.
pub fn explain_asset(
    replay: &ResilienceReplay,
    figures: &ResilienceFigures,
    index: usize,
    moment: Timestamp,
) -> Option<AssetExplanation> {
    let state = replay.asset_at(index, replay.step_at(moment), figures)?;
    let weights = figures.weights;
    let wanted = match state.facts.success_rate {
        None => [1.0 - state.compliance, 0.0],
        Some(rate) => [weights.rpo() * (1.0 - state.compliance), weights.success() * (1.0 - rate)],
    };
    let split = exact::split(1.0 - state.score, &wanted);
    Some(AssetExplanation {
        state,
        target_rpo: figures.assets.get(index)?.target_rpo,
        weights,
        curve: figures.curve,
        compliance_cost: split.parts[0],
        success_cost: split.parts[1],
        unexplained: split.unexplained,
    })
}

/// Explains the aggregate of a frame that was shown with these figures; nothing where nothing counts.
pub fn explain_availability(figures: &AvailabilityFigures, frame: &AvailabilityFrame) -> Option<AggregateExplanation> {
    let subjects = frame.services.iter().zip(&figures.services).enumerate();
    let counted = subjects.filter_map(|(subject, (state, figures))| Some((subject, state.score?, figures.weight)));
    explain_aggregate(frame.score?, counted.collect())
}

/// Explains the aggregate of a frame that was shown with these figures; nothing where nothing counts.
pub fn explain_resilience(figures: &ResilienceFigures, frame: &ResilienceFrame) -> Option<AggregateExplanation> {
    let subjects = frame.assets.iter().zip(&figures.assets).enumerate();
    let counted = subjects.filter_map(|(subject, (state, figures))| Some((subject, (*state)?.score, figures.weight)));
    explain_aggregate(frame.score?, counted.collect())
}

fn explain_aggregate(score: f64, counted: Vec<(usize, f64, Weight)>) -> Option<AggregateExplanation> {
    let weights: u64 = counted.iter().map(|(.., weight)| u64::from(weight.get())).sum();
    let share = |weight: Weight| f64::from(weight.get()) / weights as f64;
    let wanted: Vec<_> = counted.iter().map(|(_, score, weight)| share(*weight) * (1.0 - score)).collect();
    let split = exact::split(1.0 - score, &wanted);
    let mut subjects: Vec<_> = counted
        .into_iter()
        .zip(split.parts)
        .map(|((subject, score, weight), cost)| SubjectCost { subject, score, weight, cost })
        .collect();
    subjects.sort_by_key(|subject| (std::cmp::Reverse(rank(subject.cost)), subject.subject));
    Some(AggregateExplanation { score, weights, subjects, unexplained: split.unexplained })
}

impl ServiceFormula {
    fn of(failures: u32, budget: ErrorBudget) -> Self {
        match failures {
            0 => Self::NothingFailed,
            failures if failures <= u32::from(budget.get()) => Self::WithinBudget,
            _ => Self::OverBudget,
        }
    }
}

/// Costs that differ by nothing but rounding rank alike.
#[expect(clippy::cast_possible_truncation, reason = "a cost is bounded, so that it fits")]
fn rank(cost: f64) -> i64 {
    (cost * 1e12).round() as i64
}
