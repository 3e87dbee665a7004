//! The axis of time, which knows the days and hours of its zone.

use crate::{
    figures::{
        Zone,
        calendar::{Civil, DAY, HOUR, MINUTE},
        days::{day_and_month, day_name},
    },
    replay::Bounds,
    texts::Texts,
};

/// A mark of the axis with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    pub at: i64,
    pub words: String,
}

/// The hours within a view, and its days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeAxis {
    pub hours: Vec<Tick>,
    /// Where a day begins; the first may have begun before the view.
    pub days: Vec<Tick>,
    /// How wide the name of a day is.
    pub day_room: f64,
}

/// Distances that people count time in.
const STEPS: [i64; 13] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    7 * DAY,
];

const HOURS_APART: f64 = 56.0;
const DAYS_APART: f64 = 24.0;
/// How much room the names of days need: with the weekday, without it, and as the number alone.
const NAMED: f64 = 84.0;
const DATED: f64 = 52.0;
const NUMBERED: f64 = 20.0;

impl TimeAxis {
    /// The axis of a view that is so many pixels wide.
    pub fn new(texts: &Texts, zone: &Zone, view: Bounds, width: f64) -> Self {
        let step = step_for(view, width, HOURS_APART);
        let hours = if step < DAY { ticks(zone, view, step) } else { Vec::new() };
        let day_step = step_for(view, width, DAYS_APART).max(DAY);
        let room = day_step as f64 / view.length().max(1) as f64 * width;
        let (name_of, room): (fn(&Texts, Civil) -> String, f64) = match room {
            room if room >= NAMED => (day_name, NAMED),
            room if room >= DATED => (day_and_month, DATED),
            _ => (|_, civil| civil.day.to_string(), NUMBERED),
        };
        // The day that the view begins in is named too.
        let begun = zone.moment_of(zone.local(view.first).div_euclid(DAY) * DAY);
        let mut days = ticks(zone, view, day_step);
        if days.first() != Some(&view.first) && day_step == DAY {
            days.insert(0, begun);
        }
        Self {
            day_room: room,
            hours: hours.into_iter().map(|at| Tick { at, words: zone.civil(at).time() }).collect(),
            days: days.iter().map(|at| Tick { at: *at, words: name_of(texts, zone.civil(*at)) }).collect(),
        }
    }
}

/// The moments of a table or of a cursor: no more than `most`, at full minutes, hours or days of the zone.
pub fn round_moments(zone: &Zone, view: Bounds, most: f64) -> Vec<i64> {
    ticks(zone, view, step_for(view, most, 1.0))
}

/// The smallest step whose marks are at least so far apart.
pub fn step_for(view: Bounds, width: f64, apart: f64) -> i64 {
    let needed = view.length() as f64 * apart / width.max(1.0);
    STEPS.into_iter().find(|step| *step as f64 >= needed).unwrap_or(7 * DAY)
}

/// The moments in a view at which a clock of the zone shows a multiple of the step. Weeks begin on Mondays.
fn ticks(zone: &Zone, view: Bounds, step: i64) -> Vec<i64> {
    // 5 January 1970 was the first Monday.
    let origin = if step == 7 * DAY { 4 * DAY } else { 0 };
    let mut local = (zone.local(view.first) - origin).div_euclid(step) * step + origin;
    let mut found = Vec::new();
    while found.last().is_none_or(|at| *at < view.last) {
        let at = zone.moment_of(local);
        local += step;
        // An hour that the zone skips is shown once; one that it repeats too.
        if at >= view.first && found.last().is_none_or(|last| *last < at) {
            found.push(at);
        }
    }
    found.retain(|at| *at <= view.last);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{figures::calendar::read_moment, preferences::Language};

    fn axis(zone: &Zone, first: &str, last: &str, width: f64) -> TimeAxis {
        let at = |text: &str| read_moment(text).unwrap();
        TimeAxis::new(Texts::of(Language::English), zone, Bounds { first: at(first), last: at(last) }, width)
    }

    fn words(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.words.as_str()).collect()
    }

    #[test]
    fn a_day_has_its_hours_in_the_zone() {
        let rome = Zone::with_offsets("Europe/Rome", [(0, 120)]);
        let axis = axis(&rome, "2025-08-31T22:00:00Z", "2025-09-01T22:00:00Z", 600.0);
        assert_eq!(
            words(&axis.hours),
            ["00:00", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "00:00"]
        );
        assert_eq!(words(&axis.days), ["Mon 1 Sep", "Tue 2 Sep"]);
    }

    #[test]
    fn the_day_that_a_view_begins_in_is_named() {
        let axis = axis(&Zone::utc(), "2025-09-01T10:07:00Z", "2025-09-01T10:31:00Z", 600.0);
        assert_eq!(words(&axis.hours), ["10:10", "10:15", "10:20", "10:25", "10:30"]);
        assert_eq!(words(&axis.days), ["Mon 1 Sep"]);
    }

    #[test]
    fn a_week_has_its_days_and_a_month_its_weeks() {
        let week = axis(&Zone::utc(), "2025-09-01T00:00:00Z", "2025-09-08T00:00:00Z", 800.0);
        assert_eq!(words(&week.days).first(), Some(&"Mon 1 Sep"));
        assert_eq!(week.days.len(), 8);
        let month = axis(&Zone::utc(), "2025-09-03T00:00:00Z", "2025-10-03T00:00:00Z", 500.0);
        assert_eq!(words(&month.days), ["Mon 8 Sep", "Mon 15 Sep", "Mon 22 Sep", "Mon 29 Sep"]);
        assert!(month.hours.is_empty());
    }

    #[test]
    fn hours_that_the_zone_skips_or_repeats_are_shown_once() {
        let at = |text| read_moment(text).unwrap();
        let spring = Zone::with_offsets("x", [(0, 60), (at("2025-03-30T01:00:00Z"), 120)]);
        let axis_of_spring = axis(&spring, "2025-03-30T00:00:00Z", "2025-03-30T03:00:00Z", 300.0);
        assert_eq!(words(&axis_of_spring.hours), ["01:00", "03:00", "04:00", "05:00"]);
        let autumn = Zone::with_offsets("x", [(0, 120), (at("2025-10-26T01:00:00Z"), 60)]);
        let axis_of_autumn = axis(&autumn, "2025-10-25T23:00:00Z", "2025-10-26T03:00:00Z", 300.0);
        assert_eq!(words(&axis_of_autumn.hours), ["01:00", "02:00", "03:00", "04:00"]);
    }

    #[test]
    fn round_moments_are_few_enough() {
        let day = Bounds { first: 0, last: DAY };
        assert_eq!(round_moments(&Zone::utc(), day, 48.0).len(), 49);
        assert!(round_moments(&Zone::utc(), Bounds { first: 7, last: 7 }, 48.0).is_empty());
    }
}
