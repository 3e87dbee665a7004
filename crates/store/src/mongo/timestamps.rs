//! Queries for documents by their `timestamp`, which may be a date, a text, or nothing of use.

use model::Timestamp;
use mongodb::bson::{Document, doc};

use super::documents::to_date;

/// Every type that is no date. An array is left out, because its elements are looked at instead.
const OTHER_TYPES: [&str; 18] = [
    "double",
    "string",
    "object",
    "binData",
    "objectId",
    "undefined",
    "bool",
    "regex",
    "dbPointer",
    "javascript",
    "symbol",
    "javascriptWithScope",
    "int",
    "timestamp",
    "long",
    "decimal",
    "minKey",
    "maxKey",
];

/// Documents with a date from `start` (included), if there is one, to `end` (left out).
pub fn dated(start: Option<Timestamp>, end: Timestamp) -> Document {
    let mut range = doc! { "$lt": to_date(end) };
    if let Some(start) = start {
        range.insert("$gte", to_date(start));
    }
    doc! { "timestamp": range }
}

/// Documents with a date up to `end` (included).
pub fn dated_until(end: Timestamp) -> Document {
    doc! { "timestamp": { "$lte": to_date(end) } }
}

/// Documents without a date. Asked for by type, they are found through the index on `timestamp`.
pub fn not_dated() -> Document {
    doc! { "$or": [
        { "timestamp": null },
        { "timestamp": [] },
        { "timestamp": { "$type": OTHER_TYPES.to_vec() } },
    ] }
}
