//! Whether roll-ups still speak for the samples. Nothing may have been changed or removed since they were made, which
//! the storage engine's own counters tell; and of what was added, nothing may lie where they speak, which the number
//! of all documents tells, less those counted outside.

use model::{Timestamp, Window};
use mongodb::{
    Collection,
    bson::{Bson, Document, RawBsonRef, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
    options::{ReadPreference, SelectionCriteria},
};

use super::{
    counting,
    documents::{self, from_date, to_date},
    repeat, server, timestamps,
};

/// The counters of what is done to documents that are there.
const CHANGES: [&str; 4] = ["modify", "remove calls", "truncate calls", "update calls"];
/// How often the counts are compared, when documents come in meanwhile.
const TRIES: u32 = 3;

/// How the collection stood when something was made of it, in the words of one run of the server.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp(String);

impl Stamp {
    /// Nothing where the server does not tell.
    pub async fn of(metrics: &Collection<RawDocumentBuf>) -> DriverResult<Option<Self>> {
        let primary = SelectionCriteria::ReadPreference(ReadPreference::Primary);
        if metrics.selection_criteria().is_some_and(|criteria| *criteria != primary) {
            // Each answer may come from another server, and their counters have nothing to do with each other.
            return Ok(None);
        }
        let hello = server::ask(metrics, doc! { "hello": 1 }, repeat::REQUEST_LIMIT);
        let stats = server::ask(metrics, doc! { "collStats": metrics.name() }, repeat::REQUEST_LIMIT);
        let (hello, stats) = tokio::join!(hello, stats);
        Ok(Self::from_answers(&hello?, &stats?))
    }

    fn from_answers(hello: &Document, stats: &Document) -> Option<Self> {
        let process = hello.get_document("topologyVersion").ok()?.get_object_id("processId").ok()?;
        let engine = stats.get_document("wiredTiger").ok()?;
        let cursor = engine.get_document("cursor").ok()?;
        let changes = CHANGES.map(|counter| cursor.get(counter).map(Bson::to_string));
        let changes: Option<Vec<_>> = changes.into_iter().collect();
        // A collection that was dropped and made again has another file.
        let file = engine.get_str("uri").ok()?;
        // A document may be replaced as a whole by an insertion in its place, which makes no document more.
        let insertions = documents::number(cursor, "insert calls").ok()?;
        let replaced = insertions - documents::number(stats, "count").ok()?;
        Some(Self(format!("{process} {file} {} {replaced}", changes?.join(" "))))
    }

    pub fn to_bson(&self) -> Bson {
        self.0.as_str().into()
    }

    /// Whether a document carries this stamp.
    pub fn is_in(&self, document: &RawDocument) -> bool {
        matches!(document.get("stamp"), Ok(Some(RawBsonRef::String(stamp))) if stamp == self.0)
    }
}

/// The stamps of one look after the other. Where documents are changed or removed all the time, as they are by a limit of
/// age, roll-ups would no longer hold when they are done: they wait until nothing was changed from one look to the next.
#[derive(Default)]
pub struct Looks(Option<Stamp>);

impl Looks {
    /// Whether nothing was changed since the look before; of the first one, nobody can say otherwise.
    pub fn is_steady(&mut self, stamp: &Stamp) -> bool {
        let before = self.0.replace(stamp.clone());
        before.is_none_or(|before| before == *stamp)
    }
}

/// What all roll-ups together say: that a stretch of time holds so many documents, all of them in these days.
pub struct Summary {
    pub stamp: Stamp,
    pub range: Window,
    pub documents: u64,
    pub days: Vec<Timestamp>,
}

/// Where it is kept, beside the days.
pub const SUMMARY: &str = "summary";

impl Summary {
    pub async fn find(rollups: &Collection<Document>) -> DriverResult<Option<Self>> {
        let found = rollups.find_one(doc! { "_id": SUMMARY }).await?;
        Ok(found.as_ref().and_then(Self::read))
    }

    fn read(document: &Document) -> Option<Self> {
        let moment = |field| from_date(*document.get_datetime(field).ok()?);
        let day = |day: &Bson| from_date(*day.as_datetime()?);
        Some(Self {
            stamp: Stamp(document.get_str("stamp").ok()?.to_owned()),
            range: Window::new(moment("from")?, moment("until")?)?,
            documents: document.get_i64("documents").ok()?.unsigned_abs(),
            days: document.get_array("days").ok()?.iter().map(day).collect::<Option<_>>()?,
        })
    }

    pub fn to_document(&self) -> Document {
        doc! {
            "_id": SUMMARY,
            "stamp": self.stamp.to_bson(),
            "from": to_date(self.range.start),
            "until": to_date(self.range.end),
            "documents": i64::try_from(self.documents).unwrap_or(i64::MAX),
            "days": self.days.iter().copied().map(to_date).collect::<Vec<_>>(),
        }
    }

    /// Whether the collection is still as it says.
    pub async fn holds(&self, metrics: &Collection<RawDocumentBuf>) -> DriverResult<bool> {
        if Stamp::of(metrics).await?.as_ref() != Some(&self.stamp) {
            return Ok(false);
        }
        for _ in 0..TRIES {
            let before = metrics.estimated_document_count().await?;
            let outside = self.count_outside(metrics).await?;
            if metrics.estimated_document_count().await? == before {
                return Ok(self.documents + outside == before);
            }
        }
        Ok(false)
    }

    async fn count_outside(&self, metrics: &Collection<RawDocumentBuf>) -> DriverResult<u64> {
        let by_time = Some(doc! { "timestamp": 1 });
        let earlier = doc! { "timestamp": { "$lt": to_date(self.range.start) } };
        let later = doc! { "timestamp": { "$gte": to_date(self.range.end) } };
        let (earlier, later, undated) = tokio::join!(
            counting::count(metrics, earlier, by_time.clone()),
            counting::count(metrics, later, by_time),
            counting::count(metrics, timestamps::not_dated(), None),
        );
        Ok(earlier? + later? + undated?)
    }
}

/// The roll-ups' word for now, if it holds.
pub async fn find(
    rollups: &Collection<Document>,
    metrics: &Collection<RawDocumentBuf>,
) -> DriverResult<Option<Summary>> {
    let Some(summary) = Summary::find(rollups).await? else { return Ok(None) };
    Ok(summary.holds(metrics).await?.then_some(summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_steady_that_has_changed_since_the_look_before() {
        let mut looks = Looks::default();
        let steady = ["a", "a", "b", "c", "c"].map(|stamp| looks.is_steady(&Stamp(stamp.into())));
        assert_eq!(steady, [true, true, false, false, true]);
    }
}
