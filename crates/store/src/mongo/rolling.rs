//! Makes the roll-ups, in the background. Doing it twice, or by two servers at once, does no harm: each replaces a
//! day's roll-up by what it finds, and those that are not of one make are not used.

use std::collections::HashMap;

use chrono::TimeDelta;
use futures_util::TryStreamExt;
use model::{Timestamp, Window};
use mongodb::{
    Collection,
    bson::{Bson, Document, RawDocumentBuf, doc},
};

use super::{
    closed::{Closed, DAY},
    collections::Collections,
    counting,
    documents::{from_date, to_date},
    proof::{self, Looks, Stamp, Summary},
    repeat, rollups, sample_indexes, server,
};
use crate::Result;

/// Fewer samples are counted in no time.
const WORTH_IT: u64 = 2000;
/// How many days back samples are rolled up.
const MAX_DAYS: i64 = 3 * 366;
/// How long after its end a day may still be written.
const SETTLES_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Makes the roll-ups that are missing, or no longer right, unless they would not be right for long.
pub async fn refresh(collections: &Collections, looks: &mut Looks) -> Result<()> {
    let metrics = &collections.metrics;
    if metrics.estimated_document_count().await? < WORTH_IT || !sample_indexes::can_speak(metrics).await? {
        return Ok(());
    }
    let Some(now) = server::time(metrics).await? else { return Ok(()) };
    // What came in just before midnight may still be on its way.
    let (Some(stamp), Some(range)) = (Stamp::of(metrics).await?, range(now - SETTLES_AFTER)) else { return Ok(()) };
    let is_steady = looks.is_steady(&stamp);
    if !is_steady || proof::find(&collections.rollups, metrics).await?.is_some_and(|known| known.range == range) {
        return Ok(());
    }
    roll(collections, range, stamp).await
}

/// The days that are over, as far back as samples are rolled up.
fn range(now: Timestamp) -> Option<Window> {
    let today = rollups::day_of(now);
    let moment = Timestamp::from_timestamp_millis;
    Window::new(moment(today - MAX_DAYS * DAY)?, moment(today)?)
}

async fn roll(collections: &Collections, range: Window, stamp: Stamp) -> Result<()> {
    let (metrics, rollups) = (&collections.metrics, &collections.rollups);
    let known = known_days(rollups, &stamp).await?;
    let mut summary = Summary { stamp, range, documents: 0, days: Vec::new() };
    let mut after = range.start;
    while let Some(day) = next_day(metrics, after, range.end).await? {
        let Window { start, end } = day.window();
        let count = counting::count(metrics, doc! { "timestamp": day.range() }, Some(doc! { "timestamp": 1 })).await?;
        if known.get(&start) == Some(&count) {
            summary.documents += count;
        } else {
            let Some(made) = rollups::make(metrics, day, &summary.stamp).await? else { return Ok(()) };
            // What came in since it was counted may be missing, and then the proof must fail.
            summary.documents += made.documents;
            rollups.replace_one(doc! { "_id": to_date(start) }, made.document).upsert(true).await?;
        }
        summary.days.push(start);
        after = end;
    }
    if Stamp::of(metrics).await?.as_ref() != Some(&summary.stamp) {
        // Something was changed meanwhile, or was still on its way when the stamp was taken.
        return Ok(());
    }
    let days: Vec<_> = summary.days.iter().copied().map(to_date).collect();
    rollups.delete_many(doc! { "_id": { "$nin": days, "$type": "date" } }).await?;
    rollups.replace_one(doc! { "_id": proof::SUMMARY }, summary.to_document()).upsert(true).await?;
    tracing::debug!(days = summary.days.len(), documents = summary.documents, "samples are rolled up");
    Ok(())
}

/// The next day that holds any sample.
async fn next_day(metrics: &Collection<RawDocumentBuf>, after: Timestamp, until: Timestamp) -> Result<Option<Closed>> {
    let query = doc! { "timestamp": { "$gte": to_date(after), "$lt": to_date(until) } };
    let find = metrics.find_one(query).sort(doc! { "timestamp": 1 }).projection(doc! { "_id": 0, "timestamp": 1 });
    let next = find.max_time(repeat::SCAN_LIMIT).await?;
    let at = next.and_then(|next| from_date(next.get_datetime("timestamp").ok()?));
    Ok(at.and_then(|at| Closed::day(rollups::day_of(at))))
}

/// The days of this very make, and how many documents each was made of.
async fn known_days(rollups: &Collection<Document>, stamp: &Stamp) -> Result<HashMap<Timestamp, u64>> {
    let same = doc! { "stamp": stamp.to_bson(), "_id": { "$type": "date" } };
    let found: Vec<Document> = rollups.find(same).projection(doc! { "documents": 1 }).await?.try_collect().await?;
    let day =
        |day: &Document| Some((rollups::day_in(day)?, day.get("documents").and_then(Bson::as_i64)?.unsigned_abs()));
    Ok(found.iter().filter_map(day).collect())
}
