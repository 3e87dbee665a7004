//! Inserts many documents of which some may be there already.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicBool, Ordering},
};

use mongodb::{
    Collection,
    bson::{RawDocumentBuf, doc, oid::ObjectId},
    error::{Error, ErrorKind, IndexedWriteError, InsertManyError, Result as DriverResult},
    options::ReadConcern,
};

use super::{fault::DUPLICATE_KEY, repeat::repeat_bulk};
use crate::{Result, StoreError};

/// What is known of what was inserted into a collection.
pub struct Overlap {
    /// Nothing is unique in such a collection: what is sent again would be there twice.
    is_time_series: bool,
    /// Whether what came last was partly there already: whoever sends some things again does so each time. Then the server
    /// is asked before anything is inserted in vain, which it counts as a change, so that roll-ups no longer hold.
    was_found: AtomicBool,
}

impl Overlap {
    pub fn new(is_time_series: bool) -> Self {
        Self { is_time_series, was_found: AtomicBool::new(false) }
    }
}

/// Inserts what is not there yet, and gives how many that were. Repeating it does no harm, but what a try
/// whose answer was lost has inserted is not counted.
pub async fn new_ones(
    collection: &Collection<RawDocumentBuf>,
    mut documents: Vec<RawDocumentBuf>,
    overlap: &Overlap,
) -> Result<u64> {
    if overlap.is_time_series {
        let name = collection.name();
        return Err(StoreError::Refused(format!("{name} is a time series, in which a row that is sent twice is two")));
    }
    let all = documents.len();
    if overlap.was_found.load(Ordering::Relaxed) {
        let mut seen = repeat_bulk(|| find(collection, &documents)).await?;
        // Of several alike, the first is left.
        documents.retain(|one| one.get_object_id("_id").map_or(true, |id| seen.insert(id)));
    }
    let new = if documents.is_empty() { 0 } else { insert(collection, &documents).await? };
    overlap.was_found.store(new < all, Ordering::Relaxed);
    Ok(new as u64)
}

/// The ids of those that are there for good: what a lost primary may take along is inserted again, so that the server
/// says whether a majority has it.
async fn find(
    collection: &Collection<RawDocumentBuf>,
    documents: &[RawDocumentBuf],
) -> DriverResult<HashSet<ObjectId>> {
    let ids: Vec<ObjectId> = documents.iter().filter_map(|one| one.get_object_id("_id").ok()).collect();
    let find = collection.find(doc! { "_id": { "$in": ids } }).projection(doc! { "_id": 1 });
    let mut found = find.read_concern(ReadConcern::majority()).await?;
    let mut there = HashSet::new();
    while found.advance().await? {
        there.extend(found.current().get_object_id("_id"));
    }
    Ok(there)
}

async fn insert(collection: &Collection<RawDocumentBuf>, documents: &[RawDocumentBuf]) -> Result<usize> {
    repeat_bulk(|| async {
        match collection.insert_many(documents).ordered(false).await {
            Ok(inserted) => Ok(inserted.inserted_ids.len()),
            Err(error) => match count_duplicates(&error) {
                Some(duplicates) => Ok(documents.len() - duplicates),
                None => Err(error),
            },
        }
    })
    .await
}

/// How many were there already, if that is all that went wrong.
fn count_duplicates(error: &Error) -> Option<usize> {
    let ErrorKind::InsertMany(InsertManyError { write_errors: Some(errors), write_concern_error: None, .. }) =
        error.kind.as_ref()
    else {
        return None;
    };
    errors.iter().all(is_known_row).then_some(errors.len())
}

/// An index of somebody else's that allows no second row may refuse a new one, which is not kept then.
fn is_known_row(error: &IndexedWriteError) -> bool {
    error.code == DUPLICATE_KEY && error.message.contains("index: _id_ ")
}
