//! Days of a time zone as windows, with the hours that daylight saving skips and repeats.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use model::{Timestamp, Window, moment};
use store::HourCount;

/// The longest that clocks were ever put forward at once: a whole day, when a country crossed the date line.
const MINUTES_SKIPPED: i64 = 25 * 60;

/// The window that days make, from the beginning of the first to the end of the last: 23 to 25 hours for one day, and
/// nothing for one that the zone skipped.
pub fn window_of(zone: Tz, days: &[NaiveDate]) -> Option<Window> {
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Window::new(start_of(zone, *first)?, start_of(zone, last.checked_add_days(Days::new(1))?)?)
}

/// The days that a window touches.
pub fn days_of(zone: Tz, window: Window) -> Vec<NaiveDate> {
    let last = day_of(zone, window.end - TimeDelta::milliseconds(1));
    day_of(zone, window.start).iter_days().take_while(|day| *day <= last).collect()
}

/// The day that a moment lies in.
pub fn day_of(zone: Tz, at: Timestamp) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// Whether an analysis may be of what an hour holds: another program may have left moments of any year.
pub fn can_be_analysed(hour: &HourCount) -> bool {
    moment::is_plausible(hour.first) && moment::is_plausible(hour.last)
}

/// The first moment of a day: midnight, or later where clocks are put forward at midnight.
fn start_of(zone: Tz, day: NaiveDate) -> Option<Timestamp> {
    let midnight = day.and_time(NaiveTime::MIN);
    (0..=MINUTES_SKIPPED)
        .find_map(|minutes| zone.from_local_datetime(&(midnight + TimeDelta::minutes(minutes))).earliest())
        .map(|start| start.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(zone: Tz, day: &str, expected: Option<(&str, i64)>) {
        let window = window_of(zone, &[day.parse().unwrap()]);
        let shown = window.map(|window| (window.start.to_rfc3339(), (window.end - window.start).num_minutes()));
        let expected = expected.map(|(start, hours)| (format!("{start}+00:00"), hours * 60));
        assert_eq!(shown, expected, "{day} in {zone}");
    }

    #[test]
    fn days_begin_and_end_at_midnight_there() {
        check(Tz::UTC, "2025-09-01", Some(("2025-09-01T00:00:00", 24)));
        check(Tz::Europe__Rome, "2025-09-01", Some(("2025-08-31T22:00:00", 24)));
        check(Tz::Europe__Rome, "2025-03-30", Some(("2025-03-29T23:00:00", 23)));
        check(Tz::Europe__Rome, "2025-10-26", Some(("2025-10-25T22:00:00", 25)));
        // Clocks put forward and back at midnight itself.
        check(Tz::Africa__Cairo, "2025-04-25", Some(("2025-04-24T22:00:00", 23)));
        check(Tz::America__Havana, "2025-11-02", Some(("2025-11-02T04:00:00", 25)));
        // Samoa went from the 29th to the 31st.
        check(Tz::Pacific__Apia, "2011-12-29", Some(("2011-12-29T10:00:00", 24)));
        check(Tz::Pacific__Apia, "2011-12-30", None);
    }

    #[test]
    fn moments_lie_in_the_day_whose_window_holds_them() {
        for zone in [Tz::UTC, Tz::Europe__Rome, Tz::Africa__Cairo, Tz::America__Havana, Tz::Asia__Kolkata] {
            let mut at: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
            while at < "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() {
                let window = window_of(zone, &[day_of(zone, at)]).unwrap();
                assert!(window.contains(at), "{at} in {zone}");
                at += TimeDelta::minutes(30);
            }
        }
    }
}
