//! The part of a window that is over: full hours in which nothing is written any more, but for what comes late.

use model::{Timestamp, Window};
use mongodb::bson::{Document, doc};

use super::documents::to_date;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
/// How long after its end an hour may still be written.
const SETTLES_AFTER: i64 = 10 * 60_000;

/// From a full hour to a full hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed(Window);

impl Closed {
    /// The full hours of a window that were over some time ago, if there are any.
    pub fn of(window: Window, now: Timestamp) -> Option<Self> {
        let settled = window.end.timestamp_millis().min(now.timestamp_millis() - SETTLES_AFTER);
        let start = -(-window.start.timestamp_millis()).div_euclid(HOUR) * HOUR;
        let moment = Timestamp::from_timestamp_millis;
        Window::new(moment(start)?, moment(settled.div_euclid(HOUR) * HOUR)?).map(Self)
    }

    pub fn window(self) -> Window {
        self.0
    }

    /// As a condition on a date.
    pub fn range(self) -> Document {
        doc! { "$gte": to_date(self.0.start), "$lt": to_date(self.0.end) }
    }

    /// The day in UTC that begins at these milliseconds.
    pub fn day(start: i64) -> Option<Self> {
        let moment = Timestamp::from_timestamp_millis;
        Window::new(moment(start)?, moment(start + DAY)?).map(Self)
    }

    /// Whether the hour that begins at these milliseconds is in it.
    pub fn contains_hour(self, start: i64) -> bool {
        Timestamp::from_timestamp_millis(start).is_some_and(|start| self.0.contains(start))
    }

    /// The part of it in a range, and what is left before and after it.
    pub fn split(self, range: Window) -> (Option<Self>, Vec<Self>) {
        let Window { start, end } = self.0;
        let inner = Window::new(start.max(range.start), end.min(range.end)).map(Self);
        let outer = match inner {
            Some(Self(inner)) => vec![Window::new(start, inner.start), Window::new(inner.end, end)],
            None => vec![Some(self.0)],
        };
        (inner, outer.into_iter().flatten().map(Self).collect())
    }

    /// What is left of a window before and after this part of it.
    pub fn rest(self, window: Window) -> impl Iterator<Item = Window> {
        let edges = [Window::new(window.start, self.0.start), Window::new(self.0.end, window.end)];
        edges.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn only_full_hours_that_are_over_are_closed() {
        let day = Window::new(at("2025-09-01T00:00:00Z"), at("2025-09-02T00:00:00Z")).unwrap();
        let odd = Window::new(at("2025-09-01T00:30:00Z"), at("2025-09-01T02:30:00Z")).unwrap();
        for (window, now, expected) in [
            (day, "2025-09-03T00:00:00Z", Some(("2025-09-01T00:00:00Z", "2025-09-02T00:00:00Z"))),
            (day, "2025-09-01T12:09:59Z", Some(("2025-09-01T00:00:00Z", "2025-09-01T11:00:00Z"))),
            (day, "2025-09-01T12:10:00Z", Some(("2025-09-01T00:00:00Z", "2025-09-01T12:00:00Z"))),
            (day, "2025-09-01T01:00:00Z", None),
            (odd, "2025-09-03T00:00:00Z", Some(("2025-09-01T01:00:00Z", "2025-09-01T02:00:00Z"))),
        ] {
            let closed = Closed::of(window, at(now)).map(Closed::window);
            assert_eq!(closed, expected.and_then(|(start, end)| Window::new(at(start), at(end))), "{now}");
        }
        // The calendar begins with a full hour, so that nothing is left before it.
        let ever = Window::new(Timestamp::MIN_UTC, Timestamp::MAX_UTC).unwrap();
        let closed = Closed::of(ever, at("2025-09-03T00:00:00Z")).unwrap();
        assert_eq!(closed.rest(ever).count(), 1);
        assert_eq!(Closed::of(odd, at("2025-09-03T00:00:00Z")).unwrap().rest(odd).count(), 2);
        assert_eq!(Closed::of(day, at("2025-09-03T00:00:00Z")).unwrap().rest(day).count(), 0);
    }
}
