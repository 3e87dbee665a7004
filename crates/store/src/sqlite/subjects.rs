//! Small numbers in place of the ids that samples and backup runs name over and over.

use model::AssetId;
use rusqlite::{Connection, OptionalExtension};

use super::columns;
use crate::Result;

/// The number of an id, given to it at its first use.
pub fn key(db: &Connection, id: &AssetId) -> Result<i64> {
    let mut find = db.prepare_cached("SELECT key FROM subjects WHERE id = ?1")?;
    if let Some(key) = find.query_row([id.as_str()], |row| row.get(0)).optional()? {
        return Ok(key);
    }
    db.execute("INSERT INTO subjects (id) VALUES (?1)", [id.as_str()])?;
    Ok(db.last_insert_rowid())
}

/// All numbers with their ids, by id.
pub fn list(db: &Connection) -> Result<Vec<(i64, AssetId)>> {
    let mut query = db.prepare_cached("SELECT key, id FROM subjects ORDER BY id")?;
    let rows = query.query_map([], |row| Ok((row.get("key")?, columns::parsed(row, "id", AssetId::new)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
