//! The histogram under the replay: how much failed in each stretch of time, and what it cost.

use crate::steps::StepPoint;

/// One of the equal stretches that a replay is cut into.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    pub failures: u32,
    /// How far the aggregate fell in it.
    pub cost: f64,
}

/// The stretches of a film that lasts from `first` to `last`.
pub(super) struct Bins {
    starts: Vec<i64>,
    bins: Vec<Bin>,
    /// Where the last moment fell: most that are asked for come in order.
    current: usize,
}

impl Bins {
    pub fn new(first: i64, last: i64, count: usize) -> Self {
        let whole = i128::from(last - first);
        let passed = |bin: usize| i64::try_from(whole * bin as i128 / count as i128).unwrap_or_default();
        let starts = (0..count).map(|bin| first + passed(bin));
        Self { starts: starts.collect(), bins: vec![Bin::default(); count], current: 0 }
    }

    pub fn add_failures(&mut self, at: i64, failures: u32) {
        if let Some(bin) = self.bin(at) {
            bin.failures = bin.failures.saturating_add(failures);
        }
    }

    /// Of an aggregate that stood at this score `before`, if at any. A rise costs nothing.
    pub fn add_falls(&mut self, mut before: Option<f64>, aggregate: &[StepPoint]) {
        for StepPoint { at, value } in aggregate {
            if let (Some(before), Some(bin)) = (before.replace(*value), self.bin(*at)) {
                bin.cost += (before - value).max(0.0);
            }
        }
    }

    pub fn finish(self) -> Vec<Bin> {
        self.bins
    }

    fn bin(&mut self, at: i64) -> Option<&mut Bin> {
        if self.starts.get(self.current).is_some_and(|start| at < *start) {
            self.current = 0;
        }
        while self.starts.get(self.current + 1).is_some_and(|start| *start <= at) {
            self.current += 1;
        }
        self.bins.get_mut(self.current)
    }
}
