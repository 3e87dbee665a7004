//! Inserts many documents of which some may be there already.

use mongodb::{
    Collection,
    bson::RawDocumentBuf,
    error::{Error, ErrorKind, InsertManyError},
};

use super::{fault::DUPLICATE_KEY, repeat::repeat_bulk};
use crate::Result;

/// Inserts what is not there yet, and gives how many that were. Repeating it does no harm, but what a try
/// whose answer was lost has inserted is not counted.
pub async fn new_ones(collection: &Collection<RawDocumentBuf>, documents: Vec<RawDocumentBuf>) -> Result<u64> {
    if documents.is_empty() {
        return Ok(0);
    }
    repeat_bulk(|| async {
        match collection.insert_many(&documents).ordered(false).await {
            Ok(inserted) => Ok(inserted.inserted_ids.len() as u64),
            Err(error) => match count_duplicates(&error) {
                Some(duplicates) => Ok((documents.len() - duplicates) as u64),
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
    errors.iter().all(|error| error.code == DUPLICATE_KEY).then_some(errors.len())
}
