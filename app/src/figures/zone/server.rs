//! Offsets where pages are rendered.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

/// Minutes to add to UTC in the zone of this name, which must be known.
pub fn offset_at(name: &str, moment: i64) -> Option<i64> {
    let zone: Tz = name.parse().ok()?;
    let utc = DateTime::from_timestamp_millis(moment)?.naive_utc();
    Some(i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc() / 60))
}
