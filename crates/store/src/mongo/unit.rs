//! A unit of work: statements that belong to one transaction, or, where there are none, run one after the other.

use mongodb::{
    ClientSession, Collection,
    bson::{Document, doc},
    error::Result,
    options::UpdateModifications,
};

use super::collections::Collections;

/// Where the statements of one write run.
pub struct Unit<'a> {
    pub collections: &'a Collections,
    pub session: Option<&'a mut ClientSession>,
}

impl Unit<'_> {
    pub async fn find(&mut self, collection: &Collection<Document>, filter: Document) -> Result<Option<Document>> {
        let find = collection.find_one(filter);
        match self.session.as_deref_mut() {
            Some(session) => find.session(session).await,
            None => find.await,
        }
    }

    /// The document with the largest `_id`.
    pub async fn find_last(&mut self, collection: &Collection<Document>) -> Result<Option<Document>> {
        let find = collection.find_one(doc! {}).sort(doc! { "_id": -1 });
        match self.session.as_deref_mut() {
            Some(session) => find.session(session).await,
            None => find.await,
        }
    }

    pub async fn insert(&mut self, collection: &Collection<Document>, document: &Document) -> Result<()> {
        let insert = collection.insert_one(document);
        match self.session.as_deref_mut() {
            Some(session) => insert.session(session).await.map(drop),
            None => insert.await.map(drop),
        }
    }

    pub async fn insert_all(&mut self, collection: &Collection<Document>, documents: &[Document]) -> Result<()> {
        let insert = collection.insert_many(documents);
        match self.session.as_deref_mut() {
            Some(session) => insert.session(session).await.map(drop),
            None => insert.await.map(drop),
        }
    }

    /// Changes the one that matches; gives whether there was one.
    pub async fn update(
        &mut self,
        collection: &Collection<Document>,
        filter: Document,
        change: impl Into<UpdateModifications>,
    ) -> Result<bool> {
        let update = collection.update_one(filter, change);
        let outcome = match self.session.as_deref_mut() {
            Some(session) => update.session(session).await?,
            None => update.await?,
        };
        Ok(outcome.matched_count > 0)
    }

    /// Changes the one that matches, or adds it; gives whether it is new.
    pub async fn put(
        &mut self,
        collection: &Collection<impl Send + Sync>,
        filter: Document,
        change: Document,
    ) -> Result<bool> {
        let put = collection.update_one(filter, change).upsert(true);
        let outcome = match self.session.as_deref_mut() {
            Some(session) => put.session(session).await?,
            None => put.await?,
        };
        Ok(outcome.upserted_id.is_some())
    }

    /// Deletes all that match; gives how many.
    pub async fn delete(&mut self, collection: &Collection<impl Send + Sync>, filter: Document) -> Result<u64> {
        let delete = collection.delete_many(filter);
        let outcome = match self.session.as_deref_mut() {
            Some(session) => delete.session(session).await?,
            None => delete.await?,
        };
        Ok(outcome.deleted_count)
    }
}
