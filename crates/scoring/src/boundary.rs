//! Where one status ends and the next begins. Sums of binary fractions miss a boundary by their rounding alone:
//! 0.6 * (1 - 10/24) + 0.4 * 5/8 is exactly 0.6, and comes out a little below it.

/// What is no farther from a boundary than this stands on it. It is thousands of times the rounding of a score, and far
/// less than any figures can make two scores differ by.
const ROUNDING: f64 = 1e-12;

pub fn is_above(score: f64, boundary: f64) -> bool {
    score > boundary + ROUNDING
}

pub fn is_below(score: f64, boundary: f64) -> bool {
    score < boundary - ROUNDING
}
