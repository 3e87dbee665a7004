//! Moments in wire types, in the one form that the server writes: read and written without chrono, which is slower and
//! which the browser half would have to carry.

use std::{fmt, str};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

use crate::{Timestamp, moment};

/// Reads a moment of a wire type in the form that the server writes, so that the browser half needs no chrono for it.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    WireMoment::deserialize(deserializer).map(|WireMoment(at)| at)
}

/// The same, of a moment that may be left out.
pub fn deserialize_some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(Option::<WireMoment>::deserialize(deserializer)?.map(|WireMoment(at)| at))
}

/// Writes a moment of a wire type, of which there are many, as chrono would.
pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    WireMoment(*at).serialize(serializer)
}

/// The same, of a moment that may be left out.
pub fn serialize_some<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(WireMoment).serialize(serializer)
}

/// A moment in the form that it has in wire types.
struct WireMoment(Timestamp);

impl Serialize for WireMoment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match moment::write_common(self.0) {
            Some((text, length)) => serializer.serialize_str(str::from_utf8(&text[..length]).unwrap_or_default()),
            None => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for WireMoment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = WireMoment;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a moment such as 2025-09-01T10:30:00Z")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<WireMoment, E> {
                moment::read_common(text.as_bytes())
                    .map(WireMoment)
                    .ok_or_else(|| E::custom("not a moment such as 2025-09-01T10:30:00Z"))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wire_type_reads_what_the_server_writes() {
        let read = |text: &str| deserialize(&mut serde_json::Deserializer::from_str(text));
        let at = Timestamp::from_timestamp(1_756_722_600, 123_000_000).unwrap();
        assert_eq!(read(&serde_json::to_string(&at).unwrap()).unwrap(), at);
        assert!(read("\"yesterday\"").is_err() && read("7").is_err());
    }

    fn written(at: Timestamp) -> String {
        serde_json::to_string(&WireMoment(at)).unwrap()
    }

    #[test]
    fn what_is_rarely_written_is_left_to_chrono() {
        for text in
            ["1969-12-31T23:59:59Z", "2100-01-01T00:00:00Z", "2025-09-01T10:30:00.000001Z", "2016-12-31T23:59:60Z"]
        {
            let at = moment::read(text).unwrap();
            assert_eq!(moment::write_common(at), None, "{text}");
            assert_eq!(written(at), serde_json::to_string(&at).unwrap(), "{text}");
        }
    }
}
