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

    /// Whether another one is as long. Days are, though in one of them the clocks were changed.
    pub fn is_as_long_as(&self, other: &Self) -> bool {
        let length = |window: &Self| window.end - window.start;
        (length(self) - length(other)).abs() <= TimeDelta::hours(1)
    }
}
