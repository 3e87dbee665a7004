//! Samples that are plainly ok, summed up by the server: of these, a score needs only how many there are and how far they
//! reach, and they are nearly all. Every condition and every sum costs the server time for each document, so there are few;
//! what else may be wrong with a document shows in the sums or beside them, and such documents are read as they stand.

use std::collections::HashSet;

use futures_util::TryStreamExt;
use model::{AssetId, SampleStatus, Window};
use mongodb::{
    Collection,
    bson::{Bson, Document, RawBsonRef, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
    options::Collation,
};

use super::{
    documents::{self, from_date, to_date},
    repeat,
    tally::Tally,
    timestamps,
};

/// A date of the window, and a status that is one of the words for it in one of the three ways to write it.
pub fn query(window: Window) -> Document {
    let mut query = timestamps::dated(Some(window.start), window.end);
    query.insert("status", doc! { "$in": spellings() });
    query
}

/// A date of the window, and any other status or a list of some, which may meet the query above as well.
pub fn not(window: Window) -> Document {
    let mut query = timestamps::dated(Some(window.start), window.end);
    query.insert("$or", [doc! { "status": { "$nin": spellings() } }, doc! { "status": { "$type": "array" } }]);
    query
}

/// Whether a document that is not plainly ok is in the sums all the same: a list meets a condition when one of its
/// elements does.
pub fn is_summed(document: &RawDocument, window: Window) -> bool {
    let is_list = |field| matches!(document.get(field), Ok(Some(RawBsonRef::Array(_))));
    if !is_list("status") && !is_list("timestamp") {
        return false;
    }
    let spellings = spellings();
    let is_ok = |value: &RawBsonRef<'_>| match value {
        RawBsonRef::String(word) | RawBsonRef::Symbol(word) => spellings.iter().any(|known| known == word),
        _ => false,
    };
    let (start, end) = (to_date(window.start), to_date(window.end));
    let dates = elements(document, "timestamp");
    // Each condition may be met by another element.
    elements(document, "status").iter().any(is_ok)
        && dates.iter().any(|value| value.as_datetime().is_some_and(|at| at >= start))
        && dates.iter().any(|value| value.as_datetime().is_some_and(|at| at < end))
}

/// What a condition on a field looks at.
fn elements<'a>(document: &'a RawDocument, field: &str) -> Vec<RawBsonRef<'a>> {
    match document.get(field) {
        Ok(Some(RawBsonRef::Array(list))) => list.into_iter().flatten().collect(),
        Ok(Some(value)) => vec![value],
        _ => Vec::new(),
    }
}

fn spellings() -> Vec<String> {
    let capitalised = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    };
    let spellings = |word: &&str| [(*word).to_owned(), word.to_uppercase(), capitalised(word)];
    SampleStatus::Ok.words().iter().flat_map(spellings).collect()
}

/// Texts compare as they are written, whatever the collection's own rule is.
pub fn as_written() -> Collation {
    Collation::builder().locale("simple").build()
}

/// The sums of every id.
pub async fn sums(metrics: &Collection<RawDocumentBuf>, window: Window) -> DriverResult<Vec<Document>> {
    let sums = [
        doc! { "$match": query(window) },
        doc! { "$group": {
            "_id": "$service_id",
            "count": { "$sum": 1 },
            "first": { "$min": "$timestamp" },
            "last": { "$max": "$timestamp" },
        } },
    ];
    let sums = metrics.aggregate(sums).collation(as_written()).allow_disk_use(true).max_time(repeat::SCAN_LIMIT);
    sums.await?.try_collect().await
}

/// Adds the sums of the services that are asked for to a tally; gives the ids whose documents have to be looked at, as
/// those of the services have that are known to be `mixed`.
pub fn add_sums(tally: &mut Tally<'_>, sums: Vec<Document>, mixed: &HashSet<String>) -> Vec<Bson> {
    let is_mixed = |sum: &Document| sum.get_str("_id").is_ok_and(|service| mixed.contains(service));
    let mut add = |sum: &Document| !is_mixed(sum) && add_sum(tally, sum);
    sums.into_iter().filter_map(|mut sum| if add(&sum) { None } else { sum.remove("_id") }).collect()
}

/// False where something is no date, text or id. A list among the dates comes before them all.
fn add_sum(tally: &mut Tally<'_>, sum: &Document) -> bool {
    let moment = |field| from_date(*sum.get_datetime(field).ok()?);
    let (Ok(service), Ok(count)) = (sum.get_str("_id"), documents::number(sum, "count")) else { return false };
    let (Some(first), Some(last), Ok(_)) = (moment("first"), moment("last"), AssetId::new(service)) else {
        return false;
    };
    if tally.asks_for(service) {
        tally.service(service).add_many(SampleStatus::Ok, count.unsigned_abs(), first, last);
    }
    true
}
