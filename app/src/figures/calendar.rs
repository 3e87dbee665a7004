//! Days and hours of a moment, written by hand: a calendar with formats would cost the browser half ten times as much.
//! Moments are milliseconds since 1970, UTC.

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// What a clock and a calendar show at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// From 0, which is Monday.
    pub weekday: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
}

impl Civil {
    /// Of a moment that already has its offset added.
    pub fn of(moment: i64) -> Self {
        let (days, rest) = (moment.div_euclid(DAY), moment.rem_euclid(DAY));
        let (year, month, day) = model::moment::date_of(days);
        Self {
            year,
            month,
            day,
            // 1 January 1970 was a Thursday.
            weekday: small((days + 3).rem_euclid(7)),
            hour: small(rest / HOUR),
            minute: small(rest % HOUR / MINUTE),
            second: small(rest % MINUTE / SECOND),
        }
    }

    /// `2025-09-01`.
    pub fn date(self) -> String {
        format!("{}-{}-{}", self.year, two_digits(self.month), two_digits(self.day))
    }

    /// `02:14`.
    pub fn time(self) -> String {
        format!("{}:{}", two_digits(self.hour), two_digits(self.minute))
    }

    /// `02:14:07`.
    pub fn exact_time(self) -> String {
        format!("{}:{}", self.time(), two_digits(self.second))
    }
}

/// `2025-09-01T02:14:07Z`, in UTC: the form of addresses. What is not on the second has its thousandths too, because data
/// have them: a failure at 02:14:07.500 has not happened at 02:14:07.
pub fn write_moment(moment: i64) -> String {
    let civil = Civil::of(moment);
    match moment.rem_euclid(SECOND) {
        0 => format!("{}T{}Z", civil.date(), civil.exact_time()),
        rest => format!("{}T{}.{}Z", civil.date(), civil.exact_time(), three_digits(rest)),
    }
}

/// Reads what `write_moment` writes, and nothing else.
pub fn read_moment(text: &str) -> Option<i64> {
    let moment = model::moment::read_common(text.as_bytes())?.timestamp_millis();
    // An offset, or more digits than are needed, would be written in another way.
    (write_moment(moment) == text).then_some(moment)
}

fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

fn three_digits(number: i64) -> String {
    let digits = number.to_string();
    format!("{}{digits}", &"000"[digits.len().min(3)..])
}

fn two_digits(number: u8) -> String {
    if number < 10 { format!("0{number}") } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(moment: i64, text: &str, weekday: u8) {
        assert_eq!(write_moment(moment), text);
        assert_eq!(Civil::of(moment).weekday, weekday, "{text}");
        assert_eq!(read_moment(text), Some(moment));
    }

    #[test]
    fn moments_are_written_and_read_back() {
        check(0, "1970-01-01T00:00:00Z", 3);
        check(951_782_399_000, "2000-02-28T23:59:59Z", 0);
        check(951_782_400_000, "2000-02-29T00:00:00Z", 1);
        check(1_709_164_800_000, "2024-02-29T00:00:00Z", 3);
        check(1_756_692_847_000, "2025-09-01T02:14:07Z", 0);
        check(4_107_542_399_000, "2100-02-28T23:59:59Z", 6);
        check(-1000, "1969-12-31T23:59:59Z", 2);
        check(1_756_692_847_500, "2025-09-01T02:14:07.500Z", 0);
        check(1_756_692_847_007, "2025-09-01T02:14:07.007Z", 0);
        check(-1, "1969-12-31T23:59:59.999Z", 2);
    }

    #[test]
    fn the_calendar_agrees_with_chrono_on_every_day_of_a_century() {
        let mut day = chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
        for days in 7305..7305 + 36_600 {
            assert_eq!(Civil::of(days * DAY).date(), day.to_string());
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn another_text_is_no_moment() {
        for text in [
            "",
            "2025-09-01",
            "2025-02-30T00:00:00Z",
            "2025-09-01T25:00:00Z",
            "2025-09-01T02:14:07+",
            "2025-09-01 02:14:07Z",
            "20२5-09-01T02:14:7Z",
            "-025-09-01T02:14:07Z",
            "2025-09-01T02:14:07.5Z",
            "2025-09-01T02:14:07.000Z",
            "2025-09-01T02:14:07,500Z",
        ] {
            assert_eq!(read_moment(text), None, "{text}");
        }
    }
}
