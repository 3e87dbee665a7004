//! What each hour of each service holds, kept in step with the samples: a week of minutes is 168 rows to read.

use std::collections::HashMap;

use model::{SampleStatus, StatusCounts, Timestamp};
use rusqlite::{Connection, Row, params};

use super::columns;
use crate::{HourCount, Result};

/// An hour in milliseconds.
pub const HOUR: i64 = 3_600_000;

/// How many samples of each status a stretch of time holds, and when the first and the last came.
#[derive(Default)]
pub struct Tally {
    pub counts: StatusCounts,
    pub extent: Option<(i64, i64)>,
}

impl Tally {
    /// Counts one more sample.
    pub fn add(&mut self, at: i64, status: SampleStatus) {
        self.counts.add(status, 1);
        self.stretch((at, at));
    }

    /// Counts what another stretch holds.
    pub fn join(&mut self, other: Self) {
        for status in SampleStatus::ALL {
            self.counts.add(status, other.counts.get(status));
        }
        if let Some(extent) = other.extent {
            self.stretch(extent);
        }
    }

    fn stretch(&mut self, (first, last): (i64, i64)) {
        let (before, after) = self.extent.unwrap_or((first, last));
        self.extent = Some((before.min(first), after.max(last)));
    }
}

/// Counts new samples into the hours and services that they belong to.
pub fn add(db: &Connection, hours: &[((i64, i64), Tally)]) -> Result<()> {
    let mut put = db.prepare_cached(
        "INSERT INTO sample_hours VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET
             ok = ok + excluded.ok, degraded = degraded + excluded.degraded,
             failed = failed + excluded.failed, unknown = unknown + excluded.unknown,
             first = min(first, excluded.first), last = max(last, excluded.last)",
    )?;
    for ((hour, service), Tally { counts, extent }) in hours {
        let Some((first, last)) = extent else { continue };
        let [ok, degraded, failed, unknown] = SampleStatus::ALL.map(|status| counts.get(status).cast_signed());
        put.execute(params![hour, service, ok, degraded, failed, unknown, first, last])?;
    }
    Ok(())
}

/// What the hours from `start` up to and without `end` hold for each service, in hours since 1970.
pub fn sum(db: &Connection, start: i64, end: i64) -> Result<HashMap<i64, Tally>> {
    let mut query = db.prepare_cached(
        "SELECT ok, degraded, failed, unknown, first, last, service FROM sample_hours WHERE hour >= ?1 AND hour < ?2",
    )?;
    let mut rows = query.query([start, end])?;
    let mut services = HashMap::<_, Tally>::new();
    while let Some(row) = rows.next()? {
        services.entry(row.get(6)?).or_default().join(read(row)?);
    }
    Ok(services)
}

/// Reads four counts in the order of the statuses, the first and the last; where nothing was summed up, they are empty.
pub fn read(row: &Row<'_>) -> rusqlite::Result<Tally> {
    let mut tally = Tally::default();
    for status in SampleStatus::ALL {
        let count = row.get::<_, Option<i64>>(status.index())?;
        tally.counts.add(status, count.unwrap_or_default().unsigned_abs());
    }
    tally.extent = row.get::<_, Option<i64>>(4)?.zip(row.get(5)?);
    Ok(tally)
}

pub fn newest(db: &Connection) -> Result<Option<Timestamp>> {
    Ok(db.query_row(
        "SELECT max(last) AS newest FROM sample_hours WHERE hour = (SELECT max(hour) FROM sample_hours)",
        [],
        |row| columns::optional_moment(row, "newest"),
    )?)
}

/// How much each hour holds over all services.
pub fn list(db: &Connection) -> Result<Vec<HourCount>> {
    let mut query = db.prepare_cached(
        "SELECT hour * 3600000 AS hour, sum(ok + degraded + failed + unknown) AS count,
                min(first) AS first, max(last) AS last
         FROM sample_hours GROUP BY sample_hours.hour ORDER BY 1",
    )?;
    let rows = query.query_map([], columns::hour_count)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
