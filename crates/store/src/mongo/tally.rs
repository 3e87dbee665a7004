//! Sums samples up as they pass, per service; what is read stays borrowed.

use std::collections::{HashMap, HashSet};

use model::{AssetId, SampleStatus, StatusCounts, Timestamp, Unreadable, Window};
use mongodb::bson::RawDocument;

use super::foreign;
use crate::{Read, ServiceSamples};

/// What has been seen so far.
pub struct Tally<'a> {
    /// Nothing: all services count.
    only: Option<HashSet<&'a str>>,
    services: HashMap<String, Service>,
    unreadable: Unreadable,
}

/// What has been seen of one service.
#[derive(Default)]
pub struct Service {
    counts: StatusCounts,
    extent: Option<(Timestamp, Timestamp)>,
    failures: Vec<Timestamp>,
}

impl<'a> Tally<'a> {
    pub fn new(only: Option<&'a [AssetId]>) -> Self {
        let only = only.map(|only| only.iter().map(AssetId::as_str).collect());
        Self { only, services: HashMap::new(), unreadable: Unreadable::default() }
    }

    /// Adds what a document says, if it lies in the window.
    pub fn add(&mut self, document: &RawDocument, window: Window) {
        if let Err(fault) = self.try_add(document, window) {
            self.unreadable.add(|| format!("{}: {fault}", foreign::name(document)));
        }
    }

    fn try_add(&mut self, document: &RawDocument, window: Window) -> Result<(), String> {
        // Most services are known by now; only a new one's id is checked and kept.
        let id = foreign::field(document, "service_id").and_then(foreign::text);
        if id.as_ref().is_some_and(|id| !self.asks_for(id)) {
            return Ok(());
        }
        let at = foreign::moment(document, "timestamp")?;
        if !window.contains(at) {
            return Ok(());
        }
        let status = foreign::status(document);
        if let Some(service) = id.and_then(|id| self.services.get_mut(&*id)) {
            service.add(at, status);
            return Ok(());
        }
        let id = foreign::id(document, &["service_id"])?;
        self.services.entry(id.into()).or_default().add(at, status);
        Ok(())
    }

    pub fn asks_for(&self, id: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(id))
    }

    /// What has been seen of a service, to which more is added.
    pub fn service(&mut self, id: &str) -> &mut Service {
        self.services.entry(id.to_owned()).or_default()
    }

    /// Adds what another has seen.
    pub fn merge(mut self, other: Tally<'_>) -> Self {
        for (id, other) in other.services {
            self.services.entry(id).or_default().merge(other);
        }
        self.unreadable.join(other.unreadable);
        self
    }

    pub fn count_services(&self) -> usize {
        self.services.len()
    }

    pub fn finish(self) -> Read<Vec<ServiceSamples>> {
        let mut found: Vec<_> = self.services.into_iter().filter_map(|(id, service)| service.finish(id)).collect();
        found.sort_unstable_by(|one, other| one.service_id.cmp(&other.service_id));
        Read { found, unreadable: self.unreadable }
    }
}

impl Service {
    pub fn add(&mut self, at: Timestamp, status: SampleStatus) {
        self.add_many(status, 1, at, at);
        if status == SampleStatus::Failed {
            self.failures.push(at);
        }
    }

    /// Adds samples of one status of which only the first and the last moment are known.
    pub fn add_many(&mut self, status: SampleStatus, count: u64, first: Timestamp, last: Timestamp) {
        self.counts.add(status, count);
        let (earliest, latest) = self.extent.unwrap_or((first, last));
        self.extent = Some((earliest.min(first), latest.max(last)));
    }

    fn merge(&mut self, other: Self) {
        let Some((first, last)) = other.extent else { return };
        for status in SampleStatus::ALL {
            self.add_many(status, other.counts.get(status), first, last);
        }
        self.failures.extend(other.failures);
    }

    pub fn counts(&self) -> StatusCounts {
        self.counts
    }

    fn finish(mut self, id: String) -> Option<ServiceSamples> {
        let (first, last) = self.extent?;
        self.failures.sort_unstable();
        let service_id = AssetId::new(id).ok()?;
        Some(ServiceSamples { service_id, counts: self.counts, first, last, failures: self.failures })
    }
}
