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

use crate::steps::StepPoint;

/// Adds a point to a series that holds one for each moment at which the aggregate changed.
fn push_point(series: &mut Vec<StepPoint>, at: i64, value: f64) {
    match series.last_mut() {
        Some(last) if last.value == value => {}
        Some(last) if last.at == at => last.value = value,
        _ => series.push(StepPoint { at, value }),
    }
}

/// The first whole millisecond at which a moment has come: replays count in these.
fn reached_at(moment: Timestamp) -> i64 {
    moment.timestamp_millis() + i64::from(!moment.timestamp_subsec_nanos().is_multiple_of(1_000_000))
}
