//! How long something took.

use crate::figures::Numbers;
use std::time::Duration;

/// `400 ms`, `1.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
pub fn write_length(length: Duration, numbers: Numbers) -> String {
    let seconds = length.as_secs();
    match seconds {
        0 => format!("{} ms", length.as_millis().max(1)),
        1..10 => format!("{} s", numbers.tenths(length.as_millis() as i64 / 100)),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Language;

    #[test]
    fn lengths_are_told_in_two_units_at_most() {
        for (milliseconds, expected) in [
            (0, "1 ms"),
            (29, "29 ms"),
            (1450, "1,4 s"),
            (59_999, "59 s"),
            (200_000, "3 min 20 s"),
            (7_500_000, "2 h 5 min"),
        ] {
            let length = Duration::from_millis(milliseconds);
            assert_eq!(write_length(length, Numbers::of(Language::Italian)), expected);
        }
    }
}
