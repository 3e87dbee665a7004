//! The table of backup runs.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::try_join;
use model::{AssetId, BackupOutcome, BackupRun, ReportRun, Timestamp, Unreadable, Window};
use rusqlite::{
    Connection, OptionalExtension, Row, params,
    types::{Value, ValueRef},
};

use super::{SqliteStore, columns, subjects};
use crate::{AssetRuns, BackupRuns, HourCount, Read, Result, Selection, backup_size};

/// The number that stands for an outcome in the table.
fn code(outcome: BackupOutcome) -> u8 {
    match outcome {
        BackupOutcome::Success => 0,
        BackupOutcome::Warning => 1,
        BackupOutcome::Failed => 2,
    }
}

/// Stands for a start that is not known, which is as good an identity as a known one; but NULL is never equal to NULL.
const UNKNOWN: i64 = -i64::MAX;

/// Asset, end, outcome and start make a run what it is; a second one like it adds nothing.
fn add(db: &Connection, runs: &[BackupRun]) -> Result<u64> {
    let mut insert =
        db.prepare_cached("INSERT INTO backup_runs VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING")?;
    let mut new = 0;
    for run in runs {
        new += insert.execute(params![
            subjects::key(db, &run.asset_id)?,
            run.timestamp.timestamp_millis(),
            code(run.outcome),
            run.started_at.map_or(UNKNOWN, |at| at.timestamp_millis()),
            backup_size::to_kept(run.size_bytes)?,
            run.message,
        ])?;
    }
    Ok(new as u64)
}

/// Which of all ids in their order.
enum Half {
    Before(String),
    From(String),
}

impl Half {
    /// Where it begins and where the other begins, so that one statement serves either: no text comes before the empty one,
    /// and none after a blob.
    fn bounds(&self) -> (&str, Value) {
        match self {
            Self::Before(middle) => ("", Value::Text(middle.clone())),
            Self::From(middle) => (middle, Value::Blob(Vec::new())),
        }
    }
}

/// Where the second half of those that are asked for begins, if there is any.
fn find_middle(db: &Connection, only: Option<&str>) -> Result<Option<String>> {
    let mut query = db.prepare_cached(
        "WITH asked AS (SELECT id FROM subjects WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))
         SELECT id FROM asked ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM asked)",
    )?;
    Ok(query.query_row([only], |row| row.get(0)).optional()?)
}

/// One question for all assets of a half: to ask anew for each of a thousand takes longer than to read its runs.
fn read(db: &Connection, window: Window, only: Option<&str>, half: &Half) -> Result<Vec<AssetRuns>> {
    let (start, end) = (window.start.timestamp_millis(), window.end.timestamp_millis());
    let (from, before) = half.bounds();
    let mut query = db.prepare_cached(
        // From asset to asset in their order, each from the end of its newest run before the window.
        "SELECT ended_at, started_at, outcome, key, id FROM subjects LEFT JOIN backup_runs
         ON asset = key AND ended_at <= ?2 AND ended_at >= coalesce(
             (SELECT ended_at FROM backup_runs WHERE asset = key AND ended_at <= ?1 ORDER BY ended_at DESC LIMIT 1), ?1)
         WHERE id >= ?3 AND id < ?4 AND (?5 IS NULL OR id IN (SELECT value FROM json_each(?5)))
         ORDER BY id, ended_at",
    )?;
    let mut rows = query.query(params![start, end, from, before, only])?;
    // Where the runs of each begin among those of all.
    let (mut assets, mut runs): (Vec<(i64, AssetId, usize)>, Vec<ReportRun>) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let key = row.get(3)?;
        if assets.last().is_none_or(|(last, ..)| *last != key) {
            assets.push((key, columns::parsed(row, "id", AssetId::new)?, runs.len()));
        }
        if row.get_ref(0)? != ValueRef::Null {
            runs.push(read_run(row)?);
        }
    }
    let mut found = Vec::with_capacity(assets.len());
    for (key, asset_id, first) in assets.into_iter().rev() {
        if first < runs.len() || is_backed_up(db, key)? {
            found.push(AssetRuns { asset_id, runs: needed(db, key, &runs[first..], start)? });
        }
        runs.truncate(first);
    }
    found.reverse();
    Ok(found)
}

fn is_backed_up(db: &Connection, key: i64) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM backup_runs WHERE asset = ?1)")?;
    Ok(query.query_row([key], |row| row.get(0))?)
}

/// Of the runs of the window, and before them those that ended last before it: the former, the newest before it and the
/// newest success before it, in their order.
fn needed(db: &Connection, asset: i64, runs: &[ReportRun], start: i64) -> Result<Vec<ReportRun>> {
    let (before, within) = runs.split_at(runs.partition_point(|run| run.ended_at.timestamp_millis() <= start));
    let newest = before.iter().max().copied();
    let successful = before.iter().filter(|run| run.outcome.is_success());
    let success = match successful.max_by_key(|run| (run.restore_point(), **run)) {
        None if newest.is_some() => newest_success(db, asset, start)?,
        found => found.copied(),
    };
    let mut needed = Vec::with_capacity(within.len() + 2);
    needed.extend(newest.into_iter().chain(success));
    needed.extend(within);
    needed.sort_unstable();
    needed.dedup();
    Ok(needed)
}

/// It may be far back, so it has an index of its own.
fn newest_success(db: &Connection, key: i64, until: i64) -> Result<Option<ReportRun>> {
    let mut query = db.prepare_cached(
        "SELECT ended_at, started_at, outcome FROM backup_runs
         WHERE asset = ?1 AND ended_at <= ?2 AND outcome < 2
         ORDER BY ended_at DESC, restore_point DESC, started_at DESC, outcome DESC LIMIT 1",
    )?;
    Ok(query.query_row([key, until], read_run).optional()?)
}

/// From the columns by their places, because there are many runs and a name is looked for among all names each time.
fn read_run(row: &Row<'_>) -> rusqlite::Result<ReportRun> {
    let outcome = match row.get(2)? {
        0 => BackupOutcome::Success,
        1 => BackupOutcome::Warning,
        2 => BackupOutcome::Failed,
        other => {
            return Err(columns::unreadable(row, "outcome", &format!("unknown outcome {other}")));
        }
    };
    Ok(ReportRun {
        ended_at: columns::from_millis(row.get(0)?)?,
        started_at: match row.get(1)? {
            UNKNOWN => None,
            millis => Some(columns::from_millis(millis)?),
        },
        outcome,
    })
}

fn newest(db: &Connection) -> Result<Option<Timestamp>> {
    Ok(db.query_row(
        "SELECT max((SELECT ended_at FROM backup_runs WHERE asset = key ORDER BY ended_at DESC LIMIT 1)) AS newest
         FROM subjects",
        [],
        |row| columns::optional_moment(row, "newest"),
    )?)
}

fn hours(db: &Connection) -> Result<Vec<HourCount>> {
    let mut query = db.prepare_cached(
        // Division rounds towards zero, but an hour before 1970 begins further down.
        "SELECT ended_at - (ended_at % 3600000 + 3600000) % 3600000 AS hour, count(*) AS count,
                min(ended_at) AS first, max(ended_at) AS last
         FROM backup_runs GROUP BY 1 ORDER BY 1",
    )?;
    let rows = query.query_map([], columns::hour_count)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn backed_up_assets(db: &Connection) -> Result<Vec<AssetId>> {
    let mut query = db.prepare_cached(
        "SELECT id FROM subjects WHERE EXISTS (SELECT 1 FROM backup_runs WHERE asset = key) ORDER BY id",
    )?;
    let rows = query.query_map([], |row| columns::parsed(row, "id", AssetId::new))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[async_trait]
impl BackupRuns for SqliteStore {
    async fn add_backup_runs(&self, runs: &[BackupRun]) -> Result<u64> {
        let runs = runs.to_vec();
        self.write(move |db| add(db, &runs)).await
    }

    /// On two connections, each for half of the assets: what takes long is to take the runs out row by row. Halved by id,
    /// because each connection sees a moment of its own, and from one to the other a number may come to another asset.
    async fn read_backup_runs(&self, selection: Selection) -> Result<Read<Vec<AssetRuns>>> {
        let only: Option<Arc<str>> = selection.only.as_ref().map(columns::to_json).transpose()?.map(Into::into);
        let asked = only.clone();
        let Some(middle) = self.read(move |db| find_middle(db, asked.as_deref())).await? else {
            return Ok(Read { found: Vec::new(), unreadable: Unreadable::default() });
        };
        let read_half = |half| {
            let only = only.clone();
            self.scan(move |db| read(db, selection.window, only.as_deref(), &half))
        };
        let halves = try_join(read_half(Half::Before(middle.clone())), read_half(Half::From(middle)));
        let (mut found, others) = halves.await?;
        found.extend(others);
        Ok(Read { found, unreadable: Unreadable::default() })
    }

    async fn newest_backup_run(&self) -> Result<Option<Timestamp>> {
        self.read(newest).await
    }

    async fn backup_hours(&self) -> Result<Vec<HourCount>> {
        self.scan(hours).await
    }

    async fn backed_up_assets(&self) -> Result<Vec<AssetId>> {
        self.read(backed_up_assets).await
    }
}
