//! The collection of samples, which another program may write too. What is read stays borrowed, and is summed up
//! as it passes.

use std::collections::HashMap;

use async_trait::async_trait;
use model::{AssetId, Sample, SampleStatus, Timestamp, Window};
use mongodb::{
    Collection,
    bson::{RawDocument, RawDocumentBuf, cstr, doc, rawdoc},
    error::Result as DriverResult,
};

use super::{
    MongoStore,
    documents::to_date,
    foreign, identity, insert,
    repeat::{self, repeat_scan},
    timestamps,
};
use crate::{Read, Result, Samples, ServiceSamples, Unreadable};

fn to_document(sample: &Sample) -> RawDocumentBuf {
    let status = sample.status.as_str();
    let mut document = rawdoc! {
        "_id": identity::of(sample.timestamp, &[sample.service_id.as_str(), status]),
        "timestamp": to_date(sample.timestamp),
        "service_id": sample.service_id.as_str(),
        "status": status,
    };
    if let Some(response_ms) = sample.response_ms.filter(|ms| ms.is_finite()) {
        document.append(cstr!("response_ms"), response_ms);
    }
    if let Some(message) = &sample.message {
        document.append(cstr!("message"), message.as_str());
    }
    document
}

/// What a scan has seen so far.
#[derive(Default)]
struct Tally {
    services: HashMap<String, Service>,
    unreadable: Unreadable,
}

#[derive(Default)]
struct Service {
    counts: [u64; SampleStatus::ALL.len()],
    extent: Option<(Timestamp, Timestamp)>,
    failures: Vec<Timestamp>,
}

impl Tally {
    fn add(&mut self, document: &RawDocument, window: Window) {
        if let Err(fault) = self.try_add(document, window) {
            self.unreadable.add(|| format!("{}: {fault}", foreign::name(document)));
        }
    }

    fn try_add(&mut self, document: &RawDocument, window: Window) -> std::result::Result<(), String> {
        let at = foreign::moment(document, "timestamp")?;
        if !window.contains(at) {
            return Ok(());
        }
        let status = foreign::status(document);
        // Most services are known by now; only a new one's id is checked and kept.
        if let Some(id) = foreign::field(document, "service_id").and_then(foreign::text)
            && let Some(service) = self.services.get_mut(&*id)
        {
            service.add(at, status);
            return Ok(());
        }
        let id = foreign::id(document, &["service_id"])?;
        self.services.entry(id.into()).or_default().add(at, status);
        Ok(())
    }

    fn finish(self) -> Read<Vec<ServiceSamples>> {
        let mut found: Vec<_> = self.services.into_iter().filter_map(|(id, service)| service.finish(id)).collect();
        found.sort_unstable_by(|one, other| one.service_id.cmp(&other.service_id));
        Read { found, unreadable: self.unreadable }
    }
}

impl Service {
    fn add(&mut self, at: Timestamp, status: SampleStatus) {
        self.counts[status.index()] += 1;
        let (first, last) = self.extent.unwrap_or((at, at));
        self.extent = Some((first.min(at), last.max(at)));
        if status == SampleStatus::Failed {
            self.failures.push(at);
        }
    }

    fn finish(mut self, id: String) -> Option<ServiceSamples> {
        let (first, last) = self.extent?;
        self.failures.sort_unstable();
        let service_id = AssetId::new(id).ok()?;
        Some(ServiceSamples { service_id, counts: self.counts, first, last, failures: self.failures })
    }
}

async fn scan(metrics: &Collection<RawDocumentBuf>, window: Window) -> DriverResult<Read<Vec<ServiceSamples>>> {
    let mut tally = Tally::default();
    let projection = doc! { "timestamp": 1, "service_id": 1, "status": 1 };
    for query in [timestamps::dated(Some(window.start), window.end), timestamps::not_dated()] {
        let find = metrics.find(query).projection(projection.clone()).max_time(repeat::SCAN_LIMIT);
        let mut cursor = find.await?;
        while cursor.advance().await? {
            tally.add(cursor.current(), window);
        }
    }
    Ok(tally.finish())
}

#[async_trait]
impl Samples for MongoStore {
    async fn add_samples(&self, samples: &[Sample]) -> Result<u64> {
        insert::new_ones(&self.collections.metrics, samples.iter().map(to_document).collect()).await
    }

    async fn read_samples(&self, window: Window) -> Result<Read<Vec<ServiceSamples>>> {
        repeat_scan(|| scan(&self.collections.metrics, window)).await
    }
}
