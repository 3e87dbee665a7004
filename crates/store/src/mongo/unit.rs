//! A unit of work: statements that belong to one transaction, or, where there are none, run one after the other.

use mongodb::{
    ClientSession, Collection,
    action::{Action, Delete, FindOne, InsertMany, InsertOne, Update},
    bson::{Document, doc},
    error::Result,
    options::UpdateModifications,
};

use super::{collections::Collections, fault::UnitResult};
use crate::StoreError;

/// Where the statements of one write run.
pub struct Unit<'a> {
    pub collections: &'a Collections,
    pub session: Option<&'a mut ClientSession>,
}

impl Unit<'_> {
    pub async fn find(&mut self, collection: &Collection<Document>, filter: Document) -> Result<Option<Document>> {
        collection.find_one(filter).optional(self.session.as_deref_mut(), FindOne::session).await
    }

    /// The same for one that must be there.
    pub async fn expect(&mut self, collection: &Collection<Document>, filter: Document) -> UnitResult<Document> {
        Ok(self.find(collection, filter).await?.ok_or(StoreError::NotFound)?)
    }

    /// The document with the largest `_id`.
    pub async fn find_last(&mut self, collection: &Collection<Document>) -> Result<Option<Document>> {
        let find = collection.find_one(doc! {}).sort(doc! { "_id": -1 });
        find.optional(self.session.as_deref_mut(), FindOne::session).await
    }

    pub async fn insert(&mut self, collection: &Collection<Document>, document: &Document) -> Result<()> {
        let insert = collection.insert_one(document);
        insert.optional(self.session.as_deref_mut(), InsertOne::session).await.map(drop)
    }

    pub async fn insert_all(&mut self, collection: &Collection<Document>, documents: &[Document]) -> Result<()> {
        let insert = collection.insert_many(documents);
        insert.optional(self.session.as_deref_mut(), InsertMany::session).await.map(drop)
    }

    /// Changes the one that matches; gives whether there was one.
    pub async fn update(
        &mut self,
        collection: &Collection<Document>,
        filter: Document,
        change: impl Into<UpdateModifications>,
    ) -> Result<bool> {
        let update = collection.update_one(filter, change).optional(self.session.as_deref_mut(), Update::session);
        Ok(update.await?.matched_count > 0)
    }

    /// Changes the one that matches, or adds it; gives whether it is new.
    pub async fn put(
        &mut self,
        collection: &Collection<impl Send + Sync>,
        filter: Document,
        change: Document,
    ) -> Result<bool> {
        let put = collection.update_one(filter, change).upsert(true);
        let put = put.optional(self.session.as_deref_mut(), Update::session);
        Ok(put.await?.upserted_id.is_some())
    }

    /// Deletes all that match; gives how many.
    pub async fn delete(&mut self, collection: &Collection<impl Send + Sync>, filter: Document) -> Result<u64> {
        let delete = collection.delete_many(filter).optional(self.session.as_deref_mut(), Delete::session);
        Ok(delete.await?.deleted_count)
    }
}
