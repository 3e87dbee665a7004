//! Secrets that all servers share, kept with the data.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{Result, StoreError};

pub fn keep(db: &Connection, name: &str, candidate: &str) -> Result<String> {
    db.execute("INSERT INTO secrets VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![name, candidate])?;
    find(db, name)?.ok_or(StoreError::NotFound)
}

pub fn find(db: &Connection, name: &str) -> Result<Option<String>> {
    Ok(db.query_row("SELECT value FROM secrets WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

pub fn forget(db: &Connection, name: &str) -> Result<()> {
    db.execute("DELETE FROM secrets WHERE name = ?1", [name])?;
    Ok(())
}
