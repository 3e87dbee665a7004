//! Availability: how much of its error budget a service has burnt.

use model::{AvailabilityPoint, AvailabilityStatus, ErrorBudget, Timestamp};

use crate::boundary::{is_above, is_below};

/// `S(P, E)`: 1 without failures, 0.5 when the budget is used up, 0 from twice the budget on.
pub fn score(failures: u32, budget: ErrorBudget) -> f64 {
    let (failures, budget) = (f64::from(failures), f64::from(budget.get()));
    if failures == 0.0 {
        1.0
    } else if failures <= budget {
        1.0 - (failures / budget) * 0.5
    } else {
        // A comparison: browsers have no such maximum, and call a function for it.
        let left = 0.5 - ((failures - budget) / budget) * 0.5;
        if left > 0.0 { left } else { 0.0 }
    }
}

/// Of a service, or of an aggregate.
pub fn status(score: f64) -> AvailabilityStatus {
    if is_below(score, 0.5) {
        AvailabilityStatus::Critical
    } else if is_above(score, 0.8) {
        AvailabilityStatus::Good
    } else {
        AvailabilityStatus::Attenzione
    }
}

/// `1 - P/E`: negative when overspent.
pub fn budget_left(failures: u32, budget: ErrorBudget) -> f64 {
    1.0 - f64::from(failures) / f64::from(budget.get())
}

/// Where the score changes, given when the service failed, in order of time. Failures at one moment make one point.
pub fn points(failures: &[Timestamp], budget: ErrorBudget) -> Vec<AvailabilityPoint> {
    let mut points = Vec::new();
    let mut count = 0;
    for together in failures.chunk_by(|one, next| one == next) {
        count += u32::try_from(together.len()).unwrap_or(u32::MAX);
        points.push(AvailabilityPoint {
            timestamp: together[0],
            failures: count,
            score: score(count, budget),
            status: None,
        });
    }
    points
}
