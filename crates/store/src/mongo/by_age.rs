//! Lists of Vedetta's own documents, the newest first.

use model::{Page, PageRequest, Timestamp};
use mongodb::{
    Collection,
    bson::{DateTime, Document, doc},
};

use super::pages;
use crate::{Result, page};

/// A page of what matches, by `created_at`; `place` names the moment and the id of an item.
pub async fn list<T>(
    collection: &Collection<Document>,
    mut query: Document,
    page: &PageRequest,
    read: impl Fn(&Document) -> Result<T>,
    place: impl Fn(&T) -> (Timestamp, &str),
) -> Result<Page<T>> {
    if let Some((at, id)) = page::after(page)? {
        let at = DateTime::from_millis(at);
        query.insert("$or", [doc! { "created_at": { "$lt": at } }, doc! { "created_at": at, "_id": { "$lt": id } }]);
    }
    let search = || collection.find(query.clone()).sort(doc! { "created_at": -1, "_id": -1 });
    pages::read(search, page, read, |item| {
        let (at, id) = place(item);
        page::place(at, id)
    })
    .await
}
