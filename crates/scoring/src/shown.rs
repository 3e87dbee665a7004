//! Scores as people see them.

/// Thousandths of a whole, as they are shown: only nothing is 0, and only all is 1000.
pub fn permille(fraction: f64) -> i64 {
    match whole(fraction * 1000.0) {
        0 if fraction > 0.0 => 1,
        1000 if fraction < 1.0 => 999,
        exact => exact,
    }
}

/// The nearest whole number; halves go away from zero.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and nothing shown is that large")]
pub fn whole(number: f64) -> i64 {
    (number + 0.5_f64.copysign(number)) as i64
}
