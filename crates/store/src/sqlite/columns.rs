//! How moments and words stand in columns: moments as milliseconds since 1970, words as text.

use model::{Timestamp, UnknownWord};
use rusqlite::{
    Error, Result, Row,
    types::{Type, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{HourCount, StoreError};

/// A moment out of a column of milliseconds.
pub fn moment(row: &Row<'_>, column: &str) -> Result<Timestamp> {
    let millis = row.get(column)?;
    Timestamp::from_timestamp_millis(millis).ok_or_else(|| unreadable(row, column, "not a moment"))
}

/// A moment out of milliseconds that a query gave.
pub fn from_millis(millis: i64) -> Result<Timestamp> {
    Timestamp::from_timestamp_millis(millis).ok_or(Error::IntegralValueOutOfRange(0, millis))
}

/// An hour and what it holds, out of columns of these names.
pub fn hour_count(row: &Row<'_>) -> Result<HourCount> {
    Ok(HourCount {
        hour: moment(row, "hour")?,
        count: row.get::<_, i64>("count")?.unsigned_abs(),
        first: moment(row, "first")?,
        last: moment(row, "last")?,
    })
}

/// A moment out of a column that may be empty.
pub fn optional_moment(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>> {
    match row.get::<_, Option<i64>>(column)? {
        Some(_) => moment(row, column).map(Some),
        None => Ok(None),
    }
}

/// A value out of a column of text.
pub fn parsed<T, E: std::fmt::Display>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(String) -> std::result::Result<T, E>,
) -> Result<T> {
    parse(row.get(column)?).map_err(|error| unreadable(row, column, &error.to_string()))
}

/// A value out of a column of text that may be empty.
pub fn optional<T, E: std::fmt::Display>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(String) -> std::result::Result<T, E>,
) -> Result<Option<T>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        _ => parsed(row, column, parse).map(Some),
    }
}

/// A value out of a column of JSON.
pub fn json<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> Result<T> {
    parsed(row, column, |text: String| serde_json::from_str(&text))
}

/// How many bytes a column of text holds.
pub fn length(row: &Row<'_>, column: &str) -> Result<usize> {
    Ok(row.get_ref(column)?.as_bytes()?.len())
}

/// A value as it stands in a column of JSON.
pub fn to_json(value: &impl Serialize) -> std::result::Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Invalid(error.to_string()))
}

/// A member of a closed list out of a column of text.
pub fn word<T>(
    row: &Row<'_>,
    column: &str,
    from_word: impl FnOnce(&str) -> std::result::Result<T, UnknownWord>,
) -> Result<T> {
    let word: String = row.get(column)?;
    from_word(&word).map_err(|unknown| unreadable(row, column, &unknown.to_string()))
}

/// A column holds what this program never wrote.
pub fn unreadable(row: &Row<'_>, column: &str, fault: &str) -> Error {
    let index = row.as_ref().column_index(column).unwrap_or_default();
    Error::FromSqlConversionFailure(index, Type::Null, format!("column {column}: {fault}").into())
}
