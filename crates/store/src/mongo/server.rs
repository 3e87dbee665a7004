//! What the server says of itself and of a collection, beyond what the driver asks.

use std::{collections::HashSet, time::Duration};

use futures_util::TryStreamExt;
use model::Timestamp;
use mongodb::{
    Collection, Database,
    bson::{Document, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::documents::from_date;

/// Runs a command on the server that the collection is read from.
pub async fn ask(
    collection: &Collection<RawDocumentBuf>,
    mut command: Document,
    limit: Duration,
) -> DriverResult<Document> {
    command.insert("maxTimeMS", i64::try_from(limit.as_millis()).unwrap_or(i64::MAX));
    let database = collection.client().database(&collection.namespace().db);
    match collection.selection_criteria() {
        Some(criteria) => database.run_command(command).selection_criteria(criteria.clone()).await,
        None => database.run_command(command).await,
    }
}

/// The server's clock; nothing where it has none.
pub async fn time(collection: &Collection<RawDocumentBuf>) -> DriverResult<Option<Timestamp>> {
    let hello = collection.client().database(&collection.namespace().db).run_command(doc! { "hello": 1 }).await?;
    Ok(hello.get_datetime("localTime").ok().and_then(|now| from_date(*now)))
}

/// The collections of a database that are time series.
pub async fn time_series(database: &Database) -> DriverResult<HashSet<String>> {
    let found = database.list_collections().filter(doc! { "type": "timeseries" }).await?;
    found.map_ok(|collection| collection.name).try_collect().await
}
