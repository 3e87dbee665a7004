//! Reads samples through indexes: what is not ok from one that holds nothing else, the rest by counting. What the
//! indexes cannot speak for is read document by document beside it, so the result is that of a scan.

use std::collections::HashSet;

use futures_util::TryStreamExt;
use model::{AssetId, SampleStatus, StatusCounts, Timestamp};
use mongodb::{
    Collection,
    bson::{Bson, Document, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{
    closed::Closed,
    collections::Collections,
    counting, not_ok, proof, repeat,
    rollups::{self, Rolled},
    sample_indexes, sample_scan, server,
    tally::Tally,
    timestamps,
};
use crate::{Read, Selection, ServiceSamples};

/// How much a service has of all statuses together, and how far it reaches.
pub struct Total {
    pub service: String,
    pub count: u64,
    /// Known of what was rolled up.
    pub counts: Option<StatusCounts>,
    pub first: Timestamp,
    pub last: Timestamp,
}

impl Total {
    fn of((service, rolled): (String, Rolled)) -> Option<Self> {
        let (first, last) = rolled.reach?;
        Some(Self { service, count: rolled.counts.total(), counts: Some(rolled.counts), first, last })
    }
}

/// The ids that samples name.
pub struct Services {
    /// Texts that are ids as they stand, and are asked for.
    pub plain: Vec<String>,
    /// Whatever else stands in their place.
    pub odd: Vec<Bson>,
}

impl Services {
    pub async fn read(metrics: &Collection<RawDocumentBuf>, only: Option<&[AssetId]>) -> DriverResult<Self> {
        let each = [doc! { "$group": { "_id": "$service_id" } }];
        let hops = metrics.aggregate(each).hint(sample_indexes::by_service_hint()).max_time(repeat::SCAN_LIMIT);
        let found: Vec<Document> = hops.await?.try_collect().await?;
        let mut services = Self { plain: Vec::new(), odd: Vec::new() };
        for id in found.into_iter().filter_map(|mut one| one.remove("_id")) {
            match id {
                Bson::String(text) if AssetId::new(&*text).is_ok() => services.plain.push(text),
                odd => services.odd.push(odd),
            }
        }
        if let Some(only) = only {
            let only: HashSet<&str> = only.iter().map(AssetId::as_str).collect();
            services.plain.retain(|id| only.contains(id.as_str()));
        }
        services.plain.sort_unstable();
        Ok(services)
    }

    /// As a condition that the plain ones meet.
    fn condition(&self, only: Option<&[AssetId]>) -> Bson {
        match only {
            Some(_) => doc! { "$in": &self.plain }.into(),
            None => {
                let odd: Vec<_> = self.odd.iter().filter(|id| matches!(id, Bson::String(_))).cloned().collect();
                doc! { "$gt": "", "$nin": odd }.into()
            }
        }
    }

    /// A pattern cannot be asked for as a value.
    pub fn can_be_asked_for(&self) -> bool {
        !self.odd.iter().any(|id| matches!(id, Bson::RegularExpression(_)))
    }
}

/// What a scan would find, or nothing where the indexes are no help.
pub async fn read(collections: &Collections, selection: &Selection) -> DriverResult<Option<Read<Vec<ServiceSamples>>>> {
    let metrics = &collections.metrics;
    let (can_speak, now) = tokio::join!(sample_indexes::can_speak(metrics), server::time(metrics));
    let closed = now?.and_then(|now| Closed::of(selection.window, now));
    let (true, Some(closed)) = (can_speak?, closed) else { return Ok(None) };
    let only = selection.only.as_deref();
    let services = Services::read(metrics, only).await?;
    if !services.can_be_asked_for() {
        return Ok(None);
    }
    let mut tally = Tally::new(only);
    for (part, totals) in totals(collections, &services, closed).await? {
        let mut seen = not_ok::read(metrics, only, &services.condition(only), part).await?;
        if !add_ok(&mut seen, totals) {
            return Ok(None);
        }
        tally = tally.merge(seen);
    }
    // A list that came in meanwhile is in the index under each of its elements.
    let rest = add_rest(metrics, &mut tally, selection, closed, services.odd);
    let (rest, can_still_speak) = tokio::join!(rest, sample_indexes::can_speak(metrics));
    rest?;
    Ok(can_still_speak?.then(|| tally.finish()))
}

/// The totals of each part of a stretch of time: from the roll-ups as far as they can be trusted, else counted.
async fn totals(
    collections: &Collections,
    services: &Services,
    closed: Closed,
) -> DriverResult<Vec<(Closed, Vec<Total>)>> {
    let Collections { metrics, rollups, .. } = collections;
    let (mut totals, mut uncounted) = (Vec::new(), vec![closed]);
    if let Some(summary) = proof::find(rollups, metrics).await? {
        let (rolled, rest) = closed.split(summary.range);
        if let Some(rolled) = rolled
            && let Some(sums) = rollups::read(rollups, rolled, &summary).await?
        {
            let is_asked_for = |total: &Total| services.plain.binary_search(&total.service).is_ok();
            totals.push((rolled, sums.into_iter().filter_map(Total::of).filter(is_asked_for).collect()));
            uncounted = rest;
        }
    }
    for part in uncounted {
        totals.push((part, counting::totals(metrics, services, part).await?));
    }
    Ok(totals)
}

/// Adds what is left of the totals: it is ok. False when they do not fit, because something came in between.
fn add_ok(seen: &mut Tally<'_>, totals: Vec<Total>) -> bool {
    let named = totals.len();
    let fit = totals.into_iter().all(|total| {
        let service = seen.service(&total.service);
        let counts = service.counts();
        let differs = |rolled: StatusCounts| {
            let troubles = [SampleStatus::Degraded, SampleStatus::Failed, SampleStatus::Unknown];
            troubles.into_iter().any(|status| rolled.get(status) != counts.get(status))
        };
        match total.count.checked_sub(counts.total()) {
            Some(ok) if !total.counts.is_some_and(differs) => {
                service.add_many(SampleStatus::Ok, ok, total.first, total.last);
                true
            }
            _ => false,
        }
    });
    fit && seen.count_services() == named
}

/// Adds what only a look at the documents tells.
async fn add_rest(
    metrics: &Collection<RawDocumentBuf>,
    tally: &mut Tally<'_>,
    selection: &Selection,
    closed: Closed,
    odd: Vec<Bson>,
) -> DriverResult<()> {
    let edges = closed.rest(selection.window).map(|edge| timestamps::dated(Some(edge.start), edge.end));
    let mut queries: Vec<_> = edges.collect();
    queries.push(timestamps::not_dated());
    if !odd.is_empty() {
        queries.push(doc! { "service_id": { "$in": odd }, "timestamp": closed.range() });
    }
    for query in queries {
        sample_scan::add(metrics, tally, selection, query).await?;
    }
    Ok(())
}
