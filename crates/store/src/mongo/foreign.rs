//! Reads documents that other programs wrote: ids, moments and words in every form that was met.

use std::{borrow::Cow, iter};

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use model::{AssetId, MAX_NAME, SampleStatus, Timestamp};
use mongodb::bson::{Bson, RawBson, RawBsonRef, RawDocument, oid::ObjectId};

use super::documents::from_date;

/// A field that is there and says something.
pub fn field<'a>(document: &'a RawDocument, name: &str) -> Option<RawBsonRef<'a>> {
    let value = document.get(name).ok().flatten()?;
    let says_nothing = matches!(value, RawBsonRef::Null | RawBsonRef::Undefined | RawBsonRef::String(""));
    (!says_nothing).then_some(value)
}

/// The text of an id, a word or a name: numbers and object ids are written out.
pub fn text(value: RawBsonRef<'_>) -> Option<Cow<'_, str>> {
    Some(match value {
        RawBsonRef::String(text) | RawBsonRef::Symbol(text) => text.into(),
        RawBsonRef::ObjectId(id) => id.to_hex().into(),
        RawBsonRef::Int32(number) => number.to_string().into(),
        RawBsonRef::Int64(number) => number.to_string().into(),
        // 42.0 is written "42".
        RawBsonRef::Double(number) if number.is_finite() => number.to_string().into(),
        RawBsonRef::Decimal128(number) => number.to_string().into(),
        RawBsonRef::Boolean(flag) => flag.to_string().into(),
        _ => return None,
    })
}

/// Every value that is written out as this id. MongoDB compares numbers by value, whatever their type.
pub fn values(id: &AssetId) -> Vec<Bson> {
    let written = id.as_str();
    let other = [
        ObjectId::parse_str(written).ok().map(Bson::from),
        written.parse::<i64>().ok().map(Bson::from),
        written.parse::<f64>().ok().map(Bson::from),
        written.parse::<bool>().ok().map(Bson::from),
    ];
    let is_id = |value: &Bson| {
        RawBson::try_from(value.clone()).is_ok_and(|raw| text(raw.as_raw_bson_ref()).as_deref() == Some(written))
    };
    iter::once(Bson::from(written)).chain(other.into_iter().flatten().filter(is_id)).collect()
}

/// The id out of the first of these fields that says something.
pub fn id(document: &RawDocument, fields: &[&str]) -> Result<AssetId, String> {
    let (name, value) = fields
        .iter()
        .find_map(|name| Some((name, field(document, name)?)))
        .ok_or_else(|| format!("no {}", fields[0]))?;
    let text = text(value).ok_or_else(|| format!("its {name} is neither text nor a number"))?;
    AssetId::new(text).map_err(|fault| format!("its {name} {fault}"))
}

/// A moment that is a date or a text in ISO 8601, of a year that a report can say.
pub fn moment(document: &RawDocument, name: &str) -> Result<Timestamp, String> {
    let at = match field(document, name) {
        None => return Err(format!("no {name}")),
        Some(RawBsonRef::DateTime(at)) => from_date(at),
        Some(RawBsonRef::String(text)) => {
            Some(iso_8601(text).ok_or_else(|| format!("its {name} is {:?}, which is no date", shorten(text)))?)
        }
        Some(_) => return Err(format!("its {name} is neither a date nor a text")),
    };
    at.filter(|at| (0..=9999).contains(&at.year())).ok_or_else(|| format!("its {name} lies in no year from 0 to 9999"))
}

/// A moment as people and programs write it; without a zone it is UTC.
fn iso_8601(text: &str) -> Option<Timestamp> {
    // A leap second is the first one of the next minute, and what is finer than a millisecond is not kept.
    Timestamp::from_timestamp_millis(written_moment(text)?.timestamp_millis())
}

fn written_moment(text: &str) -> Option<Timestamp> {
    // No way to write a moment is longer, and a text of a megabyte is not tried in every way.
    if text.len() > 64 {
        return None;
    }
    let text = text.trim().replacen(' ', "T", 1);
    for format in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y%m%dT%H%M%S%.f%#z"] {
        if let Ok(at) = chrono::DateTime::parse_from_str(&text, format) {
            return Some(at.to_utc());
        }
    }
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(&text);
    for format in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y%m%dT%H%M%S%.f"] {
        if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
            return Some(at.and_utc());
        }
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Some(day.and_time(chrono::NaiveTime::MIN).and_utc())
}

/// A status in any spelling; one that is missing says as little as one that nobody knows.
pub fn status(document: &RawDocument) -> SampleStatus {
    let word = field(document, "status").and_then(text);
    word.map_or(SampleStatus::Unknown, |word| SampleStatus::from_word(word.trim()))
}

/// A whole number that is not negative.
pub fn size(document: &RawDocument, name: &str) -> Option<u64> {
    match field(document, name)? {
        RawBsonRef::Int32(number) => number.try_into().ok(),
        RawBsonRef::Int64(number) => number.try_into().ok(),
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
        RawBsonRef::Double(number) if (0.0..9e18).contains(&number) => Some(number as u64),
        RawBsonRef::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// How a document that cannot be read is named in a report.
pub fn name(document: &RawDocument) -> String {
    let id = document.get("_id").ok().flatten().and_then(text);
    id.map_or_else(|| "a document".into(), |id| shorten(&id))
}

/// A text that a report can show: no longer than a name, without control characters.
pub fn shorten(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect()
}

#[cfg(test)]
mod tests {
    use mongodb::bson::{
        Bson, DateTime, Decimal128, doc, oid::ObjectId, rawdoc, serialize_to_raw_document_buf as to_raw,
    };

    use super::*;

    #[test]
    fn moments_are_read_in_every_spelling() {
        let noon = "2025-09-01T12:00:00Z".parse().ok();
        let milli = "2025-09-01T12:00:00.123Z".parse().ok();
        for (text, expected) in [
            ("2025-09-01T12:00:00Z", noon),
            ("2025-09-01T12:00:00z", noon),
            ("2025-09-01 12:00:00", noon),
            ("2025-09-01T12:00:00", noon),
            ("2025-09-01T12:00", noon),
            ("2025-09-01T12:00Z", noon),
            ("2025-09-01T14:00:00+02:00", noon),
            ("2025-09-01T14:00:00+0200", noon),
            ("2025-09-01T14:00:00+02", noon),
            ("2025-09-01 07:00:00.000-05:00", noon),
            ("20250901T120000Z", noon),
            (" 2025-09-01T12:00:00Z ", noon),
            ("2025-09-01T12:00:00.123Z", milli),
            ("2025-09-01T12:00:00.123", milli),
            ("2025-09-01T12:00:00.1239Z", milli),
            ("2025-09-01T11:59:60Z", noon),
            ("2025-09-01", "2025-09-01T00:00:00Z".parse().ok()),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z".parse().ok()),
            ("yesterday", None),
            ("", None),
            ("1756684800", None),
            ("2025-02-30T00:00:00Z", None),
            ("2025-09-01T25:00:00Z", None),
        ] {
            assert_eq!(iso_8601(text), expected, "{text:?}");
        }
    }

    #[test]
    fn moments_lie_in_the_years_that_a_report_can_say() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let date = |text| Bson::from(DateTime::from_millis(at(text).timestamp_millis()));
        for (value, is_read) in [
            (date("0000-01-01T00:00:00Z"), true),
            (date("9999-12-31T23:59:59.999Z"), true),
            (date("-0001-12-31T23:59:59.999Z"), false),
            (date("+10000-01-01T00:00:00Z"), false),
            (Bson::from(DateTime::MAX), false),
            (Bson::from("9999-12-31T23:59:59Z"), true),
            (Bson::from("9999-12-31T23:59:60Z"), false),
            (Bson::from("-0001-12-31"), false),
        ] {
            let document = to_raw(&doc! { "timestamp": value.clone() }).unwrap();
            let found = moment(&document, "timestamp");
            let fault = "its timestamp lies in no year from 0 to 9999";
            assert_eq!(found.as_ref().err().map(String::as_str), (!is_read).then_some(fault), "{value}");
        }
    }

    #[test]
    fn statuses_are_read_in_every_spelling() {
        use SampleStatus::{Degraded, Failed, Ok, Unknown};
        for (value, expected) in [
            (Bson::from("UP"), Ok),
            (Bson::from(" healthy "), Ok),
            (Bson::from(true), Ok),
            (Bson::from(1_i32), Ok),
            (Bson::from(1_i64), Ok),
            (Bson::from(1.0), Ok),
            (Bson::from("1"), Ok),
            (Bson::from("Warn"), Degraded),
            (Bson::from("Unreachable"), Failed),
            (Bson::from(false), Failed),
            (Bson::from(0_i32), Failed),
            (Bson::from(0_i64), Failed),
            (Bson::from(0.0), Failed),
            (Bson::from(2), Unknown),
            (Bson::from(0.5), Unknown),
            (Bson::from(f64::NAN), Unknown),
            (Bson::from("maintenance"), Unknown),
            (Bson::Null, Unknown),
            (Bson::from(doc! { "code": 1 }), Unknown),
        ] {
            let document = to_raw(&doc! { "status": value.clone() }).unwrap();
            assert_eq!(status(&document), expected, "{value}");
        }
        assert_eq!(status(&rawdoc! {}), Unknown);
    }

    #[test]
    fn ids_are_written_out() {
        let object = ObjectId::parse_str("65f000000000000000000001").unwrap();
        for (value, expected) in [
            (Bson::from("nginx"), Ok("nginx")),
            (Bson::from(42_i32), Ok("42")),
            (Bson::from(42_i64), Ok("42")),
            (Bson::from(42.0), Ok("42")),
            (Bson::from(4.5), Ok("4.5")),
            (Bson::from("7".parse::<Decimal128>().unwrap()), Ok("7")),
            (Bson::from(object), Ok("65f000000000000000000001")),
            (Bson::from(""), Err("no service_id")),
            (Bson::Null, Err("no service_id")),
            (Bson::from("a\0b"), Err("its service_id must not contain control characters")),
            (Bson::from(DateTime::MIN), Err("its service_id is neither text nor a number")),
            (Bson::from(doc! { "$gt": "" }), Err("its service_id is neither text nor a number")),
        ] {
            let document = to_raw(&doc! { "service_id": value.clone() }).unwrap();
            let found = id(&document, &["service_id"]);
            assert_eq!(found.as_ref().map(AssetId::as_str).map_err(String::as_str), expected, "{value}");
        }
    }
}
