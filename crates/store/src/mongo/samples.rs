//! The collection of samples, which another program may write too.

use async_trait::async_trait;
use model::{AssetId, Sample, Timestamp};
use mongodb::{
    bson::{RawDocumentBuf, cstr, rawdoc},
    error::Result as DriverResult,
};

use super::{
    MongoStore,
    collections::Collections,
    coverage, covered,
    documents::to_date,
    fault, identity, insert,
    repeat::{repeat_bulk, repeat_scan},
    sample_hours, sample_scan,
};
use crate::{HourCount, Read, Result, Samples, Selection, ServiceSamples};

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

/// Reads through the indexes where they can speak for the documents, and else the documents themselves.
async fn read(collections: &Collections, selection: &Selection) -> DriverResult<Read<Vec<ServiceSamples>>> {
    match covered::read(collections, selection).await {
        Ok(Some(read)) => return Ok(read),
        Ok(None) => {}
        Err(error) if fault::passes(&error) => return Err(error),
        Err(error) => {
            tracing::debug!(error = fault::describe(&error), "the indexes on samples are no help; reading the samples");
        }
    }
    sample_scan::read(&collections.metrics, selection).await
}

#[async_trait]
impl Samples for MongoStore {
    async fn add_samples(&self, samples: &[Sample]) -> Result<u64> {
        let documents = samples.iter().map(to_document).collect();
        insert::new_ones(&self.collections.metrics, documents, &self.sample_overlap).await
    }

    async fn read_samples(&self, selection: Selection) -> Result<Read<Vec<ServiceSamples>>> {
        repeat_scan(|| read(&self.collections, &selection)).await
    }

    async fn newest_sample(&self) -> Result<Option<Timestamp>> {
        repeat_scan(|| coverage::newest(&self.collections.metrics, sample_scan::moment)).await
    }

    async fn sample_hours(&self) -> Result<Vec<HourCount>> {
        repeat_bulk(|| sample_hours::read(&self.collections)).await
    }

    async fn sampled_services(&self) -> Result<Vec<AssetId>> {
        repeat_scan(|| coverage::ids(&self.collections.metrics, "service_id")).await
    }
}
