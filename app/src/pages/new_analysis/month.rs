//! Days and months as a calendar's sheets have them.

use crate::texts::Texts;
use chrono::{Datelike, Days, Months, NaiveDate};

/// One sheet of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// `September 2025`.
    pub fn title(self, texts: &Texts) -> String {
        let name = texts.months.split(' ').nth(self.first.month0() as usize).unwrap_or_default();
        format!("{name} {}", self.first.year())
    }

    pub fn before(self) -> Self {
        Self { first: self.first.checked_sub_months(Months::new(1)).unwrap_or(self.first) }
    }

    pub fn after(self) -> Self {
        Self { first: self.first.checked_add_months(Months::new(1)).unwrap_or(self.first) }
    }

    pub fn holds(self, day: NaiveDate) -> bool {
        Self::of(day) == self
    }

    /// The weeks, from Monday on, with nothing where a day belongs to another month.
    pub fn weeks(self) -> Vec<[Option<NaiveDate>; 7]> {
        let before = u64::from(self.first.weekday().num_days_from_monday());
        let monday = self.first - Days::new(before);
        let days = monday.iter_days().map(|day| self.holds(day).then_some(day));
        let weeks = days.take(42).collect::<Vec<_>>();
        let weeks = weeks.chunks_exact(7).map(|week| std::array::from_fn(|index| week[index]));
        weeks.filter(|week| week.iter().any(Option::is_some)).collect()
    }
}

/// How many days a range holds, both ends included.
pub fn days_between(first: NaiveDate, last: NaiveDate) -> i64 {
    (last - first).num_days() + 1
}

pub fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The day that a key leads to from another: by days, weeks and months as in every calendar.
pub fn moved(day: NaiveDate, key: &str) -> Option<NaiveDate> {
    let weekday = u64::from(day.weekday().num_days_from_monday());
    match key {
        "ArrowLeft" => day.pred_opt(),
        "ArrowRight" => day.succ_opt(),
        "ArrowUp" => day.checked_sub_days(Days::new(7)),
        "ArrowDown" => day.checked_add_days(Days::new(7)),
        "Home" => day.checked_sub_days(Days::new(weekday)),
        "End" => day.checked_add_days(Days::new(6 - weekday)),
        "PageUp" => day.checked_sub_months(Months::new(1)),
        "PageDown" => day.checked_add_months(Months::new(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::read_day;

    fn day(text: &str) -> NaiveDate {
        read_day(text).unwrap()
    }

    #[test]
    fn a_sheet_begins_on_monday_and_holds_its_days_alone() {
        let weeks = Month::of(day("2025-09-17")).weeks();
        assert_eq!(weeks[0][0], Some(day("2025-09-01")));
        assert_eq!(weeks.last().unwrap()[1], Some(day("2025-09-30")));
        assert_eq!(weeks.last().unwrap()[2], None);
        let august = Month::of(day("2025-08-01")).weeks();
        assert_eq!((august[0][3], august[0][4]), (None, Some(day("2025-08-01"))));
        assert_eq!(august.len(), 5);
        assert_eq!(Month::of(day("2021-02-01")).weeks().len(), 4);
        assert_eq!(Month::of(day("2024-12-31")).after(), Month::of(day("2025-01-01")));
    }

    #[test]
    fn keys_move_as_in_every_calendar() {
        for (key, expected) in [
            ("ArrowLeft", "2025-09-16"),
            ("ArrowRight", "2025-09-18"),
            ("ArrowUp", "2025-09-10"),
            ("ArrowDown", "2025-09-24"),
            ("Home", "2025-09-15"),
            ("End", "2025-09-21"),
            ("PageUp", "2025-08-17"),
            ("PageDown", "2025-10-17"),
        ] {
            assert_eq!(moved(day("2025-09-17"), key), Some(day(expected)), "{key}");
        }
        assert_eq!(moved(day("2025-09-17"), "a"), None);
    }

    #[test]
    fn ranges_hold_both_ends() {
        assert_eq!(days_between(day("2025-09-01"), day("2025-09-01")), 1);
        assert_eq!(days_between(day("2025-08-31"), day("2025-09-30")), 31);
    }
}
