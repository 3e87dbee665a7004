//! The days of a window, in the zone of its report.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use model::{Timestamp, Window};

/// The days that a window touches.
pub fn days_of(window: Window, timezone: &str) -> Vec<NaiveDate> {
    let zone = timezone.parse().unwrap_or(Tz::UTC);
    let day = |at: Timestamp| at.with_timezone(&zone).date_naive();
    let last = day(window.end - TimeDelta::milliseconds(1));
    day(window.start).iter_days().take_while(|one| *one <= last).collect()
}

/// The window that days make, from the beginning of the first to the end of the last.
pub fn window_of(days: &[NaiveDate], zone: Tz) -> Option<Window> {
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Window::new(start_of(*first, zone)?, start_of(last.checked_add_days(Days::new(1))?, zone)?)
}

/// The first moment of a day, which may be past midnight where clocks are put forward then.
fn start_of(day: NaiveDate, zone: Tz) -> Option<Timestamp> {
    let midnight = day.and_time(NaiveTime::MIN);
    let tries = (0..=180).map(|minutes| midnight + TimeDelta::minutes(minutes));
    tries.filter_map(|local| zone.from_local_datetime(&local).earliest()).map(|at| at.to_utc()).next()
}
