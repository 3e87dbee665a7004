//! Reads samples where no index helps: what is plainly ok as the server sums it up, everything else document by document.
//! Slow, but right whatever the documents look like.

use std::collections::HashSet;

use model::{Timestamp, Window};
use mongodb::{
    Collection,
    action::Find,
    bson::{Bson, Document, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{fault, foreign, plainly_ok, repeat, selected, tally::Tally, timestamps};
use crate::{Read, Selection, ServiceSamples};

pub async fn read(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Read<Vec<ServiceSamples>>> {
    match read_with_sums(metrics, selection).await {
        Ok(Some(read)) => return Ok(read),
        Ok(None) => {}
        Err(error) if fault::passes(&error) => return Err(error),
        Err(error) => {
            tracing::debug!(error = fault::describe(&error), "the samples cannot be summed up; reading every one");
        }
    }
    read_every(metrics, selection).await
}

/// Both parts at once; of what is in both, the services are read once more. Nothing where an id is a pattern, which cannot
/// be asked for as a value.
async fn read_with_sums(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Option<Read<Vec<ServiceSamples>>>> {
    let (window, only) = (selection.window, selection.only.as_deref());
    let mut others = Tally::new(only);
    let (sums, mixed) = tokio::join!(plainly_ok::sums(metrics, window), add_rest(metrics, selection, &mut others));
    let (sums, mixed) = (sums?, mixed?);
    let mut summed = Tally::new(only);
    let odd = plainly_ok::add_sums(&mut summed, sums, &mixed);
    if odd.iter().any(|id| matches!(id, Bson::RegularExpression(_))) {
        return Ok(None);
    }
    if !odd.is_empty() {
        let query = doc! { "$and": [plainly_ok::query(window), { "service_id": { "$in": odd } }] };
        add_found(find(metrics, selection, query).collation(plainly_ok::as_written()), &mut others, window).await?;
    }
    Ok(Some(others.merge(summed).finish()))
}

/// Adds what is not in the sums; gives the services of which something is that does not belong there.
async fn add_rest(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
    tally: &mut Tally<'_>,
) -> DriverResult<HashSet<String>> {
    let window = selection.window;
    let rest = doc! { "$or": [plainly_ok::not(window), timestamps::not_dated()] };
    let mut found = find(metrics, selection, rest).collation(plainly_ok::as_written()).await?;
    let mut mixed = HashSet::new();
    while found.advance().await? {
        let document = found.current();
        if !plainly_ok::is_summed(document, window) {
            tally.add(document, window);
        } else if let Ok(service) = document.get_str("service_id") {
            mixed.insert(service.to_owned());
        }
    }
    Ok(mixed)
}

async fn read_every(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Read<Vec<ServiceSamples>>> {
    let mut tally = Tally::new(selection.only.as_deref());
    let Window { start, end } = selection.window;
    let query = doc! { "$or": [timestamps::dated(Some(start), end), timestamps::not_dated()] };
    add(metrics, &mut tally, selection, query).await?;
    Ok(tally.finish())
}

/// Adds what a query finds of the services that are asked for.
pub async fn add(
    metrics: &Collection<RawDocumentBuf>,
    tally: &mut Tally<'_>,
    selection: &Selection,
    query: Document,
) -> DriverResult<()> {
    add_found(find(metrics, selection, query), tally, selection.window).await
}

/// The search for what meets a query, of the services that are asked for.
fn find<'a>(
    metrics: &'a Collection<RawDocumentBuf>,
    selection: &Selection,
    query: Document,
) -> Find<'a, RawDocumentBuf> {
    let query = selected::by(query, "service_id", selection.only.as_deref());
    let fields = doc! { "timestamp": 1, "service_id": 1, "status": 1 };
    metrics.find(query).projection(fields).batch_size(repeat::SCAN_BATCH).max_time(repeat::SCAN_LIMIT)
}

async fn add_found(find: Find<'_, RawDocumentBuf>, tally: &mut Tally<'_>, window: Window) -> DriverResult<()> {
    let mut found = find.await?;
    while found.advance().await? {
        tally.add(found.current(), window);
    }
    Ok(())
}

/// The moment of a sample that can be read.
pub fn moment(document: &RawDocument) -> Option<Timestamp> {
    foreign::id(document, &["service_id"]).ok()?;
    foreign::moment(document, "timestamp").ok()
}
