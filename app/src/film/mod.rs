//! A report as a dashboard shows it: at one moment, with its own figures or with those that somebody tries. A film owns the
//! clock; whenever it moves, or a figure changes, every state is worked out once, and only the signals of what changed are
//! set. So a frame of the replay costs what happened in it, not what the report holds.

mod availability;
mod resilience;
mod what_if;

pub use availability::AvailabilityFilm;
pub use resilience::ResilienceFilm;
pub use what_if::{Trial, what_if_in_address};

use model::Timestamp;

/// A moment of the clock, which counts milliseconds since 1970.
pub fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(milliseconds).unwrap_or_default()
}
