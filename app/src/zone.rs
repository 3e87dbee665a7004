//! Moments as clocks in a time zone show them: `2025-09-01 10:30`.

use crate::figures::{Zone, calendar::HOUR};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use model::{Timestamp, Window};

/// A moment to the minute. A zone that nobody knows is taken for UTC.
pub fn write_minute(at: Timestamp, zone: &str) -> String {
    let at = at.timestamp_millis();
    let civil = Zone::find(zone, at, at).civil(at);
    format!("{} {}", civil.date(), civil.time())
}

/// The day of a moment.
pub fn write_day(at: Timestamp, zone: &str) -> String {
    let at = at.timestamp_millis();
    Zone::find(zone, at, at).civil(at).date()
}

/// A window: as days where it is made of whole ones, else with its times.
pub fn write_window(window: Window, zone: &str) -> String {
    match write_ends(window, zone) {
        (first, Some(last)) => format!("{first} – {last}"),
        (day, None) => day,
    }
}

/// The two ends of a window, or the one day that it is.
pub fn write_ends(window: Window, zone: &str) -> (String, Option<String>) {
    let (start, end) = (write_minute(window.start, zone), write_minute(window.end, zone));
    let (first, last) = match (start.strip_suffix(MIDNIGHT), end.strip_suffix(MIDNIGHT)) {
        // The last day is the one before the end.
        (Some(first), Some(_)) => (first.to_owned(), write_day(window.end - TimeDelta::milliseconds(1), zone)),
        _ => (start, end),
    };
    let last = (first != last).then_some(last);
    (first, last)
}

const MIDNIGHT: &str = " 00:00";

/// When a day begins in a zone.
pub fn start_of_day(day: NaiveDate, zone: &str) -> Timestamp {
    hour_of_day(day, 0, zone)
}

/// When clocks of a zone show this hour of a day, from 0 to 24. The day that they are changed has one more or less.
pub fn hour_of_day(day: NaiveDate, hour: u8, zone: &str) -> Timestamp {
    let local = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() + i64::from(hour) * HOUR;
    let moment = Zone::find(zone, local - 24 * HOUR, local + 24 * HOUR).moment_of(local);
    DateTime::from_timestamp_millis(moment).unwrap_or_default()
}

/// Reads a day such as `2025-09-01`.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    const ROME: &str = "Europe/Rome";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn moments_are_those_of_the_zone() {
        assert_eq!(write_minute(at("2025-09-01T22:30:07.5Z"), ROME), "2025-09-02 00:30");
        assert_eq!(write_minute(at("2025-01-01T00:30:07Z"), "UTC"), "2025-01-01 00:30");
        assert_eq!(write_day(at("2025-01-01T00:30:07Z"), "America/New_York"), "2024-12-31");
        assert_eq!(write_minute(at("2025-01-01T00:30:07Z"), "Mars/Olympus"), "2025-01-01 00:30");
    }

    #[test]
    fn whole_days_are_written_as_days() {
        for (start, end, expected) in [
            ("2025-08-31T22:00:00Z", "2025-09-01T22:00:00Z", "2025-09-01"),
            ("2025-08-31T22:00:00Z", "2025-09-03T22:00:00Z", "2025-09-01 – 2025-09-03"),
            ("2025-08-31T22:00:00Z", "2025-09-01T10:30:00Z", "2025-09-01 00:00 – 2025-09-01 12:30"),
            // The clocks go back: a day of 25 hours.
            ("2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", "2025-10-26"),
        ] {
            assert_eq!(write_window(Window { start: at(start), end: at(end) }, ROME), expected);
        }
    }

    #[test]
    fn a_day_begins_when_its_zone_says() {
        for (day, zone, expected) in [
            ("2025-09-01", ROME, "2025-08-31T22:00:00Z"),
            ("2025-10-26", ROME, "2025-10-25T22:00:00Z"),
            ("2025-10-27", ROME, "2025-10-26T23:00:00Z"),
            ("2025-03-30", ROME, "2025-03-29T23:00:00Z"),
            ("2025-09-01", "UTC", "2025-09-01T00:00:00Z"),
            ("2025-09-01", "Asia/Kolkata", "2025-08-31T18:30:00Z"),
            ("2025-09-01", "Pacific/Kiritimati", "2025-08-31T10:00:00Z"),
        ] {
            assert_eq!(start_of_day(read_day(day).unwrap(), zone), at(expected), "{day} {zone}");
        }
    }

    #[test]
    fn hours_are_those_that_clocks_show_on_the_days_they_are_changed_too() {
        for (day, hour, expected) in [
            ("2025-10-26", 1, "2025-10-25T23:00:00Z"),
            ("2025-10-26", 12, "2025-10-26T11:00:00Z"),
            ("2025-10-26", 24, "2025-10-26T23:00:00Z"),
            ("2025-03-30", 12, "2025-03-30T10:00:00Z"),
            ("2025-03-30", 23, "2025-03-30T21:00:00Z"),
            ("2025-03-30", 24, "2025-03-30T22:00:00Z"),
        ] {
            let moment = hour_of_day(read_day(day).unwrap(), hour, ROME);
            assert_eq!(moment, at(expected), "{day} {hour}");
            assert_eq!(write_minute(moment, ROME)[11..], format!("{:02}:00", hour % 24));
        }
    }

    #[test]
    fn only_days_are_read() {
        assert!(read_day("2025-09-01").is_some());
        for wrong in ["", "2025-09", "2025-02-30", "latest", "2025-09-01-02"] {
            assert!(read_day(wrong).is_none(), "{wrong}");
        }
    }
}
