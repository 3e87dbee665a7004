//! Counters against guessing.

use model::{Attempts, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::columns;
use crate::Result;

pub fn find(db: &Connection, key: &str) -> Result<Option<Attempts>> {
    let found = db.query_row("SELECT count, since, last FROM attempts WHERE key = ?1", [key], |row| {
        Ok(Attempts {
            count: row.get("count")?,
            since: columns::moment(row, "since")?,
            last: columns::moment(row, "last")?,
        })
    });
    Ok(found.optional()?)
}

pub fn swap(db: &Connection, key: &str, seen: Option<Attempts>, new: Attempts, forget_at: Timestamp) -> Result<bool> {
    let (since, last) = (new.since.timestamp_millis(), new.last.timestamp_millis());
    let forget_at = forget_at.timestamp_millis();
    let changed = match seen {
        None => db.execute(
            "INSERT INTO attempts VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![key, new.count, since, last, forget_at],
        )?,
        Some(seen) => db.execute(
            "UPDATE attempts SET count = ?2, since = ?3, last = ?4, forget_at = ?5
             WHERE key = ?1 AND count = ?6 AND since = ?7 AND last = ?8",
            params![
                key,
                new.count,
                since,
                last,
                forget_at,
                seen.count,
                seen.since.timestamp_millis(),
                seen.last.timestamp_millis()
            ],
        )?,
    };
    Ok(changed == 1)
}

pub fn forget(db: &Connection, key: &str) -> Result<()> {
    db.execute("DELETE FROM attempts WHERE key = ?1", [key])?;
    Ok(())
}

/// Drops the counters that are forgotten by now.
pub fn sweep(db: &Connection, now: Timestamp) -> Result<()> {
    db.execute("DELETE FROM attempts WHERE forget_at <= ?1", [now.timestamp_millis()])?;
    Ok(())
}
