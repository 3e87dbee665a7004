//! Samples that are plainly ok, summed up by the server: of these, a score needs only how many there are and how far they
//! reach, and they are nearly all. What is plainly ok is told here; whatever else a document may say is read as it stands.

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

/// What makes a document plainly ok: an id that is a text, a date of the window, and one of the words for it in one of
/// the three ways to write it, the number 1 or true.
pub struct PlainlyOk<'a> {
    pub window: Window,
    pub only: Option<&'a [AssetId]>,
}

impl PlainlyOk<'_> {
    pub fn query(&self) -> Document {
        // A list matches when one of its elements does, and a decimal may be written as "1.0".
        let is_text = doc! { "service_id": { "$type": "string", "$not": { "$type": "array" }, "$gt": "" } };
        let is_ok = doc! { "status": { "$in": ok_values(), "$not": { "$type": ["array", "decimal"] } } };
        let is_date = doc! { "timestamp": { "$not": { "$type": "array" } } };
        let in_window = timestamps::dated(Some(self.window.start), self.window.end);
        let mut all = vec![in_window, is_date, is_ok, is_text];
        if let Some(only) = self.only {
            let only: Vec<_> = only.iter().map(AssetId::as_str).collect();
            all.push(doc! { "service_id": { "$in": only } });
        }
        doc! { "$and": all }
    }

    /// Adds them to a tally; gives the ids that are none, whose documents have to be looked at.
    pub async fn add_to(
        &self,
        tally: &mut Tally<'_>,
        metrics: &Collection<RawDocumentBuf>,
    ) -> DriverResult<Vec<String>> {
        let sums = [
            doc! { "$match": self.query() },
            doc! { "$group": {
                "_id": "$service_id",
                "count": { "$sum": 1 },
                "first": { "$min": "$timestamp" },
                "last": { "$max": "$timestamp" },
            } },
        ];
        let sums = metrics.aggregate(sums).collation(as_written()).allow_disk_use(true).max_time(repeat::SCAN_LIMIT);
        let found: Vec<Document> = sums.await?.try_collect().await?;
        let mut odd = Vec::new();
        for sum in &found {
            let Ok(service) = sum.get_str("_id") else { continue };
            let moment = |field| from_date(*sum.get_datetime(field).ok()?);
            match (AssetId::new(service), documents::number(sum, "count"), moment("first"), moment("last")) {
                (Ok(_), Ok(count), Some(first), Some(last)) => {
                    tally.service(service).add_many(SampleStatus::Ok, count.unsigned_abs(), first, last);
                }
                _ => odd.push(service.to_owned()),
            }
        }
        Ok(odd)
    }
}

/// Texts compare as they are written, whatever the collection's own rule is.
fn as_written() -> Collation {
    Collation::builder().locale("simple").build()
}

fn ok_values() -> Vec<Bson> {
    let capitalised = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    };
    let spellings = |word: &&str| [(*word).to_owned(), word.to_uppercase(), capitalised(word)];
    let words = SampleStatus::Ok.words().iter().flat_map(spellings).map(Bson::from);
    words.chain([1.into(), true.into()]).collect()
}
