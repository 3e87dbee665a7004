//! Pages of Vedetta's own documents, which are read one by one and no further than a page goes.

use model::{Page, PageRequest};
use mongodb::{action::Find, bson::Document, error::Result as DriverResult};

use super::repeat::{self, repeat};
use crate::{
    Result,
    page::{self, Filling},
};

/// The page out of what a search finds; `place` names where an item stands in the list.
pub async fn read<'a, T>(
    search: impl Fn() -> Find<'a, Document>,
    page: &PageRequest,
    read: impl Fn(&Document) -> Result<T>,
    place: impl Fn(&T) -> String,
) -> Result<Page<T>> {
    let limit = i64::from(page::to_read(page));
    let filling = repeat(|| fill(search().limit(limit).max_time(repeat::REQUEST_LIMIT), page, &read)).await??;
    Ok(filling.finish(place))
}

/// Of documents that are not read yet the server hands out 16 MB at most.
async fn fill<T>(
    search: Find<'_, Document>,
    page: &PageRequest,
    read: &impl Fn(&Document) -> Result<T>,
) -> DriverResult<Result<Filling<T>>> {
    let (mut found, mut filling) = (search.await?, Filling::new(page));
    while found.advance().await? {
        let item = match read(&found.deserialize_current()?) {
            Ok(item) => item,
            Err(unreadable) => return Ok(Err(unreadable)),
        };
        if !filling.take(item, found.current().as_bytes().len()) {
            break;
        }
    }
    Ok(Ok(filling))
}
