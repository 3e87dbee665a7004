//! Indexes on the collections that may have been there before Vedetta: wished for, built in the background, and never
//! a condition of the start.

use model::SampleStatus;
use mongodb::{
    Collection, IndexModel,
    bson::{Bson, Document, RawDocumentBuf, doc},
    options::IndexOptions,
};

use super::{collections::Collections, fault};

/// Builds what is missing; a server that has an index answers at once.
pub async fn build(collections: Collections) {
    let wishes = [
        (&collections.metrics, by(doc! { "service_id": 1, "timestamp": 1 })),
        (&collections.metrics, by(doc! { "timestamp": 1 })),
        (&collections.metrics, failures()),
        (&collections.backups, by(doc! { "asset_id": 1, "timestamp": 1 })),
        (&collections.backups, by(doc! { "timestamp": 1 })),
    ];
    for (collection, index) in wishes {
        if !build_one(collection, index).await {
            return;
        }
    }
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

/// All that a score needs, without a single document: it begins with the status, so that the failures of all
/// services lie together.
fn failures() -> IndexModel {
    let words = SampleStatus::Failed.words().iter().map(|word| Bson::from(*word));
    let failed: Vec<Bson> = words.chain([Bson::from(0), Bson::from(false)]).collect();
    let options = IndexOptions::builder()
        .name("vedetta_failures".to_owned())
        .partial_filter_expression(doc! { "status": { "$in": failed } })
        .build();
    IndexModel::builder().keys(doc! { "status": 1, "service_id": 1, "timestamp": 1 }).options(options).build()
}
