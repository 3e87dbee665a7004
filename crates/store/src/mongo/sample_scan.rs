//! Reads samples document by document: slow, but right whatever the documents look like.

use model::{Timestamp, Window};
use mongodb::{
    Collection,
    bson::{Document, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{foreign, repeat, selected, tally::Tally, timestamps};
use crate::{Read, Selection, ServiceSamples};

pub async fn read(
    metrics: &Collection<RawDocumentBuf>,
    selection: &Selection,
) -> DriverResult<Read<Vec<ServiceSamples>>> {
    let mut tally = Tally::new(selection.only.as_deref());
    let Window { start, end } = selection.window;
    for query in [timestamps::dated(Some(start), end), timestamps::not_dated()] {
        add(metrics, &mut tally, selection, query).await?;
    }
    Ok(tally.finish())
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
    let mut found = metrics.find(query).projection(fields).max_time(repeat::SCAN_LIMIT).await?;
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
