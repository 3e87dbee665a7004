//! The moment and the speed in the address, so that a link opens where somebody looked. Written behind the router's back:
//! a replay moves within one page, and nothing has to be loaded or rendered for it.

use super::clock::Speed;
use crate::{
    document,
    effects::{coalesced, in_browser},
    figures::calendar::{read_moment, write_moment},
};
use leptos::prelude::*;
use std::time::Duration;

const MOMENT: &str = "at";
const SPEED: &str = "speed";

/// Browsers allow a hundred changes of the address in half a minute; this is well below.
const PAUSE: Duration = Duration::from_millis(400);

/// What an address says of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub moment: Option<i64>,
    pub speed: Option<Speed>,
}

impl Place {
    /// Reads the query of an address, without its `?`. What is not understood is not there.
    pub fn read(query: &str) -> Self {
        let value = |name| parameters(query).find_map(|(key, value)| (key == name).then_some(value));
        Self {
            moment: value(MOMENT).and_then(|text| read_moment(&text.replace("%3A", ":"))),
            speed: value(SPEED).and_then(|text| Speed::new(text.parse().ok()?)),
        }
    }

    /// The query with this place in it, and everything else as it was.
    pub fn write(self, query: &str) -> String {
        let kept = parameters(query).filter(|(key, _)| ![MOMENT, SPEED].contains(key));
        let mut parts: Vec<_> =
            kept.map(|(key, value)| if value.is_empty() { key.into() } else { format!("{key}={value}") }).collect();
        parts.extend(self.moment.map(|moment| format!("{MOMENT}={}", write_moment(moment))));
        parts.extend(self.speed.map(|speed| format!("{SPEED}={}", speed.times())));
        parts.join("&")
    }
}

fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")))
}

/// Keeps the address at the place, a few times a second at most. The place that came last is always written.
pub fn follow(place: Signal<Place>) {
    let writing = move || {
        let own_path = document::path();
        coalesced(PAUSE, move || {
            // The page may have been left meanwhile, or still stand while the next one, at its own address, loads.
            if let Some(place) = place.try_get_untracked().filter(|_| document::path() == own_path) {
                replace(place);
            }
        })
    };
    let mut write = None;
    in_browser(move || {
        place.track();
        // The address that the page was opened with stays until something happens.
        match &write {
            None => write = Some(writing()),
            Some(write) => write(),
        }
    });
}

fn replace(place: Place) {
    let location = window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    let query = part(location.search());
    let query = place.write(query.trim_start_matches('?'));
    let address = format!("{}?{query}{}", part(location.pathname()), part(location.hash()));
    document::replace_address(&address);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(moment: Option<i64>, speed: Option<u32>) -> Place {
        Place { moment, speed: speed.and_then(Speed::new) }
    }

    #[test]
    fn a_place_is_read_from_an_address() {
        let check = |query, moment, speed| assert_eq!(Place::read(query), place(moment, speed), "{query}");
        check("", None, None);
        check("at=2025-09-01T02:14:07Z&speed=60", Some(1_756_692_847_000), Some(60));
        check("sort=score&at=2025-09-01T02%3A14%3A07Z", Some(1_756_692_847_000), None);
        check("at=yesterday&speed=4000", None, None);
        check("speed=-1&at", None, None);
    }

    #[test]
    fn whatever_else_an_address_says_stays() {
        let here = place(Some(1_756_692_847_000), Some(60));
        let check = |place: Place, before, after| assert_eq!(place.write(before), after);
        check(here, "", "at=2025-09-01T02:14:07Z&speed=60");
        check(here, "at=x&status=critical&table&speed=1", "status=critical&table&at=2025-09-01T02:14:07Z&speed=60");
        check(place(None, None), "at=x&speed=1", "");
    }

    #[test]
    fn a_written_place_is_read_back_to_the_millisecond() {
        for moment in [1_756_692_847_000, 1_756_692_847_500, 1_756_692_847_007] {
            let here = place(Some(moment), Some(600));
            assert_eq!(Place::read(&here.write("q=a")), here);
        }
    }
}
