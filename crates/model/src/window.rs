//! A stretch of time that an analysis looks at.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// From `start` (included) to `end` (left out).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    pub start: Timestamp,
    pub end: Timestamp,
}

impl Window {
    /// A window that is not empty, or nothing.
    pub fn new(start: Timestamp, end: Timestamp) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    pub fn contains(&self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether another one is as long. Days are, though in one of them the clocks were changed; an hour and two are not.
    pub fn is_as_long_as(&self, other: &Self) -> bool {
        let lengths = [self, other].map(|window| window.end - window.start);
        let (shorter, longer) = (lengths[0].min(lengths[1]), lengths[0].max(lengths[1]));
        longer - shorter <= TimeDelta::hours(1).min(shorter / 20)
    }

    /// Whether this one may be compared with another one as with what was before it: as long, and no later. It may be the
    /// same one, scored anew.
    pub fn follows(&self, other: &Self) -> bool {
        self.is_as_long_as(other) && other.end <= self.end
    }
}
