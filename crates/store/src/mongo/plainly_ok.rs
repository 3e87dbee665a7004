//! Samples that are plainly ok, summed up by the server: of these, a score needs only how many there are and how far they
//! reach, and they are nearly all. Every condition costs the server time for each document, so there are only two; what
//! else may be wrong with a document shows in the sums, and such documents are read as they stand.

use futures_util::TryStreamExt;
use model::{AssetId, SampleStatus, Window};
use mongodb::{
    Collection,
    bson::{Bson, Document, RawDocumentBuf, doc},
    error::Result as DriverResult,
    options::Collation,
};

use super::{
    documents::{self, from_date},
    repeat,
    tally::Tally,
    timestamps,
};

/// A date of the window, and a status that is one of the words for it in one of the three ways to write it.
pub fn query(window: Window) -> Document {
    with_status(window, "$in")
}

/// A date of the window, and any other status.
pub fn not(window: Window) -> Document {
    with_status(window, "$nin")
}

fn with_status(window: Window, condition: &str) -> Document {
    let mut query = timestamps::dated(Some(window.start), window.end);
    query.insert("status", doc! { condition: spellings() });
    query
}

fn spellings() -> Vec<Bson> {
    let capitalised = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    };
    let spellings = |word: &&str| [(*word).to_owned(), word.to_uppercase(), capitalised(word)];
    SampleStatus::Ok.words().iter().flat_map(spellings).map(Bson::from).collect()
}

/// Texts compare as they are written, whatever the collection's own rule is.
pub fn as_written() -> Collation {
    Collation::builder().locale("simple").build()
}

/// Adds the sums of the services that are asked for to a tally; gives the ids whose documents have to be looked at.
pub async fn add_sums(
    tally: &mut Tally<'_>,
    metrics: &Collection<RawDocumentBuf>,
    window: Window,
) -> DriverResult<Vec<Bson>> {
    let sums = [
        doc! { "$match": query(window) },
        doc! { "$group": {
            "_id": "$service_id",
            "count": { "$sum": 1 },
            "first": { "$min": "$timestamp" },
            "last": { "$max": "$timestamp" },
            "word": { "$max": "$status" },
        } },
    ];
    let sums = metrics.aggregate(sums).collation(as_written()).allow_disk_use(true).max_time(repeat::SCAN_LIMIT);
    let found: Vec<Document> = sums.await?.try_collect().await?;
    Ok(found.into_iter().filter_map(|mut sum| if add_sum(tally, &sum) { None } else { sum.remove("_id") }).collect())
}

/// False where something is no date, text or id. A list matches when one of its elements does; one among the dates comes
/// before them all, one among the words after them all.
fn add_sum(tally: &mut Tally<'_>, sum: &Document) -> bool {
    let moment = |field| from_date(*sum.get_datetime(field).ok()?);
    let (Ok(service), Ok(_), Ok(count)) = (sum.get_str("_id"), sum.get_str("word"), documents::number(sum, "count"))
    else {
        return false;
    };
    let (Some(first), Some(last), Ok(_)) = (moment("first"), moment("last"), AssetId::new(service)) else {
        return false;
    };
    if tally.asks_for(service) {
        tally.service(service).add_many(SampleStatus::Ok, count.unsigned_abs(), first, last);
    }
    true
}
