//! Days in the words of the page's language.

use super::calendar::Civil;
use crate::texts::Texts;

/// `Mon 1 Sep`, in Italian `lun 1 set`.
pub fn day_name(texts: &Texts, civil: Civil) -> String {
    format!("{} {}", nth_word(texts.weekdays_short, civil.weekday), day_and_month(texts, civil))
}

/// `1 Sep`.
pub fn day_and_month(texts: &Texts, civil: Civil) -> String {
    format!("{} {}", civil.day, nth_word(texts.months_short, civil.month - 1))
}

/// `Mon 1 Sep, 02:14`.
pub fn day_and_time(texts: &Texts, civil: Civil) -> String {
    format!("{}, {}", day_name(texts, civil), civil.time())
}

fn nth_word(words: &'static str, index: u8) -> &'static str {
    words.split(' ').nth(index.into()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{figures::calendar::read_moment, preferences::Language};

    #[test]
    fn days_are_named_in_both_languages() {
        let civil = |text| Civil::of(read_moment(text).unwrap());
        let [english, italian] = Language::ALL.map(Texts::of);
        assert_eq!(day_name(english, civil("2025-09-01T00:00:00Z")), "Mon 1 Sep");
        assert_eq!(day_name(italian, civil("2025-12-28T00:00:00Z")), "dom 28 dic");
        assert_eq!(day_and_time(italian, civil("2026-01-06T02:14:07Z")), "mar 6 gen, 02:14");
    }
}
