//! Removes assets with all that is known of them. What can be read is gone in one short write; the samples, of which
//! there may be millions, can no longer be reached then and are deleted bit by bit, between the writes of others.

use model::{AssetId, NewAuditEntry};
use rusqlite::{Connection, OptionalExtension};

use super::{trail, writer::Writer};
use crate::Result;

/// How many samples are deleted in one go: some hundredths of a second, in which others wait.
const BIT: i64 = 10_000;

/// Removes assets from all that can be read.
pub fn remove(db: &Connection, ids: &[AssetId], audit: NewAuditEntry) -> Result<()> {
    let mut key = db.prepare_cached("SELECT key FROM subjects WHERE id = ?1")?;
    for id in ids {
        db.prepare_cached("DELETE FROM assets WHERE id = ?1")?.execute([id.as_str()])?;
        if let Some(key) = key.query_row([id.as_str()], |row| row.get(0)).optional()? {
            remove_subject(db, key)?;
        }
    }
    // Once for all, because the hours of one service lie among those of the others.
    db.execute("DELETE FROM sample_hours WHERE service IN (SELECT key FROM removed_subjects)", [])?;
    trail::append(db, audit)
}

fn remove_subject(db: &Connection, key: i64) -> Result<()> {
    for statement in [
        "DELETE FROM backup_runs WHERE asset = ?1",
        "DELETE FROM subjects WHERE key = ?1",
        "INSERT INTO removed_subjects VALUES (?1)",
    ] {
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
    let mut next = db.prepare_cached("SELECT key FROM removed_subjects LIMIT 1")?;
    let Some(key) = next.query_row([], |row| row.get::<_, i64>(0)).optional()? else {
        return Ok(false);
    };
    let mut end = db.prepare_cached("SELECT at FROM samples WHERE service = ?1 ORDER BY at LIMIT 1 OFFSET ?2")?;
    let end = end.query_row([key, BIT], |row| row.get::<_, i64>(0)).optional()?;
    // Samples of one moment go together, so each bit gets further.
    db.prepare_cached("DELETE FROM samples WHERE service = ?1 AND at <= ?2")?
        .execute([key, end.unwrap_or(i64::MAX)])?;
    if end.is_none() {
        db.execute("DELETE FROM removed_subjects WHERE key = ?1", [key])?;
    }
    Ok(true)
}
