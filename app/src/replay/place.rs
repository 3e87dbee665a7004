//! The moment and the speed in the address, so that a link opens where somebody looked.

use super::clock::Speed;
use crate::{address::parameters, figures::calendar::read_moment};

pub const MOMENT: &str = "at";
pub const SPEED: &str = "speed";

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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::calendar::write_moment;

    #[test]
    fn a_place_is_read_from_an_address() {
        let check = |query, moment, speed: Option<u32>| {
            assert_eq!(Place::read(query), Place { moment, speed: speed.and_then(Speed::new) }, "{query}");
        };
        check("", None, None);
        check("at=2025-09-01T02:14:07Z&speed=60", Some(1_756_692_847_000), Some(60));
        check("sort=score&at=2025-09-01T02%3A14%3A07Z", Some(1_756_692_847_000), None);
        check("at=yesterday&speed=4000", None, None);
        check("speed=-1&at", None, None);
    }

    #[test]
    fn a_written_moment_is_read_back_to_the_millisecond() {
        for moment in [1_756_692_847_000, 1_756_692_847_500, 1_756_692_847_007] {
            assert_eq!(Place::read(&format!("{MOMENT}={}", write_moment(moment))).moment, Some(moment));
        }
    }
}
