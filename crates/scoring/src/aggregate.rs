//! One score out of many: the weighted mean, whose last digit does not depend on the order of its parts.

use model::Weight;

/// Scores are summed as whole multiples of this fraction, without any rounding on the way.
const SCALE: f64 = (1_u128 << 80) as f64;
/// Only the file of another tool holds a score beyond 1; beyond this it would overflow the sum.
const MOST: f64 = 1024.0;

/// A weighted mean that is still being made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aggregate {
    sum: i128,
    weights: u64,
}

impl Aggregate {
    pub fn add(&mut self, score: f64, weight: Weight) {
        self.sum += fixed(score) * i128::from(weight.get());
        self.weights += u64::from(weight.get());
    }

    /// Takes back what was added.
    pub fn remove(&mut self, score: f64, weight: Weight) {
        self.sum -= fixed(score) * i128::from(weight.get());
        self.weights -= u64::from(weight.get());
    }

    /// The mean, rounded once; nothing where nothing was added.
    pub fn score(self) -> Option<f64> {
        let weights = u128::from(self.weights);
        let sum = self.sum.unsigned_abs();
        let whole = sum.checked_div(weights)?;
        // The last bit only tells the rounding that follows whether anything was left over.
        let score = (whole | u128::from(whole * weights != sum)) as f64 / SCALE;
        Some(if self.sum < 0 { -score } else { score })
    }

    pub fn weights(self) -> u64 {
        self.weights
    }
}

impl FromIterator<(f64, Weight)> for Aggregate {
    fn from_iter<T: IntoIterator<Item = (f64, Weight)>>(parts: T) -> Self {
        let mut aggregate = Self::default();
        for (score, weight) in parts {
            aggregate.add(score, weight);
        }
        aggregate
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a score is bounded, so that it fits")]
fn fixed(score: f64) -> i128 {
    (score.clamp(-MOST, MOST) * SCALE).round() as i128
}
