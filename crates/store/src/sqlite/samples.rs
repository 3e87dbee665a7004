//! The table of samples: the largest there is, so its rows are small and lie by the hour, as they come in and are read.
//! Most of what a window holds is known from its whole hours; only the hours that its edges cut are read.

use std::collections::HashMap;

use async_trait::async_trait;
use model::{AssetId, Sample, SampleStatus, Timestamp, Unreadable};
use rusqlite::{Connection, Row, params};

use super::{
    SqliteStore, columns,
    sample_hours::{self, HOUR, Tally},
    subjects,
};
use crate::{HourCount, Read, Result, Samples, Selection, ServiceSamples};

/// The number that stands for a status in the table and in the index of failures.
fn code(status: SampleStatus) -> u8 {
    match status {
        SampleStatus::Ok => 0,
        SampleStatus::Degraded => 1,
        SampleStatus::Failed => 2,
        SampleStatus::Unknown => 3,
    }
}

/// Samples as they are handed to the writer.
struct Batch {
    services: Vec<AssetId>,
    rows: Vec<BatchRow>,
}

struct BatchRow {
    /// The place of its service in the list.
    service: usize,
    at: i64,
    status: SampleStatus,
    response_ms: Option<f64>,
    message: Option<String>,
}

impl BatchRow {
    fn hour(&self) -> i64 {
        self.at.div_euclid(HOUR)
    }
}

impl Batch {
    fn new(samples: &[Sample]) -> Self {
        let mut places = HashMap::new();
        let mut services = Vec::new();
        let rows = samples
            .iter()
            .map(|sample| BatchRow {
                service: *places.entry(&sample.service_id).or_insert_with(|| {
                    services.push(sample.service_id.clone());
                    services.len() - 1
                }),
                at: sample.timestamp.timestamp_millis(),
                status: sample.status,
                response_ms: sample.response_ms,
                message: sample.message.clone(),
            })
            .collect();
        Self { services, rows }
    }
}

/// Service, moment and status make a sample what it is; a second one like it adds nothing.
fn add(db: &Connection, batch: &mut Batch) -> Result<u64> {
    let keys = batch.services.iter().map(|id| subjects::sampled_key(db, id)).collect::<Result<Vec<_>>>()?;
    let mut insert = db.prepare_cached("INSERT INTO samples VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")?;
    // In the order of the table, so that neighbours are written together. A stable sort, because the first of several that
    // are the same is the one that is kept.
    batch.rows.sort_by_key(|row| (row.hour(), keys[row.service], row.at, code(row.status)));
    let mut hours = Vec::new();
    let mut new = 0;
    // The rows of an hour of a service follow one another.
    for together in batch.rows.chunk_by(|one, next| (one.hour(), one.service) == (next.hour(), next.service)) {
        let (hour, key, mut tally) = (together[0].hour(), keys[together[0].service], Tally::default());
        for row in together {
            if insert.execute(params![hour, key, row.at, code(row.status), row.response_ms, row.message])? == 1 {
                tally.add(row.at, row.status);
                new += 1;
            }
        }
        if tally.extent.is_some() {
            hours.push(((hour, key), tally));
        }
    }
    sample_hours::add(db, &hours)?;
    Ok(new)
}

fn read(db: &Connection, selection: &Selection) -> Result<Vec<ServiceSamples>> {
    let (start, end) = (selection.window.start.timestamp_millis(), selection.window.end.timestamp_millis());
    let first_whole = start.div_euclid(HOUR) + i64::from(start.rem_euclid(HOUR) != 0);
    // A window within one hour has no whole one, and is all cut.
    let end_whole = end.div_euclid(HOUR).max(first_whole);
    let mut whole = sample_hours::sum(db, first_whole, end_whole)?;
    let cut = [(start, end.min(first_whole * HOUR)), ((end_whole * HOUR).max(start), end)];

    let mut found = Vec::new();
    for (key, service_id) in subjects::list(db, selection.only.as_deref())? {
        let mut tally = whole.remove(&key).unwrap_or_default();
        for (start, end) in cut.into_iter().filter(|(start, end)| start < end) {
            tally.join(count(db, key, start, end)?);
        }
        let Some((first, last)) = tally.extent else { continue };
        let failures = if tally.counts.failed == 0 { Vec::new() } else { failures(db, key, start, end)? };
        let (first, last) = (columns::from_millis(first)?, columns::from_millis(last)?);
        found.push(ServiceSamples { service_id, counts: tally.counts, first, last, failures });
    }
    Ok(found)
}

/// Sums a stretch of an hour up by reading all its samples.
fn count(db: &Connection, key: i64, start: i64, end: i64) -> Result<Tally> {
    let mut query = db.prepare_cached(
        "SELECT count(*) FILTER (WHERE status = 0), count(*) FILTER (WHERE status = 1),
                count(*) FILTER (WHERE status = 2), count(*) FILTER (WHERE status = 3), min(at), max(at)
         FROM samples WHERE hour = ?1 AND service = ?2 AND at >= ?3 AND at < ?4",
    )?;
    Ok(query.query_row([start.div_euclid(HOUR), key, start, end], sample_hours::read)?)
}

fn failures(db: &Connection, key: i64, start: i64, end: i64) -> Result<Vec<Timestamp>> {
    let mut query = db.prepare_cached(
        "SELECT at FROM samples INDEXED BY failures
         WHERE service = ?1 AND at >= ?2 AND at < ?3 AND status = 2 ORDER BY at",
    )?;
    let rows = query.query_map([key, start, end], |row| columns::from_millis(row.get(0)?))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn sampled_services(db: &Connection) -> Result<Vec<AssetId>> {
    let mut query = db.prepare_cached("SELECT id FROM subjects WHERE sampled ORDER BY id")?;
    let rows = query.query_map([], |row: &Row<'_>| columns::parsed(row, "id", AssetId::new))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[async_trait]
impl Samples for SqliteStore {
    async fn add_samples(&self, samples: &[Sample]) -> Result<u64> {
        let mut batch = Batch::new(samples);
        self.write(move |db| add(db, &mut batch)).await
    }

    async fn read_samples(&self, selection: Selection) -> Result<Read<Vec<ServiceSamples>>> {
        let found = self.scan(move |db| read(db, &selection)).await?;
        Ok(Read { found, unreadable: Unreadable::default() })
    }

    async fn newest_sample(&self) -> Result<Option<Timestamp>> {
        self.read(sample_hours::newest).await
    }

    async fn sample_hours(&self) -> Result<Vec<HourCount>> {
        self.scan(sample_hours::list).await
    }

    async fn sampled_services(&self) -> Result<Vec<AssetId>> {
        self.read(sampled_services).await
    }
}
