//! The table of backup runs.

use async_trait::async_trait;
use model::{AssetId, BackupOutcome, BackupRun, Window};
use rusqlite::{Connection, Row, params};

use super::{SqliteStore, columns, subjects};
use crate::{BackupRuns, Read, Result, Unreadable, backup_size};

/// The number that stands for an outcome in the table.
fn code(outcome: BackupOutcome) -> u8 {
    match outcome {
        BackupOutcome::Success => 0,
        BackupOutcome::Warning => 1,
        BackupOutcome::Failed => 2,
    }
}

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
            run.started_at.map(|at| at.timestamp_millis()),
            backup_size::to_kept(run.size_bytes)?,
            run.message,
        ])?;
    }
    Ok(new as u64)
}

fn read(db: &Connection, window: Window) -> Result<Vec<BackupRun>> {
    let (start, end) = (window.start.timestamp_millis(), window.end.timestamp_millis());
    let mut newest_success_before = db.prepare_cached(
        "SELECT * FROM backup_runs WHERE asset = ?1 AND ended_at < ?2 AND outcome IN (0, 1)
         ORDER BY ended_at DESC, started_at DESC, outcome LIMIT 1",
    )?;
    let mut ended_in_window = db.prepare_cached(
        "SELECT * FROM backup_runs WHERE asset = ?1 AND ended_at >= ?2 AND ended_at < ?3
         ORDER BY ended_at, started_at, outcome",
    )?;
    let mut runs = Vec::new();
    for (key, asset_id) in subjects::list(db)? {
        for run in newest_success_before.query_map([key, start], |row| read_run(row, &asset_id))? {
            runs.push(run?);
        }
        for run in ended_in_window.query_map([key, start, end], |row| read_run(row, &asset_id))? {
            runs.push(run?);
        }
    }
    Ok(runs)
}

fn read_run(row: &Row<'_>, asset_id: &AssetId) -> rusqlite::Result<BackupRun> {
    let outcome = match row.get("outcome")? {
        0 => BackupOutcome::Success,
        1 => BackupOutcome::Warning,
        2 => BackupOutcome::Failed,
        other => {
            return Err(columns::unreadable(row, "outcome", &format!("unknown outcome {other}")));
        }
    };
    Ok(BackupRun {
        timestamp: columns::moment(row, "ended_at")?,
        asset_id: asset_id.clone(),
        outcome,
        started_at: columns::optional_moment(row, "started_at")?,
        size_bytes: row.get::<_, Option<i64>>("size_bytes")?.map(i64::unsigned_abs),
        message: row.get("message")?,
    })
}

#[async_trait]
impl BackupRuns for SqliteStore {
    async fn add_backup_runs(&self, runs: &[BackupRun]) -> Result<u64> {
        let runs = runs.to_vec();
        self.write(move |db| add(db, &runs)).await
    }

    async fn read_backup_runs(&self, window: Window) -> Result<Read<Vec<BackupRun>>> {
        let found = self.read(move |db| read(db, window)).await?;
        Ok(Read { found, unreadable: Unreadable::default() })
    }
}
