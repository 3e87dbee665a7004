//! Reads samples where no index helps: what is plainly ok as the server sums it up, everything else document by document.
//! Slow, but right whatever the documents look like.

use model::Timestamp;
use mongodb::{
    Collection,
    bson::{Document, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{fault, foreign, plainly_ok::PlainlyOk, repeat, selected, tally::Tally, timestamps};
use crate::{Read, Selection, ServiceSamples};

pub async fn read(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Read<Vec<ServiceSamples>>> {
    match read_with_sums(metrics, selection).await {
        Err(error) if !fault::passes(&error) => {
            tracing::debug!(error = fault::describe(&error), "the samples cannot be summed up; reading every one");
            read_every(metrics, selection).await
        }
        outcome => outcome,
    }
}

/// Both parts at once: each passes the whole collection, and no document is in both.
async fn read_with_sums(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Read<Vec<ServiceSamples>>> {
    let only = selection.only.as_deref();
    let plain = PlainlyOk { window: selection.window, only };
    let (mut sums, mut others) = (Tally::new(only), Tally::new(only));
    let others_query = doc! { "$and": [in_window(selection), { "$nor": [plain.query()] }] };
    let (odd, other) =
        tokio::join!(plain.add_to(&mut sums, metrics), add(metrics, &mut others, selection, others_query),);
    other?;
    let odd = odd?;
    if !odd.is_empty() {
        let query = doc! { "$and": [plain.query(), { "service_id": { "$in": odd } }] };
        add(metrics, &mut others, selection, query).await?;
    }
    Ok(others.merge(sums).finish())
}

async fn read_every(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Read<Vec<ServiceSamples>>> {
    let mut tally = Tally::new(selection.only.as_deref());
    add(metrics, &mut tally, selection, in_window(selection)).await?;
    Ok(tally.finish())
}

/// What may lie in the window, as far as the server can tell.
fn in_window(selection: &Selection) -> Document {
    let dated = timestamps::dated(Some(selection.window.start), selection.window.end);
    doc! { "$or": [dated, timestamps::not_dated()] }
}

/// Adds what a query finds of the services that are asked for.
pub async fn add(
    metrics: &Collection<RawDocumentBuf>,
    tally: &mut Tally<'_>,
    selection: &Selection,
    query: Document,
) -> DriverResult<()> {
    let query = selected::by(query, "service_id", selection.only.as_deref());
    let fields = doc! { "timestamp": 1, "service_id": 1, "status": 1 };
    let find = metrics.find(query).projection(fields).batch_size(repeat::SCAN_BATCH);
    let mut found = find.max_time(repeat::SCAN_LIMIT).await?;
    while found.advance().await? {
        tally.add(found.current(), selection.window);
    }
    Ok(())
}

/// The moment of a sample that can be read.
pub fn moment(document: &RawDocument) -> Option<Timestamp> {
    foreign::id(document, &["service_id"]).ok()?;
    foreign::moment(document, "timestamp").ok()
}
