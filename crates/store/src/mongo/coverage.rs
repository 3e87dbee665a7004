//! What stretch of time a collection of others covers, and whom it names.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DurationRound;
use futures_util::TryStreamExt;
use model::{AssetId, Timestamp, moment};
use mongodb::{
    Collection,
    bson::{Document, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{foreign, repeat, timestamps};
use crate::HourCount;

/// How many documents are looked at, from the newest backwards, before all of them are.
const GLANCE: i64 = 1000;

/// The moment that a document tells of, unless it cannot be read.
pub type Moment = fn(&RawDocument) -> Option<Timestamp>;

/// The newest moment of all, within the bounds of what may be ingested: one document of another program that says
/// 9999 must not stand for the latest day.
pub async fn newest(collection: &Collection<RawDocumentBuf>, moment_of: Moment) -> DriverResult<Option<Timestamp>> {
    let dated = timestamps::dated(Some(Timestamp::UNIX_EPOCH), moment::plausible_end());
    let find = collection.find(dated.clone()).sort(doc! { "timestamp": -1 }).limit(GLANCE);
    let mut found = find.max_time(repeat::SCAN_LIMIT).await?;
    let (mut seen, mut newest) = (0, None);
    while newest.is_none() && found.advance().await? {
        seen += 1;
        newest = moment_of(found.current());
    }
    let mut queries = vec![timestamps::not_dated()];
    if newest.is_none() && seen == GLANCE {
        queries.push(dated);
    }
    for query in queries {
        let mut found = collection.find(query).batch_size(repeat::SCAN_BATCH).max_time(repeat::SCAN_LIMIT).await?;
        while found.advance().await? {
            newest = newest.max(moment_of(found.current()).filter(|at| moment::is_plausible(*at)));
        }
    }
    Ok(newest)
}

/// The hours that hold documents, by looking at every one.
pub async fn hours(collection: &Collection<RawDocumentBuf>, moment: Moment) -> DriverResult<Hours> {
    let mut hours = Hours::default();
    hours.add_found(collection, doc! {}, moment).await?;
    Ok(hours)
}

/// Counts by hour.
#[derive(Default)]
pub struct Hours(BTreeMap<Timestamp, HourCount>);

impl Hours {
    /// Adds what a query finds.
    pub async fn add_found(
        &mut self,
        collection: &Collection<RawDocumentBuf>,
        query: Document,
        moment: Moment,
    ) -> DriverResult<()> {
        let fields = doc! { "timestamp": 1, "service_id": 1, "asset_id": 1, "status": 1 };
        let mut found = collection
            .find(query)
            .projection(fields)
            .batch_size(repeat::SCAN_BATCH)
            .max_time(repeat::SCAN_LIMIT)
            .await?;
        while found.advance().await? {
            if let Some(at) = moment(found.current()) {
                self.add(at, at, 1);
            }
        }
        Ok(())
    }

    /// Adds so many from the first to the last moment of an hour that holds any of them.
    pub fn add(&mut self, first: Timestamp, last: Timestamp, count: u64) {
        if let Ok(hour) = first.duration_trunc(chrono::TimeDelta::hours(1))
            && count > 0
        {
            let found = self.0.entry(hour).or_insert(HourCount { hour, count: 0, first, last });
            found.count += count;
            (found.first, found.last) = (found.first.min(first), found.last.max(last));
        }
    }

    pub fn finish(self) -> Vec<HourCount> {
        self.0.into_values().collect()
    }
}

/// The ids that documents name in a field: through an index on it, one hop each.
pub async fn ids(collection: &Collection<RawDocumentBuf>, field: &str) -> DriverResult<Vec<AssetId>> {
    let each = [doc! { "$group": { "_id": format!("${field}") } }];
    let found: Vec<RawDocumentBuf> =
        collection.aggregate(each).max_time(repeat::SCAN_LIMIT).with_type().await?.try_collect().await?;
    let ids: BTreeSet<_> = found.iter().filter_map(|one| foreign::id(one, &["_id"]).ok()).collect();
    Ok(ids.into_iter().collect())
}
