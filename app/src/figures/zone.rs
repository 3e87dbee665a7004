//! The time zone that a page shows its moments in: a name, and how far it is from UTC over the window that is shown. Both
//! halves find the same offsets, each in its own time-zone database, so that the first paint matches.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(feature = "ssr")]
mod server;

#[cfg(not(feature = "ssr"))]
use browser::offset_at;
#[cfg(feature = "ssr")]
use server::offset_at;

use super::calendar::{Civil, HOUR, MINUTE};
use std::sync::Arc;

/// A zone over a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: Arc<str>,
    /// The offset from UTC in minutes, from each moment on; the first holds before it too.
    offsets: Arc<[(i64, i64)]>,
}

impl Zone {
    pub fn utc() -> Self {
        Self::with_offsets("UTC", [(0, 0)])
    }

    /// A zone of this IANA name, of which `offsets` says the minutes from UTC from each moment on.
    pub fn with_offsets(name: &str, offsets: impl IntoIterator<Item = (i64, i64)>) -> Self {
        Self { name: name.into(), offsets: offsets.into_iter().collect() }
    }

    /// Looks up how far the zone of this IANA name is from UTC from `first` to `last`; an unknown one is UTC.
    pub fn find(name: &str, first: i64, last: i64) -> Self {
        let found = offset_at(name, first).map(|offset| (offset, find_changes(name, first, last, offset)));
        match found {
            Some((offset, changes)) => Self::with_offsets(name, std::iter::once((first, offset)).chain(changes)),
            None => Self::utc(),
        }
    }

    /// `Europe/Rome`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Minutes to add to UTC.
    pub fn offset(&self, moment: i64) -> i64 {
        let after = self.offsets.partition_point(|(from, _)| *from <= moment);
        self.offsets.get(after.saturating_sub(1)).map_or(0, |(_, offset)| *offset)
    }

    /// The moment as clocks of the zone show it.
    pub fn civil(&self, moment: i64) -> Civil {
        Civil::of(self.local(moment))
    }

    /// Milliseconds of the zone's own clock, in which days begin at multiples of a day.
    pub fn local(&self, moment: i64) -> i64 {
        moment + self.offset(moment) * MINUTE
    }

    /// The moment at which the zone's own clock shows this; the earlier one where it shows it twice.
    pub fn moment_of(&self, local: i64) -> i64 {
        let guess = local - self.offset(local - self.offset(local) * MINUTE) * MINUTE;
        let earlier = local - self.offset(guess - 2 * HOUR) * MINUTE;
        if self.local(earlier) == local { earlier } else { guess }
    }

    /// `UTC+2`, `UTC−3:30`.
    pub fn offset_text(&self, moment: i64) -> String {
        let offset = self.offset(moment);
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let sign = if offset < 0 { '\u{2212}' } else { '+' };
        match (hours, minutes) {
            (0, 0) => "UTC".into(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) if minutes < 10 => format!("UTC{sign}{hours}:0{minutes}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes}"),
        }
    }
}

/// No zone changes its offset twice within this.
const CHANGES_APART: i64 = 240 * HOUR;

/// When the offset changes in the window, to the minute.
fn find_changes(name: &str, first: i64, last: i64, mut offset: i64) -> Vec<(i64, i64)> {
    let mut changes = Vec::new();
    let mut known = first;
    while known < last {
        let next = (known + CHANGES_APART).min(last);
        let then = offset_at(name, next).unwrap_or(offset);
        if then != offset {
            changes.push((first_with(name, then, known, next), then));
            offset = then;
        }
        known = next;
    }
    changes
}

fn first_with(name: &str, offset: i64, mut before: i64, mut after: i64) -> i64 {
    while after - before > MINUTE {
        let middle = before + (after - before) / 2;
        if offset_at(name, middle) == Some(offset) { after = middle } else { before = middle }
    }
    // Changes are on the minute.
    after - after.rem_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::calendar::read_moment;

    /// The hour is skipped at 01:00 UTC on 30 March 2025, and comes twice on 26 October.
    fn rome() -> Zone {
        let changes = [("2025-01-01T00:00:00Z", 60), ("2025-03-30T01:00:00Z", 120), ("2025-10-26T01:00:00Z", 60)];
        Zone::with_offsets("Europe/Rome", changes.map(|(from, offset)| (read_moment(from).unwrap(), offset)))
    }

    fn check(moment: &str, time: &str, offset: &str) {
        let moment = read_moment(moment).unwrap();
        let civil = rome().civil(moment);
        assert_eq!(format!("{} {}", civil.date(), civil.exact_time()), time);
        assert_eq!(rome().offset_text(moment), offset);
    }

    #[test]
    fn clocks_of_the_zone_follow_its_changes() {
        check("2025-03-30T00:59:59Z", "2025-03-30 01:59:59", "UTC+1");
        check("2025-03-30T01:00:00Z", "2025-03-30 03:00:00", "UTC+2");
        check("2025-10-26T00:59:59Z", "2025-10-26 02:59:59", "UTC+2");
        check("2025-10-26T01:00:00Z", "2025-10-26 02:00:00", "UTC+1");
        check("2024-12-31T23:30:00Z", "2025-01-01 00:30:00", "UTC+1");
    }

    #[test]
    fn a_time_of_the_zone_leads_back_to_its_moment() {
        let local = |text| read_moment(text).unwrap();
        let check = |time, moment| assert_eq!(rome().moment_of(local(time)), local(moment), "{time}");
        check("2025-01-01T01:00:00Z", "2025-01-01T00:00:00Z");
        check("2025-07-01T02:00:00Z", "2025-07-01T00:00:00Z");
        check("2025-03-30T03:00:00Z", "2025-03-30T01:00:00Z");
        check("2025-10-26T02:30:00Z", "2025-10-26T00:30:00Z");
        check("2025-10-26T03:30:00Z", "2025-10-26T02:30:00Z");
    }

    #[test]
    fn halves_of_an_hour_and_zones_in_the_west_have_their_offsets() {
        let text = |offset| Zone::with_offsets("x", [(0, offset)]).offset_text(0);
        assert_eq!([text(0), text(345), text(-210), text(-60)], ["UTC", "UTC+5:45", "UTC−3:30", "UTC−1"]);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_changes_of_a_zone_are_found_in_the_window() {
        let at = |text| read_moment(text).unwrap();
        let found = Zone::find("Europe/Rome", at("2025-01-01T00:00:00Z"), at("2025-12-31T00:00:00Z"));
        assert_eq!(found, rome());
        assert_eq!(Zone::find("Mars/Olympus", 0, 1), Zone::utc());
    }
}
