//! Moments as the API writes and takes them, of which this program knows the milliseconds since 1970.

use anyhow::{Context, Result};
use bson::DateTime;

pub fn rfc3339(at_ms: i64) -> String {
    DateTime::from_millis(at_ms).try_to_rfc3339_string().expect("years have four digits")
}

pub fn milliseconds_since_1970(text: &str) -> Result<i64> {
    let moment = DateTime::parse_rfc3339_str(text).with_context(|| format!("{text:?} is no moment"))?;
    Ok(moment.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_and_read() {
        for (text, at_ms) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2025-01-01T01:02:03.5Z", 1_735_693_323_500),
            ("2025-01-07T23:59:59.999Z", 1_736_294_399_999),
        ] {
            assert_eq!((rfc3339(at_ms).as_str(), milliseconds_since_1970(text).unwrap()), (text, at_ms));
        }
        assert_eq!(
            milliseconds_since_1970("2025-01-01T00:00:00.000Z").unwrap(),
            milliseconds_since_1970("2025-01-01T00:00:00Z").unwrap()
        );
        assert!(milliseconds_since_1970("yesterday").is_err());
    }
}
