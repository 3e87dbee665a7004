//! Parts that add up to their whole to the last bit, in whatever order they are added.
//!
//! Every part is a whole number of units, and the sums of such parts are exact as long as they stay below 2^53 units.
//! What a score lost is such a number itself, in units of 2^-53.

const UNITS_OF_ONE: f64 = (1_u64 << 53) as f64;
/// Only the file of another tool holds a score beyond 1; beyond this the units would overflow.
const MOST: f64 = 512.0;
/// Up to here a difference is the rounding of its parts; weights may miss their sum by 1e-9. Beyond it, a file says
/// something else than its figures.
const MOST_ROUNDING: f64 = 1e-8;

/// The nearest fraction that parts can add up to.
pub fn nearest(fraction: f64) -> f64 {
    units(fraction, UNITS_OF_ONE) as f64 / UNITS_OF_ONE
}

/// How far it is from each level to the next.
pub fn steps(levels: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let levels: Vec<_> = levels.into_iter().map(|level| units(level, UNITS_OF_ONE)).collect();
    levels.windows(2).map(|pair| (pair[1] - pair[0]) as f64 / UNITS_OF_ONE).collect()
}

/// Parts that add up to their whole, together with what they do not explain.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    pub whole: f64,
    pub parts: Vec<f64>,
    pub unexplained: f64,
}

/// Moves what was lost by its rounding errors, so that it adds up to the whole loss.
pub fn split(whole: f64, parts: &[f64]) -> Split {
    split_in_units(whole, parts, UNITS_OF_ONE)
}

/// The same for gains and losses, which may go to and fro far beyond their sum: then the units are larger, and the
/// whole is the nearest that parts can add up to.
pub fn split_difference(whole: f64, parts: &[f64]) -> Split {
    let way = parts.iter().chain([&whole]).map(|part| part.clamp(-MOST, MOST).abs()).sum::<f64>();
    let mut units_of_one = UNITS_OF_ONE;
    let mut farthest = 1.0;
    while farthest < way {
        farthest *= 2.0;
        units_of_one /= 2.0;
    }
    split_in_units(whole, parts, units_of_one)
}

/// The largest part takes what rounding leaves over.
fn split_in_units(whole: f64, parts: &[f64], units_of_one: f64) -> Split {
    let to_units = |fraction| units(fraction, units_of_one);
    let from_units = |units: i64| units as f64 / units_of_one;
    let mut parts: Vec<_> = parts.iter().copied().map(to_units).collect();
    let whole = to_units(whole);
    let left = whole - parts.iter().sum::<i64>();
    let largest = parts.iter_mut().max_by_key(|part| part.abs());
    let mut unexplained = left;
    if let Some(largest) = largest.filter(|_| from_units(left).abs() <= MOST_ROUNDING) {
        *largest += left;
        unexplained = 0;
    }
    Split {
        whole: from_units(whole),
        parts: parts.into_iter().map(from_units).collect(),
        unexplained: from_units(unexplained),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a fraction is bounded, so that it fits")]
fn units(fraction: f64, units_of_one: f64) -> i64 {
    (fraction.clamp(-MOST, MOST) * units_of_one).round() as i64
}
