//! Indexes on the collections that may have been there before Vedetta: wished for, built in the background, and never
//! a condition of the start.

use mongodb::{
    Collection, IndexModel,
    bson::{Document, RawDocumentBuf, doc},
};

use super::{collections::Collections, fault, not_ok};

/// Builds what is missing; a server that has an index answers at once. False when there is no use in trying again.
pub async fn build(collections: &Collections) -> bool {
    let wishes = [
        (&collections.assets, by(doc! { "asset_id": 1 })),
        (&collections.assets, by(doc! { "service_id": 1 })),
        (&collections.metrics, by(doc! { "service_id": 1, "timestamp": 1 })),
        (&collections.metrics, by(doc! { "timestamp": 1 })),
        (&collections.metrics, not_ok::index()),
        (&collections.backups, by(doc! { "asset_id": 1, "timestamp": 1 })),
        (&collections.backups, by(doc! { "timestamp": 1 })),
    ];
    for (collection, index) in wishes {
        if !build_one(collection, index).await {
            return false;
        }
    }
    true
}

/// False when there is no use in trying the next one.
async fn build_one(collection: &Collection<RawDocumentBuf>, index: IndexModel) -> bool {
    let keys = index.keys.clone();
    match collection.create_index(index).await {
        Ok(_) => true,
        Err(error) if fault::is_unauthorized(&error) => {
            tracing::warn!(
                collection = collection.name(),
                "MongoDB does not let us create indexes here; analyses will be slower"
            );
            false
        }
        Err(error) => {
            tracing::warn!(
                collection = collection.name(),
                %keys,
                error = fault::describe(&error),
                "an index could not be created; analyses may be slower"
            );
            true
        }
    }
}

fn by(keys: Document) -> IndexModel {
    IndexModel::builder().keys(keys).build()
}
