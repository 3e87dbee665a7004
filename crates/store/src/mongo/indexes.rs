//! Indexes on the collections that may have been there before Vedetta: wished for, built in the background, and never
//! a condition of the start.

use std::collections::HashSet;

use mongodb::{
    Collection, IndexModel,
    bson::{Document, RawDocumentBuf, doc},
};

use super::{collections::Collections, fault, not_ok};

/// What is known of the wishes that cannot be fulfilled.
#[derive(Default)]
pub struct Wishes {
    are_forbidden: bool,
    /// Said once, however often it is tried.
    said: HashSet<String>,
}

impl Wishes {
    /// Builds what is missing, unless there is no use in trying again; a server that has an index answers at once.
    pub async fn build(&mut self, collections: &Collections) {
        for (collection, index) in wishes(collections) {
            if self.are_forbidden {
                return;
            }
            self.build_one(collection, index).await;
        }
    }

    async fn build_one(&mut self, collection: &Collection<RawDocumentBuf>, index: IndexModel) {
        let (keys, collection_name) = (index.keys.clone(), collection.name());
        let Err(error) = collection.create_index(index).await else { return };
        if fault::is_unauthorized(&error) {
            self.are_forbidden = true;
            tracing::warn!(
                collection = collection_name,
                "MongoDB does not let us create indexes here; analyses will be slower"
            );
        } else if self.said.insert(format!("{collection_name} {keys}")) {
            tracing::warn!(
                collection = collection_name,
                %keys,
                error = fault::describe(&error),
                "an index could not be created; analyses may be slower"
            );
        }
    }
}

fn wishes(collections: &Collections) -> [(&Collection<RawDocumentBuf>, IndexModel); 7] {
    [
        (&collections.assets, by(doc! { "asset_id": 1 })),
        (&collections.assets, by(doc! { "service_id": 1 })),
        (&collections.metrics, by(doc! { "service_id": 1, "timestamp": 1 })),
        (&collections.metrics, by(doc! { "timestamp": 1 })),
        (&collections.metrics, not_ok::index()),
        (&collections.backups, by(doc! { "asset_id": 1, "timestamp": 1 })),
        (&collections.backups, by(doc! { "timestamp": 1 })),
    ]
}

fn by(keys: Document) -> IndexModel {
    IndexModel::builder().keys(keys).build()
}
