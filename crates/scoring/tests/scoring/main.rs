//! What the scoring promises, seen from outside.
#![expect(clippy::unwrap_used, reason = "tests say what they expect by unwrapping it")]

mod aggregate;
mod availability;
mod comparison;
mod exact;
mod explanation;
mod given;
mod recheck;
mod replay_availability;
mod replay_resilience;
mod reports;
mod resilience;
mod what_if;
