//! How much of an arc is drawn. Arcs are measured in thousandths of their own length, so that a score is whole arithmetic
//! and one attribute.

use super::numbers::whole;
use leptos::prelude::*;

/// The length that every arc has by its `pathLength`.
pub const ARC: i64 = 1000;

/// The dash of an arc: as long as the arc, and a gap that is never seen to end.
pub const DASH: &str = "1000 2000";

/// How far the dash of an arc is pushed back: not at all for 1, and for 0 so far that not even its end is drawn.
pub fn undrawn(fraction: f64) -> i64 {
    match whole(fraction.clamp(0.0, 1.0) * ARC as f64) {
        0 => ARC + 10,
        drawn => ARC - drawn,
    }
}

/// The same for a value that changes, or is not there.
pub fn undrawn_arc(value: Signal<Option<f64>>) -> Memo<i64> {
    Memo::new(move |_| undrawn(value.get().unwrap_or_default()))
}
