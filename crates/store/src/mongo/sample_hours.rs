//! The hours that hold samples: from the roll-ups as far as they can be trusted, else by looking at the samples.

use model::{AssetId, Timestamp, Window};
use mongodb::{bson::doc, error::Result as DriverResult};

use super::{
    collections::Collections,
    coverage::{self, Hours},
    covered::Services,
    documents::to_date,
    proof, rollups, sample_indexes, sample_scan, timestamps,
};
use crate::HourCount;

pub async fn read(collections: &Collections) -> DriverResult<Vec<HourCount>> {
    let hours = match rolled(collections).await? {
        Some(hours) => hours,
        None => coverage::hours(&collections.metrics, sample_scan::moment).await?,
    };
    Ok(hours.finish())
}

/// Adds what was not rolled up to what was; nothing where the roll-ups are no help.
async fn rolled(collections: &Collections) -> DriverResult<Option<Hours>> {
    let Collections { metrics, rollups, .. } = collections;
    if !sample_indexes::can_speak(metrics).await? {
        return Ok(None);
    }
    let Some(summary) = proof::find(rollups, metrics).await? else { return Ok(None) };
    let services = Services::read(metrics, None).await?;
    let mut hours = Hours::default();
    let is_id = |text: &str| AssetId::new(text).is_ok();
    if !services.can_be_asked_for() || !rollups::add_hours(rollups, &summary, &mut hours, is_id).await? {
        return Ok(None);
    }
    let Window { start, end } = summary.range;
    let in_range = doc! { "$gte": to_date(start), "$lt": to_date(end) };
    for query in [
        timestamps::dated(None, start),
        timestamps::dated(Some(end), Timestamp::MAX_UTC),
        timestamps::not_dated(),
        doc! { "service_id": { "$in": services.odd }, "timestamp": in_range },
    ] {
        hours.add_found(metrics, query, sample_scan::moment).await?;
    }
    Ok(Some(hours))
}
