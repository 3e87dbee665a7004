//! Removes assets with all that is known of them. What can be read is gone in one short write; the samples, of which
//! there may be millions, can no longer be reached then and are deleted bit by bit, between the writes of others.

use model::{AssetId, NewAuditEntry};
use rusqlite::{Connection, OptionalExtension, params};

use super::{trail, writer::Writer};
use crate::Result;

/// How many samples are deleted in one go, and from how many hours: some hundredths of a second, in which others wait.
const BIT: u32 = 10_000;
const HOURS: usize = 200;

/// Removes assets from all that can be read.
pub fn remove(db: &Connection, ids: &[AssetId], audit: NewAuditEntry) -> Result<()> {
    let mut key = db.prepare_cached("SELECT key FROM subjects WHERE id = ?1")?;
    let mut has_removed = false;
    for id in ids {
        db.prepare_cached("DELETE FROM assets WHERE id = ?1")?.execute([id.as_str()])?;
        if let Some(key) = key.query_row([id.as_str()], |row| row.get(0)).optional()? {
            remove_subject(db, key)?;
            has_removed = true;
        }
    }
    if has_removed {
        remove_hours(db)?;
    }
    trail::append(db, audit)
}

/// Once for all that were removed, because the hours of one service lie among those of the others.
fn remove_hours(db: &Connection) -> Result<()> {
    const GONE: &str = "FROM sample_hours WHERE service NOT IN (SELECT key FROM subjects)";
    db.execute(&format!("INSERT INTO removed_hours SELECT service, hour {GONE}"), [])?;
    db.execute(&format!("DELETE {GONE}"), [])?;
    Ok(())
}

fn remove_subject(db: &Connection, key: i64) -> Result<()> {
    for statement in ["DELETE FROM backup_runs WHERE asset = ?1", "DELETE FROM subjects WHERE key = ?1"] {
        db.prepare_cached(statement)?.execute([key])?;
    }
    Ok(())
}

/// Deletes in the background what removals have left. What a closing or a full disk leaves is for the next time.
pub fn delete_rest(writer: Writer) {
    tokio::spawn(async move {
        loop {
            match writer.write(delete_bit).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::debug!(%error, "samples of removed assets stay until the next removal or start");
                    break;
                }
            }
        }
    });
}

/// Deletes some of what is left; false when nothing is.
fn delete_bit(db: &Connection) -> Result<bool> {
    let mut next = db.prepare_cached("SELECT service, hour FROM removed_hours LIMIT 1")?;
    let mut deleted = 0;
    for _ in 0..HOURS {
        let found = next.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((service, hour)) = found else { return Ok(false) };
        deleted += delete_from_hour(db, service, hour)?;
        if deleted >= BIT as usize {
            break;
        }
    }
    Ok(true)
}

/// Deletes an hour of a service, or the first bit of it; gives how many samples that were.
fn delete_from_hour(db: &Connection, service: i64, hour: i64) -> Result<usize> {
    let mut end =
        db.prepare_cached("SELECT at FROM samples WHERE hour = ?1 AND service = ?2 ORDER BY at LIMIT 1 OFFSET ?3")?;
    let end = end.query_row(params![hour, service, BIT], |row| row.get::<_, i64>(0)).optional()?;
    // Samples of one moment go together, so each bit gets further.
    let deleted = db.prepare_cached("DELETE FROM samples WHERE hour = ?1 AND service = ?2 AND at <= ?3")?.execute([
        hour,
        service,
        end.unwrap_or(i64::MAX),
    ])?;
    if end.is_none() {
        db.prepare_cached("DELETE FROM removed_hours WHERE service = ?1 AND hour = ?2")?.execute([service, hour])?;
    }
    Ok(deleted)
}
