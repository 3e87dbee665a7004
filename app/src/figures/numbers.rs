//! Numbers as people of a language write them. All of it is whole arithmetic: the formats of fractions in the standard
//! library would cost the browser half more than all of this.

use crate::preferences::Language;
use leptos::prelude::*;
pub use scoring::shown::{permille, whole};
use std::collections::BinaryHeap;

/// Stands between a number and its unit, where no line may break.
const TIED: char = '\u{a0}';
/// The minus sign is as wide as a plus, which a hyphen is not.
const MINUS: char = '\u{2212}';
/// What is shown where there is no number.
pub const NO_NUMBER: &str = "–";

/// From this many hours on, days are easier to grasp.
const HOURS_SHOWN_AS_HOURS: i64 = 48;

/// How the page's language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    decimal_mark: char,
    group_mark: char,
    /// From how many digits on thousands are set apart.
    grouped_from: usize,
    day: char,
}

/// The numbers of this page, taken from context at the top of a component.
pub fn numbers() -> Numbers {
    expect_context()
}

impl Numbers {
    pub const fn of(language: Language) -> Self {
        match language {
            Language::English => Self { decimal_mark: '.', group_mark: ',', grouped_from: 4, day: 'd' },
            Language::Italian => Self { decimal_mark: ',', group_mark: '.', grouped_from: 5, day: 'g' },
        }
    }

    /// `87.3%`. What is not quite all is never shown as all, and what is not quite nothing never as nothing.
    pub fn percent(self, fraction: f64) -> String {
        format!("{}%", self.tenths(permille(fraction)))
    }

    /// A percentage where there is a number.
    pub fn percent_or_dash(self, fraction: Option<f64>) -> String {
        fraction.map_or_else(|| NO_NUMBER.into(), |fraction| self.percent(fraction))
    }

    /// `87%`, where a tenth would say nothing.
    pub fn whole_percent(self, fraction: f64) -> String {
        format!("{}%", self.signed(whole(fraction * 100.0)))
    }

    /// A share that somebody chose: `60%`, and `33.3%` where that is what it is.
    pub fn share(self, fraction: f64) -> String {
        if permille(fraction) % 10 == 0 { self.whole_percent(fraction) } else { self.percent(fraction) }
    }

    /// The budget that is left: `40%`, or `−40%` when it is overspent by that much.
    pub fn budget_left(self, fraction: f64) -> String {
        self.whole_percent(fraction)
    }

    /// `max(0, …)`, in Italian `max(0; …)`: a comma cannot part what has commas of its own.
    pub fn at_least_zero(self, term: &str) -> String {
        let mark = if self.decimal_mark == ',' { ';' } else { ',' };
        format!("max(0{mark} {term})")
    }

    /// A difference of two scores in points of a hundred: `+1.2`, `−0.4`, `0.0`.
    pub fn points(self, difference: f64) -> String {
        self.points_of_tenths(whole(difference * 1000.0))
    }

    /// The same of tenths of a point.
    pub fn points_of_tenths(self, tenths: i64) -> String {
        let sign = if tenths > 0 { "+" } else { "" };
        format!("{sign}{}", self.tenths(tenths))
    }

    /// A number with every digit that it has: `4`, `4.25`.
    pub fn exact(self, number: f64) -> String {
        number.to_string().replace('.', &self.decimal_mark.to_string())
    }

    /// A number that is given in tenths: `873` is `87.3`.
    pub fn tenths(self, tenths: i64) -> String {
        let sign = if tenths < 0 { String::from(MINUS) } else { String::new() };
        let size = tenths.unsigned_abs();
        format!("{sign}{}{}{}", self.count(size / 10), self.decimal_mark, size % 10)
    }

    /// `12,480`, in Italian `12.480`.
    pub fn count(self, number: u64) -> String {
        let digits = number.to_string();
        if digits.len() < self.grouped_from {
            return digits;
        }
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(self.group_mark);
            }
            text.push(digit);
        }
        text
    }

    /// Hours of work: `20 min`, `5 h 20 min`, `3 d 4 h`.
    pub fn hours(self, hours: f64) -> String {
        let minutes = whole(hours * 60.0).max(0);
        let (hours, minutes) = (minutes / 60, minutes % 60);
        if hours >= HOURS_SHOWN_AS_HOURS {
            return two_parts(hours / 24, self.day, hours % 24, "h");
        }
        match (hours, minutes) {
            (0, minutes) => format!("{minutes}{TIED}min"),
            (hours, minutes) => two_parts(hours, 'h', minutes, "min"),
        }
    }

    fn signed(self, number: i64) -> String {
        let sign = if number < 0 { String::from(MINUS) } else { String::new() };
        format!("{sign}{}", self.count(number.unsigned_abs()))
    }
}

fn two_parts(large: i64, large_unit: char, small: i64, small_unit: &str) -> String {
    match small {
        0 => format!("{large}{TIED}{large_unit}"),
        small => format!("{large}{TIED}{large_unit}{TIED}{small}{TIED}{small_unit}"),
    }
}

/// How far a score went, as far as people see it: of two scores that stand beside it, it is the difference of what is shown.
pub fn shown_difference(from: f64, to: f64) -> f64 {
    (permille(to) - permille(from)) as f64 / 1000.0
}

/// A length as the style sheet writes it, to the tenth of a pixel: `12.5px`.
pub fn pixels(length: f64) -> String {
    let tenths = whole(length * 10.0);
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}px", tenths.abs() / 10, tenths.abs() % 10)
}

/// Rounds parts to whole units so that they add up, as shown, to their sum as it is shown: each is cut, and what is missing
/// goes to those that lost most, and of equals to the first ones.
pub fn round_together(parts: &[f64], sum: i64) -> Vec<i64> {
    let mut rounded: Vec<i64> = parts.iter().map(|part| whole(part.floor())).collect();
    let missing = sum - rounded.iter().sum::<i64>();
    // In millionths: equal parts may differ in their last digits, by how they were worked out.
    let lost = |index: usize| whole((parts[index] - parts[index].floor()) * 1e6);
    // A heap puts thousands in order with less code than a sort takes.
    let mut order = (0..parts.len()).map(|index| (-lost(index), index)).collect::<BinaryHeap<_>>().into_sorted_vec();
    // What is too much is taken from those that lost least, and of equals from the last ones.
    if missing < 0 {
        order.reverse();
    }
    // A sum that is never shown as all or as nothing may be further off than the parts are.
    for (_, index) in order.into_iter().cycle().take(usize::try_from(missing.unsigned_abs()).unwrap_or_default()) {
        rounded[index] += missing.signum();
    }
    rounded
}

/// The tenths of points that a score lost to these parts, as they add up beside it.
pub fn lost_tenths(costs: impl IntoIterator<Item = f64>, score: f64, unexplained: f64) -> Vec<i64> {
    let thousandths: Vec<f64> = costs.into_iter().map(|cost| cost * 1000.0).collect();
    round_together(&thousandths, permille(1.0) - permille(score) - whole(unexplained * 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Numbers = Numbers::of(Language::English);
    const ITALIAN: Numbers = Numbers::of(Language::Italian);

    fn check(written: [String; 2], expected: [&str; 2]) {
        assert_eq!(written.map(|text| text.replace(TIED, " ")), expected);
    }

    fn check_percent(fraction: f64, expected: [&str; 2]) {
        check([ENGLISH, ITALIAN].map(|numbers| numbers.percent(fraction)), expected);
    }

    #[test]
    fn lengths_are_written_to_the_tenth() {
        assert_eq!([0.0, 12.34, 0.05, -0.5, -12.0].map(pixels), ["0.0px", "12.3px", "0.1px", "-0.5px", "-12.0px"]);
    }

    #[test]
    fn percentages_keep_one_digit_and_never_claim_all_or_nothing() {
        check_percent(0.873, ["87.3%", "87,3%"]);
        check_percent(0.5, ["50.0%", "50,0%"]);
        check_percent(1.0, ["100.0%", "100,0%"]);
        check_percent(0.99999, ["99.9%", "99,9%"]);
        check_percent(0.0, ["0.0%", "0,0%"]);
        check_percent(0.00001, ["0.1%", "0,1%"]);
    }

    #[test]
    fn a_budget_that_is_overspent_has_a_real_minus_sign() {
        let check = |left, expected| assert_eq!(ITALIAN.budget_left(left), expected);
        check(1.0, "100%");
        check(0.4, "40%");
        check(0.0, "0%");
        check(-0.4, "−40%");
        check(-11.0, "−1100%");
    }

    #[test]
    fn differences_always_carry_their_sign() {
        let check_points = |difference, expected| {
            check([ENGLISH, ITALIAN].map(|numbers| numbers.points(difference)), expected);
        };
        check_points(0.012, ["+1.2", "+1,2"]);
        check_points(-0.004, ["−0.4", "−0,4"]);
        check_points(0.00001, ["0.0", "0,0"]);
    }

    #[test]
    fn an_exact_number_loses_nothing() {
        let check_exact = |number, expected| check([ENGLISH, ITALIAN].map(|numbers| numbers.exact(number)), expected);
        check_exact(4.0, ["4", "4"]);
        check_exact(4.25, ["4.25", "4,25"]);
    }

    #[test]
    fn a_difference_is_that_of_the_scores_beside_it() {
        check_points_of(0.6016, 0.5404, "−6.2");
        check_points_of(1.0, 0.9999, "−0.1");
        check_points_of(0.5, 0.5004, "0.0");
    }

    fn check_points_of(from: f64, to: f64, expected: &str) {
        assert_eq!(ENGLISH.points(shown_difference(from, to)), expected);
    }

    #[test]
    fn a_formula_parts_its_terms_as_the_language_does() {
        let floor = |numbers: Numbers| numbers.at_least_zero(&format!("1 − {}", numbers.tenths(5)));
        check([ENGLISH, ITALIAN].map(floor), ["max(0, 1 − 0.5)", "max(0; 1 − 0,5)"]);
    }

    #[test]
    fn thousands_are_set_apart_as_the_language_does() {
        let check_count = |number, expected| check([ENGLISH, ITALIAN].map(|numbers| numbers.count(number)), expected);
        check_count(0, ["0", "0"]);
        check_count(999, ["999", "999"]);
        check_count(1204, ["1,204", "1204"]);
        check_count(12_480, ["12,480", "12.480"]);
        check_count(1_000_000, ["1,000,000", "1.000.000"]);
    }

    #[test]
    fn hours_of_work_are_written_in_two_units_at_most() {
        let check_hours = |hours, expected| check([ENGLISH, ITALIAN].map(|numbers| numbers.hours(hours)), expected);
        check_hours(0.0, ["0 min", "0 min"]);
        check_hours(1.0 / 3.0, ["20 min", "20 min"]);
        check_hours(5.0 + 1.0 / 3.0, ["5 h 20 min", "5 h 20 min"]);
        check_hours(24.0, ["24 h", "24 h"]);
        check_hours(76.2, ["3 d 4 h", "3 g 4 h"]);
        check_hours(168.0, ["7 d", "7 g"]);
    }

    #[test]
    fn parts_add_up_as_they_are_shown() {
        for (parts, sum, expected) in [
            (vec![], 0, vec![]),
            (vec![33.3, 33.3, 33.4], 100, vec![33, 33, 34]),
            (vec![0.5, 0.5], 1, vec![1, 0]),
            (vec![-1.4, -1.4, 2.8], 0, vec![-1, -2, 3]),
            (vec![12.0, 0.0], 12, vec![12, 0]),
            (vec![12.5], 12, vec![12]),
            (vec![-1.36], 0, vec![0]),
            (vec![1.0, 1.0], 1, vec![1, 0]),
            (vec![62.5, 62.500_000_001, 62.5, 62.5], 250, vec![63, 63, 62, 62]),
        ] {
            assert_eq!(round_together(&parts, sum), expected, "{parts:?}");
        }
    }

    #[test]
    fn what_was_lost_adds_up_to_what_is_missing_beside_it() {
        for (costs, score, unexplained) in [
            (vec![1.0 / 16.0; 8], 0.5, 0.0),
            (vec![1.0 / 6.0; 3], 0.5, 0.0),
            (vec![0.0125], 0.9875, 0.0),
            (vec![0.00004], 0.99996, 0.0),
            (vec![0.5, 0.49999], 0.00001, 0.0),
            (vec![0.2, 0.1], 0.6, 0.1),
        ] {
            let lost = lost_tenths(costs.clone(), score, unexplained);
            let shown = 1000 - permille(score) - whole(unexplained * 1000.0);
            assert_eq!(lost.iter().sum::<i64>(), shown, "{costs:?}");
            assert!(
                lost.iter().zip(&costs).all(|(lost, cost)| (*lost as f64 - cost * 1000.0).abs() <= 1.0),
                "{lost:?}"
            );
        }
    }
}
