//! Vedetta's own collections and their indexes, in versions. A database that a newer program wrote is left alone.

use mongodb::{
    Collection, IndexModel,
    bson::{Document, doc},
    error::{Error, Result},
    options::IndexOptions,
};

use super::{collections::Collections, documents, fault};

/// The version that this program writes.
pub const NEWEST: i64 = 3;
const DOCUMENT: &str = "schema";

/// The version that is there; zero where Vedetta has never been.
pub async fn version(collections: &Collections) -> Result<i64> {
    let found = collections.schema.find_one(doc! { "_id": DOCUMENT }).await?;
    Ok(found.and_then(|schema| documents::number(&schema, "version").ok()).unwrap_or(0))
}

/// Takes the database to the newest version. Two servers may do so at once.
pub async fn migrate(collections: &Collections) -> Result<()> {
    for collection in collections.all_own() {
        create(collection).await?;
    }
    for (collection, keys, unique) in [
        (&collections.users, doc! { "name": 1 }, true),
        (&collections.sign_ins, doc! { "refresh_hash": 1 }, true),
        (&collections.sign_ins, doc! { "user_id": 1 }, false),
        (&collections.sign_ins, doc! { "expires_at": 1 }, false),
        (&collections.spent_refreshes, doc! { "expires_at": 1 }, false),
        (&collections.attempts, doc! { "forget_at": 1 }, false),
        (&collections.audit, doc! { "actor": 1, "_id": 1 }, false),
        (&collections.audit, doc! { "action": 1, "_id": 1 }, false),
        (&collections.jobs, doc! { "created_at": 1, "_id": 1 }, false),
        (&collections.jobs, doc! { "created_by": 1, "created_at": 1, "_id": 1 }, false),
        (&collections.jobs, doc! { "state": 1, "created_at": 1, "_id": 1 }, false),
        (&collections.job_keys, doc! { "used_at": 1 }, false),
        (&collections.reports, doc! { "created_at": 1, "_id": 1 }, false),
        (&collections.report_parts, doc! { "batch": 1, "number": 1 }, true),
    ] {
        let options = IndexOptions::builder().unique(unique).build();
        collection.create_index(IndexModel::builder().keys(keys).options(options).build()).await?;
    }
    collections.users.create_index(only_one_first()).await?;
    let version = doc! { "$max": { "version": NEWEST } };
    let outcome = collections.schema.update_one(doc! { "_id": DOCUMENT }, version).upsert(true).await;
    // Of two that make the same document at once, one is told so.
    ignore(fault::is_duplicate, outcome.map(drop))
}

/// Of all accounts one may carry the mark of the first.
fn only_one_first() -> IndexModel {
    let options = IndexOptions::builder().unique(true).partial_filter_expression(doc! { "first": true }).build();
    IndexModel::builder().keys(doc! { "first": 1 }).options(options).build()
}

/// Transactions on older servers can only write to collections that are there.
async fn create(collection: &Collection<Document>) -> Result<()> {
    let database = collection.client().database(&collection.namespace().db);
    ignore(fault::exists, database.create_collection(collection.name()).await)
}

fn ignore(harmless: impl Fn(&Error) -> bool, outcome: Result<()>) -> Result<()> {
    outcome.or_else(|error| if harmless(&error) { Ok(()) } else { Err(error) })
}
