//! Counters against guessing, which all servers share.

use model::{Attempts, Timestamp};
use mongodb::bson::{Document, doc};

use super::{
    collections::Collections,
    documents::{self, to_date},
    repeat::{self, repeat},
};
use crate::Result;

pub async fn find(collections: &Collections, key: &str) -> Result<Option<Attempts>> {
    let found = repeat(|| collections.attempts.find_one(doc! { "_id": key })).await?;
    found.as_ref().map(read).transpose()
}

fn read(document: &Document) -> Result<Attempts> {
    Ok(Attempts {
        count: u32::try_from(documents::number(document, "count")?).unwrap_or(u32::MAX),
        since: documents::moment(document, "since")?,
        last: documents::moment(document, "last")?,
    })
}

fn fields(attempts: Attempts) -> Document {
    doc! { "count": i64::from(attempts.count), "since": to_date(attempts.since), "last": to_date(attempts.last) }
}

pub async fn swap(
    collections: &Collections,
    key: &str,
    seen: Option<Attempts>,
    new: Attempts,
    forget_at: Timestamp,
) -> Result<bool> {
    let mut new = fields(new);
    new.insert("forget_at", to_date(forget_at));
    match seen {
        None => {
            new.insert("_id", key);
            repeat::insert_new(&collections.attempts, &new).await
        }
        Some(seen) => {
            let mut as_seen = fields(seen);
            as_seen.insert("_id", key);
            let change = doc! { "$set": new };
            let outcome = repeat(|| collections.attempts.update_one(as_seen.clone(), change.clone())).await?;
            Ok(outcome.matched_count == 1)
        }
    }
}

pub async fn forget(collections: &Collections, key: &str) -> Result<()> {
    repeat(|| collections.attempts.delete_one(doc! { "_id": key })).await.map(drop)
}

/// Drops the counters that are forgotten by now.
pub async fn sweep(collections: &Collections, now: Timestamp) -> Result<()> {
    let forgotten = doc! { "forget_at": { "$lte": to_date(now) } };
    repeat(|| collections.attempts.delete_many(forgotten.clone())).await.map(drop)
}
