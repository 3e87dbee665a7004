//! The content of reports, in parts that no limit on documents or transactions stands in the way of. Each writing of
//! a content is a batch with an id of its own, which the report's head names: what no head names is nobody's.

use std::time::{Duration, SystemTime};

use model::ReportId;
use mongodb::{
    bson::{Binary, doc, oid::ObjectId, spec::BinarySubtype},
    options::Hint,
};

use super::{
    collections::Collections,
    repeat::{self, repeat, repeat_bulk},
};
use crate::{Result, StoreError};

/// How much of a content makes a part; a document may have 16 MB.
const PART: usize = 4 << 20;
/// How long a batch may wait for its head. The ids of batches tell their age by the clocks of our servers.
const WAIT_FOR_HEAD: Duration = Duration::from_secs(24 * 3600);
/// How many batches are looked at together when sweeping.
const SWEPT_AT_ONCE: i64 = 1000;

/// Writes a content; nobody can read it until a head names the batch.
pub async fn write(collections: &Collections, content: &[u8]) -> Result<ObjectId> {
    let batch = ObjectId::new();
    let parts = content.chunks(PART).zip(0_i64..).map(|(part, number)| {
        let content = Binary { subtype: BinarySubtype::Generic, bytes: part.to_vec() };
        doc! { "batch": batch, "number": number, "content": content }
    });
    repeat::within(repeat::BULK_LIMIT, async {
        for part in parts {
            repeat::insert_new(&collections.report_parts, &part).await?;
        }
        Ok(batch)
    })
    .await
}

/// The content of a batch, if all of it is there.
pub async fn read(collections: &Collections, batch: ObjectId, size: usize) -> Result<Option<Vec<u8>>> {
    let content = repeat_bulk(|| async {
        let find = collections.report_parts.find(doc! { "batch": batch }).sort(doc! { "number": 1 });
        let mut parts = find.max_time(repeat::BULK_LIMIT).await?;
        let mut content = Vec::new();
        while parts.advance().await? {
            if let Ok(part) = parts.current().get_binary("content") {
                content.extend_from_slice(part.bytes);
            }
        }
        Ok(content)
    })
    .await?;
    Ok((content.len() == size).then_some(content))
}

/// Says that a report has a head but not all of its content, which only somebody else can have brought about.
pub fn incomplete(id: &ReportId) -> StoreError {
    StoreError::Damaged(format!("parts of report {id} are missing in the database"))
}

/// Removes a content that no head names; what cannot be removed now is swept later.
pub async fn clear(collections: &Collections, batch: ObjectId) {
    if let Err(error) = repeat(|| collections.report_parts.delete_many(doc! { "batch": batch })).await {
        tracing::debug!(%error, "parts of a report stay until the next sweep");
    }
}

/// Removes the contents that have been waiting for their heads for too long.
pub async fn sweep(collections: &Collections) -> Result<()> {
    let mut after = ObjectId::from_bytes([0; 12]);
    loop {
        let batches = old_batches(collections, after).await?;
        let Some(last) = batches.last() else { return Ok(()) };
        after = *last;
        let named = doc! { "batch": { "$in": &batches } };
        let named = repeat(|| collections.reports.distinct("batch", named.clone())).await?;
        for batch in batches.into_iter().filter(|batch| !named.contains(&(*batch).into())) {
            clear(collections, batch).await;
        }
    }
}

/// The next batches that are old enough, in order of their ids.
async fn old_batches(collections: &Collections, after: ObjectId) -> Result<Vec<ObjectId>> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = u32::try_from(now.saturating_sub(WAIT_FOR_HEAD).as_secs()).unwrap_or(u32::MAX);
    let mut before = [0; 12];
    before[..4].copy_from_slice(&seconds.to_be_bytes());
    let old = doc! { "batch": { "$gt": after, "$lt": ObjectId::from_bytes(before) }, "number": 0_i64 };
    let order = doc! { "batch": 1, "number": 1 };
    // Only the index is read, not the contents.
    let found = repeat::all(|| {
        let find = collections.report_parts.find(old.clone()).sort(order.clone()).hint(Hint::Keys(order.clone()));
        find.projection(doc! { "_id": 0, "batch": 1 }).limit(SWEPT_AT_ONCE)
    })
    .await?;
    Ok(found.iter().filter_map(|part| part.get_object_id("batch").ok()).collect())
}
