//! Small numbers in place of the ids that samples and backup runs name over and over.

use std::collections::HashSet;

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
    // A number is not given away again before the last sample under it is gone.
    db.execute(
        "INSERT INTO subjects
         SELECT 1 + max(coalesce((SELECT max(key) FROM subjects), 0), coalesce((SELECT max(service) FROM removed_hours), 0)),
                ?1, 0",
        [id.as_str()],
    )?;
    Ok(db.last_insert_rowid())
}

/// The same for an id that samples are kept of.
pub fn sampled_key(db: &Connection, id: &AssetId) -> Result<i64> {
    let mut find = db.prepare_cached("SELECT key FROM subjects WHERE id = ?1 AND sampled")?;
    if let Some(key) = find.query_row([id.as_str()], |row| row.get(0)).optional()? {
        return Ok(key);
    }
    let key = key(db, id)?;
    db.execute("UPDATE subjects SET sampled = 1 WHERE key = ?1", [key])?;
    Ok(key)
}

/// The numbers of those that are asked for with their ids, by id; an id that nothing names has none.
pub fn list(db: &Connection, only: Option<&[AssetId]>) -> Result<Vec<(i64, AssetId)>> {
    let mut query = db.prepare_cached("SELECT key, id FROM subjects ORDER BY id")?;
    let rows = query.query_map([], |row| Ok((row.get("key")?, columns::parsed(row, "id", AssetId::new)?)))?;
    let mut found: Vec<_> = rows.collect::<rusqlite::Result<_>>()?;
    if let Some(only) = only {
        let only: HashSet<_> = only.iter().collect();
        found.retain(|(_, id)| only.contains(id));
    }
    Ok(found)
}
