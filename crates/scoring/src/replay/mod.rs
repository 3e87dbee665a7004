//! Reports as films: how everything stood at any moment, what happened when, and what it did to the whole.

mod availability;
mod bins;
mod events;
mod resilience;

pub use availability::{AvailabilityFrame, AvailabilityReplay, ServiceState};
pub use bins::Bin;
pub use events::{Event, EventKind, Events};
pub use resilience::{AssetState, ResilienceFrame, ResilienceReplay};

use model::Timestamp;

/// The aggregate from this moment on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AggregatePoint {
    pub at: Timestamp,
    pub score: f64,
}

/// Adds a point to a series that holds one for each moment at which the aggregate changed.
fn push_point(series: &mut Vec<AggregatePoint>, at: Timestamp, score: f64) {
    match series.last_mut() {
        Some(last) if last.score == score => {}
        Some(last) if last.at == at => last.score = score,
        _ => series.push(AggregatePoint { at, score }),
    }
}
