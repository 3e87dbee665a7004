//! Counts samples exactly, through the index of every service's samples: dear, because each entry is passed.

use std::collections::HashMap;

use futures_util::{StreamExt, TryStreamExt, stream};
use model::Timestamp;
use mongodb::{
    Collection,
    bson::{Bson, Document, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{
    closed::Closed,
    covered::{Services, Total},
    documents::from_date,
    repeat, sample_indexes, server,
};

/// How many counts run at once.
const AT_ONCE: usize = 2;

/// The totals of the services that have any.
pub async fn totals(
    metrics: &Collection<RawDocumentBuf>,
    services: &Services,
    closed: Closed,
) -> DriverResult<Vec<Total>> {
    let (firsts, lasts) = tokio::join!(ends(metrics, services, closed, 1), ends(metrics, services, closed, -1));
    let (firsts, mut lasts) = (firsts?, lasts?);
    let reach = firsts.into_iter().filter_map(|(service, first)| Some((lasts.remove(&service)?, service, first)));
    let counts = reach.map(|(last, service, first)| async move {
        let query = doc! { "service_id": &service, "timestamp": closed.range() };
        let count = count(metrics, query, Some(sample_indexes::by_service())).await?;
        Ok(Total { service, count, counts: None, first, last })
    });
    stream::iter(counts).buffer_unordered(AT_ONCE).try_collect().await
}

/// The first or the last moment of each service, by one hop in the index for each.
async fn ends(
    metrics: &Collection<RawDocumentBuf>,
    services: &Services,
    closed: Closed,
    order: i32,
) -> DriverResult<HashMap<String, Timestamp>> {
    let ends = [
        doc! { "$match": { "service_id": { "$in": &services.plain }, "timestamp": closed.range() } },
        doc! { "$sort": { "service_id": order, "timestamp": order } },
        doc! { "$group": { "_id": "$service_id", "at": { "$first": "$timestamp" } } },
    ];
    let hops = metrics.aggregate(ends).hint(sample_indexes::by_service_hint()).max_time(repeat::SCAN_LIMIT);
    let found: Vec<Document> = hops.await?.try_collect().await?;
    let end = |one: &Document| {
        let at = from_date(*one.get_datetime("at").ok()?)?;
        Some((one.get_str("_id").ok()?.to_owned(), at))
    };
    Ok(found.iter().filter_map(end).collect())
}

/// How many documents match a condition; an index that answers it alone is named.
pub async fn count(
    metrics: &Collection<RawDocumentBuf>,
    query: Document,
    index: Option<Document>,
) -> DriverResult<u64> {
    let mut count = doc! { "count": metrics.name(), "query": query };
    if let Some(index) = index {
        count.insert("hint", index);
    }
    Ok(match server::ask(metrics, count, repeat::SCAN_LIMIT).await?.get("n") {
        Some(Bson::Int32(count)) => u64::from(count.unsigned_abs()),
        Some(Bson::Int64(count)) => count.unsigned_abs(),
        _ => 0,
    })
}
