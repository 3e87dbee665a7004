//! Reads the fields of Vedetta's own documents.

use model::{Timestamp, UnknownWord};
use mongodb::bson::{Bson, DateTime, Document, deserialize_from_bson, oid::ObjectId, serialize_to_bson};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Result, StoreError};

pub fn text(document: &Document, field: &str) -> Result<String> {
    document.get_str(field).map(str::to_owned).map_err(|error| unreadable(document, field, &error.to_string()))
}

pub fn optional_text(document: &Document, field: &str) -> Option<String> {
    document.get_str(field).ok().map(str::to_owned)
}

pub fn flag(document: &Document, field: &str) -> Result<bool> {
    document.get_bool(field).map_err(|error| unreadable(document, field, &error.to_string()))
}

pub fn number(document: &Document, field: &str) -> Result<i64> {
    match document.get(field) {
        Some(Bson::Int64(number)) => Ok(*number),
        Some(Bson::Int32(number)) => Ok(i64::from(*number)),
        _ => Err(unreadable(document, field, "not a whole number")),
    }
}

pub fn moment(document: &Document, field: &str) -> Result<Timestamp> {
    let found = document.get_datetime(field).ok().and_then(|at| from_date(*at));
    found.ok_or_else(|| unreadable(document, field, "not a moment"))
}

pub fn optional_moment(document: &Document, field: &str) -> Result<Option<Timestamp>> {
    match document.get(field) {
        None | Some(Bson::Null) => Ok(None),
        Some(_) => moment(document, field).map(Some),
    }
}

pub fn object_id(document: &Document, field: &str) -> Result<ObjectId> {
    document.get_object_id(field).map_err(|error| unreadable(document, field, &error.to_string()))
}

/// A part that is a document of its own.
pub fn part<T: DeserializeOwned>(document: &Document, field: &str) -> Result<T> {
    let part = document.get(field).cloned().unwrap_or(Bson::Null);
    deserialize_from_bson(part).map_err(|error| unreadable(document, field, &error.to_string()))
}

/// What [`part`] reads.
pub fn to_part<T: Serialize>(value: &T) -> Result<Bson> {
    serialize_to_bson(value).map_err(|error| StoreError::Invalid(error.to_string()))
}

/// A member of a closed list.
pub fn word<T>(
    document: &Document,
    field: &str,
    from_word: impl FnOnce(&str) -> std::result::Result<T, UnknownWord>,
) -> Result<T> {
    from_word(&text(document, field)?).map_err(|unknown| unreadable(document, field, &unknown.to_string()))
}

/// A text with rules of its own.
pub fn parsed<T, E: std::fmt::Display>(
    document: &Document,
    field: &str,
    parse: impl FnOnce(String) -> std::result::Result<T, E>,
) -> Result<T> {
    parse(text(document, field)?).map_err(|error| unreadable(document, field, &error.to_string()))
}

pub fn to_date(at: Timestamp) -> DateTime {
    DateTime::from_millis(at.timestamp_millis())
}

pub fn from_date(at: DateTime) -> Option<Timestamp> {
    Timestamp::from_timestamp_millis(at.timestamp_millis())
}

fn unreadable(document: &Document, field: &str, fault: &str) -> StoreError {
    let id = document.get("_id").map(Bson::to_string).unwrap_or_default();
    StoreError::Damaged(format!("field {field} of document {id} cannot be read: {fault}"))
}
