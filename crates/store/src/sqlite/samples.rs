//! The table of samples: the largest there is, so its rows are small and lie in the order in which they are read.

use std::collections::HashMap;

use async_trait::async_trait;
use model::{AssetId, Sample, SampleStatus, Window};
use rusqlite::{Connection, params};

use super::{SqliteStore, columns, subjects};
use crate::{Read, Result, Samples, ServiceSamples, Unreadable};

/// The number that stands for a status in the table and in the index of failures.
fn code(status: SampleStatus) -> u8 {
    match status {
        SampleStatus::Ok => 0,
        SampleStatus::Degraded => 1,
        SampleStatus::Failed => 2,
        SampleStatus::Unknown => 3,
    }
}

/// Service, moment and status make a sample what it is; a second one like it adds nothing.
fn add(db: &Connection, samples: &[Sample]) -> Result<u64> {
    let mut keys = HashMap::new();
    let mut insert = db.prepare_cached("INSERT INTO samples VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")?;
    let mut new = 0;
    for sample in samples {
        let service = match keys.get(&sample.service_id) {
            Some(key) => *key,
            None => *keys.entry(&sample.service_id).or_insert(subjects::key(db, &sample.service_id)?),
        };
        let at = sample.timestamp.timestamp_millis();
        new += insert.execute(params![service, at, code(sample.status), sample.response_ms, sample.message])?;
    }
    Ok(new as u64)
}

fn read(db: &Connection, window: Window) -> Result<Vec<ServiceSamples>> {
    let mut found = Vec::new();
    for (key, service_id) in subjects::list(db)? {
        if let Some(samples) = read_service(db, key, service_id, window)? {
            found.push(samples);
        }
    }
    Ok(found)
}

fn read_service(db: &Connection, key: i64, service_id: AssetId, window: Window) -> Result<Option<ServiceSamples>> {
    let (start, end) = (window.start.timestamp_millis(), window.end.timestamp_millis());
    let mut extent = db.prepare_cached(
        "SELECT min(at) AS first, max(at) AS last FROM samples WHERE service = ?1 AND at >= ?2 AND at < ?3",
    )?;
    let extent = extent.query_row([key, start, end], |row| {
        Ok((columns::optional_moment(row, "first")?, columns::optional_moment(row, "last")?))
    })?;
    let (Some(first), Some(last)) = extent else {
        return Ok(None);
    };

    let mut counts = [0; SampleStatus::ALL.len()];
    let mut count = db.prepare_cached(
        "SELECT count(*) FILTER (WHERE status = 0), count(*) FILTER (WHERE status = 1),
                count(*) FILTER (WHERE status = 2), count(*) FILTER (WHERE status = 3)
         FROM samples WHERE service = ?1 AND at >= ?2 AND at < ?3",
    )?;
    count.query_row([key, start, end], |row| {
        for (status, slot) in SampleStatus::ALL.into_iter().zip(&mut counts) {
            *slot = row.get::<_, i64>(usize::from(code(status)))?.unsigned_abs();
        }
        Ok(())
    })?;

    let mut failures = db.prepare_cached(
        "SELECT at FROM samples INDEXED BY failures
         WHERE service = ?1 AND at >= ?2 AND at < ?3 AND status = 2 ORDER BY at",
    )?;
    let failures = failures.query_map([key, start, end], |row| columns::moment(row, "at"))?;
    let failures = failures.collect::<rusqlite::Result<_>>()?;
    Ok(Some(ServiceSamples { service_id, counts, first, last, failures }))
}

#[async_trait]
impl Samples for SqliteStore {
    async fn add_samples(&self, samples: &[Sample]) -> Result<u64> {
        let samples = samples.to_vec();
        self.write(move |db| add(db, &samples)).await
    }

    async fn read_samples(&self, window: Window) -> Result<Read<Vec<ServiceSamples>>> {
        let found = self.read(move |db| read(db, window)).await?;
        Ok(Read { found, unreadable: Unreadable::default() })
    }
}
