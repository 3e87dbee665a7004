//! "What if the budget had been 10?": figures that somebody tries in the place of those of a report.

mod link;

pub use link::LinkFault;

use std::collections::BTreeMap;

use model::{
    AssetChoice, AssetId, AvailabilityConfiguration, Configuration, Curve, ErrorBudget, Report, ReportBody,
    ResilienceConfiguration, ResilienceWeights, ServiceChoice, TargetRpo, UntilChoice, Weight,
};

use crate::figures::{AssetFigures, AvailabilityFigures, ResilienceFigures, ServiceFigures};
use crate::replay::{AvailabilityReplay, ResilienceReplay};

/// The changed figures alone; everything else is as in the report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WhatIf {
    pub budgets: BTreeMap<AssetId, ErrorBudget>,
    pub targets: BTreeMap<AssetId, TargetRpo>,
    pub weights: BTreeMap<AssetId, Weight>,
    pub resilience_weights: Option<ResilienceWeights>,
    pub curve: Option<Curve>,
}

/// One figure that differs from the report.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    ErrorBudget { service_id: AssetId, from: ErrorBudget, to: ErrorBudget },
    TargetRpo { asset_id: AssetId, from: TargetRpo, to: TargetRpo },
    Weight { asset_id: AssetId, from: Weight, to: Weight },
    ResilienceWeights { from: ResilienceWeights, to: ResilienceWeights },
    Curve { from: Curve, to: Curve },
}

impl WhatIf {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The figures of a replay of availability with these in their place.
    pub fn availability_figures(&self, replay: &AvailabilityReplay) -> AvailabilityFigures {
        let services = replay.services().iter().map(|service| ServiceFigures {
            error_budget: self.budgets.get(&service.service_id).copied().unwrap_or(service.error_budget),
            weight: self.weights.get(&service.service_id).copied().unwrap_or(service.weight),
        });
        AvailabilityFigures { services: services.collect() }
    }

    /// The figures of a replay of resilience with these in their place.
    pub fn resilience_figures(&self, replay: &ResilienceReplay) -> ResilienceFigures {
        let assets = replay.assets().iter().map(|asset| AssetFigures {
            target_rpo: self.targets.get(&asset.asset_id).copied().unwrap_or(asset.target_rpo_hours),
            weight: self.weights.get(&asset.asset_id).copied().unwrap_or(asset.weight),
        });
        ResilienceFigures {
            weights: self.resilience_weights.unwrap_or(replay.original().weights),
            curve: self.curve.unwrap_or(replay.original().curve),
            assets: assets.collect(),
        }
    }

    /// What differs from the report, in its order. A figure that is as it was is no change.
    pub fn changes(&self, report: &Report) -> Vec<Change> {
        match &report.body {
            ReportBody::Availability(body) => {
                let services = body.services.iter();
                services
                    .flat_map(|service| {
                        [
                            self.budget_change(&service.service_id, service.error_budget),
                            self.weight_change(&service.service_id, service.weight),
                        ]
                    })
                    .flatten()
                    .collect()
            }
            ReportBody::Resilience(body) => {
                let whole = [self.weights_change(body.weights), self.curve_change(body.curve)];
                let assets = body.assets.iter().flat_map(|asset| {
                    [
                        self.target_change(&asset.asset_id, asset.target_rpo_hours),
                        self.weight_change(&asset.asset_id, asset.weight),
                    ]
                });
                whole.into_iter().chain(assets).flatten().collect()
            }
        }
    }

    /// Takes one change back.
    pub fn undo(&mut self, change: &Change) {
        match change {
            Change::ErrorBudget { service_id, .. } => drop(self.budgets.remove(service_id)),
            Change::TargetRpo { asset_id, .. } => drop(self.targets.remove(asset_id)),
            Change::Weight { asset_id, .. } => drop(self.weights.remove(asset_id)),
            Change::ResilienceWeights { .. } => self.resilience_weights = None,
            Change::Curve { .. } => self.curve = None,
        }
    }

    /// The report's question with these figures, to be saved or asked anew.
    pub fn configuration(&self, report: &Report) -> Configuration {
        let window = report.head.window;
        match &report.body {
            ReportBody::Availability(body) => {
                let scored = body.services.iter().map(|service| ServiceChoice {
                    error_budget: Some(*self.budgets.get(&service.service_id).unwrap_or(&service.error_budget)),
                    weight: Some(*self.weights.get(&service.service_id).unwrap_or(&service.weight)),
                    service_id: service.service_id.clone(),
                });
                let failed = report.failed.iter().map(|failed| ServiceChoice {
                    service_id: failed.asset_id.clone(),
                    error_budget: self.budgets.get(&failed.asset_id).copied(),
                    weight: self.weights.get(&failed.asset_id).copied(),
                });
                Configuration::Availability(AvailabilityConfiguration {
                    day: None,
                    from: Some(window.start),
                    to: Some(window.end),
                    services: not_empty(scored.chain(failed).collect()),
                })
            }
            ReportBody::Resilience(body) => {
                let scored = body.assets.iter().map(|asset| AssetChoice {
                    target_rpo_hours: Some(*self.targets.get(&asset.asset_id).unwrap_or(&asset.target_rpo_hours)),
                    weight: Some(*self.weights.get(&asset.asset_id).unwrap_or(&asset.weight)),
                    asset_id: asset.asset_id.clone(),
                });
                let failed = report.failed.iter().map(|failed| AssetChoice {
                    asset_id: failed.asset_id.clone(),
                    target_rpo_hours: self.targets.get(&failed.asset_id).copied(),
                    weight: self.weights.get(&failed.asset_id).copied(),
                });
                Configuration::Resilience(ResilienceConfiguration {
                    until: Some(UntilChoice::At(window.end)),
                    weights: Some(self.resilience_weights.unwrap_or(body.weights)),
                    curve: Some(self.curve.unwrap_or(body.curve)),
                    assets: not_empty(scored.chain(failed).collect()),
                })
            }
        }
    }

    fn budget_change(&self, id: &AssetId, from: ErrorBudget) -> Option<Change> {
        let to = *self.budgets.get(id).filter(|to| **to != from)?;
        Some(Change::ErrorBudget { service_id: id.clone(), from, to })
    }

    fn target_change(&self, id: &AssetId, from: TargetRpo) -> Option<Change> {
        let to = *self.targets.get(id).filter(|to| **to != from)?;
        Some(Change::TargetRpo { asset_id: id.clone(), from, to })
    }

    fn weight_change(&self, id: &AssetId, from: Weight) -> Option<Change> {
        let to = *self.weights.get(id).filter(|to| **to != from)?;
        Some(Change::Weight { asset_id: id.clone(), from, to })
    }

    fn weights_change(&self, from: ResilienceWeights) -> Option<Change> {
        let to = self.resilience_weights.filter(|to| *to != from)?;
        Some(Change::ResilienceWeights { from, to })
    }

    fn curve_change(&self, from: Curve) -> Option<Change> {
        let to = self.curve.filter(|to| *to != from)?;
        Some(Change::Curve { from, to })
    }
}

/// A configuration that names nothing means everything, by being left out.
fn not_empty<T>(choices: Vec<T>) -> Option<Vec<T>> {
    (!choices.is_empty()).then_some(choices)
}
