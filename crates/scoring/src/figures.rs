//! The figures that a replay is scored with: those of its report, or others that somebody tries.

use model::{Curve, ErrorBudget, ResilienceWeights, TargetRpo, Weight};

/// For each service of a report, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct AvailabilityFigures {
    pub services: Vec<ServiceFigures>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceFigures {
    pub error_budget: ErrorBudget,
    pub weight: Weight,
}

/// For a report, and for each of its assets in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct ResilienceFigures {
    pub weights: ResilienceWeights,
    pub curve: Curve,
    pub assets: Vec<AssetFigures>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssetFigures {
    pub target_rpo: TargetRpo,
    pub weight: Weight,
}
