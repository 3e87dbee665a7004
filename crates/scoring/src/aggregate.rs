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

/// What one part adds to the sum.
#[derive(Debug, Clone, Copy)]
pub struct Share(i128);

impl Share {
    pub fn new(score: f64, weight: Weight) -> Self {
        Self(weighted(score, weight))
    }
}

impl Aggregate {
    pub fn add(&mut self, score: f64, weight: Weight) {
        self.sum += Share::new(score, weight).0;
        self.weights += u64::from(weight.get());
    }

    /// Puts another score of the same weight in the place of one that was added.
    pub fn exchange(&mut self, old: Share, new: Share) {
        self.sum += new.0 - old.0;
    }

    /// The mean, rounded once; nothing where nothing was added.
    pub fn score(self) -> Option<f64> {
        let (whole, is_exact) = divide(self.sum.unsigned_abs(), self.weights)?;
        // The last bit only tells the rounding that follows whether anything was left over.
        let score = (whole | u128::from(!is_exact)) as f64 / SCALE;
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

/// A score times its weight. Of a usual score the bits are only moved, because browsers have no numbers of this size, and
/// a what-if adds some hundred thousand of them.
fn weighted(score: f64, weight: Weight) -> i128 {
    const MANTISSA: u32 = f64::MANTISSA_DIGITS - 1;
    // The bits above the mantissa: of a number that is not negative, its exponent. That of 1.0 is 1023.
    let exponent = score.to_bits() >> MANTISSA;
    if (995..=1023).contains(&exponent) {
        let mantissa = score.to_bits() & ((1 << MANTISSA) - 1) | 1 << MANTISSA;
        return i128::from(mantissa * u64::from(weight.get())) << (exponent - 995);
    }
    if score == 0.0 { 0 } else { fixed(score) * i128::from(weight.get()) }
}

#[expect(clippy::cast_possible_truncation, reason = "a score is bounded, so that it fits")]
fn fixed(score: f64) -> i128 {
    (score.clamp(-MOST, MOST) * SCALE).round() as i128
}

/// The whole part of a quotient, and whether that is all of it; nothing for a divisor of nothing.
fn divide(sum: u128, weights: u64) -> Option<(u128, bool)> {
    let Ok(divisor) = u32::try_from(weights) else {
        let weights = u128::from(weights);
        return Some((sum / weights, sum.is_multiple_of(weights)));
    };
    // By hand, in digits of 32 bits: without numbers of this size, the other way takes a browser ten times as long.
    let divisor = u64::from(divisor);
    let [top, middle, low] = [(sum >> 96) as u64, (sum >> 32) as u64, (sum & 0xffff_ffff) as u64];
    // The sum of a few thousand scores ends below the highest digit, and one division does for the two after it.
    let (high, middle, rest) = if top == 0 {
        (0, middle.checked_div(divisor)?, middle.checked_rem(divisor)?)
    } else {
        let (high, rest) = (top.checked_div(divisor)?, top.checked_rem(divisor)?);
        let part = rest << 32 | middle >> 32;
        let (second, rest) = (part / divisor, part % divisor);
        let part = rest << 32 | middle & 0xffff_ffff;
        (high, (second << 32) | (part / divisor), part % divisor)
    };
    let part = rest << 32 | low;
    let whole = u128::from(high) << 96 | u128::from(middle) << 32 | u128::from(part / divisor);
    Some((whole, part.is_multiple_of(divisor)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_ways_lead_to_the_same(score in -2.0..2.0_f64, small in 0.0..1e-6_f64, weight in 1..=10_u8) {
            let weight = Weight::known(weight);
            for score in [score, small, score * small, 1.0, 0.0, -0.0, 2.0_f64.powi(-28), 2.0_f64.powi(-29)] {
                prop_assert_eq!(weighted(score, weight), fixed(score) * i128::from(weight.get()), "{}", score);
            }
        }

        #[test]
        fn a_quotient_is_the_whole_one(sum: u128, small: u64, weights in 1..u64::from(u32::MAX) * 2) {
            for sum in [sum, u128::from(small), sum >> 30, u128::from(small) * u128::from(weights)] {
                let whole = u128::from(weights);
                prop_assert_eq!(divide(sum, weights), Some((sum / whole, sum.is_multiple_of(whole))));
            }
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!(divide(7, 0), None);
    }
}
