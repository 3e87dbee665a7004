//! The table of presets.

use async_trait::async_trait;
use model::{NewAuditEntry, Page, PageRequest, Preset};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{SqliteStore, columns, trail};
use crate::{Presets, Result, StoreError, page};

fn put(db: &Connection, preset: &Preset, audit: NewAuditEntry) -> Result<bool> {
    let known = find(db, &preset.name)?.is_some();
    db.execute(
        "INSERT OR REPLACE INTO presets VALUES (?1, ?2, ?3, ?4)",
        params![
            preset.name,
            columns::to_json(&preset.configuration)?,
            preset.changed_at.timestamp_millis(),
            preset.changed_by
        ],
    )?;
    trail::append(db, audit)?;
    Ok(!known)
}

fn find(db: &Connection, name: &str) -> Result<Option<Preset>> {
    let mut query = db.prepare_cached("SELECT * FROM presets WHERE name = ?1")?;
    Ok(query.query_row([name], read).optional()?)
}

fn list(db: &Connection, page: &PageRequest) -> Result<Page<Preset>> {
    let mut query = db.prepare_cached("SELECT * FROM presets WHERE name > coalesce(?1, '') ORDER BY name LIMIT ?2")?;
    let rows = query.query_map(params![page.cursor, page::to_read(page)], |row| {
        Ok((read(row)?, columns::length(row, "configuration")?))
    })?;
    Ok(page::fill(rows, page, |preset: &Preset| preset.name.clone())?)
}

fn remove(db: &Connection, name: &str, audit: NewAuditEntry) -> Result<()> {
    match db.execute("DELETE FROM presets WHERE name = ?1", [name])? {
        0 => Err(StoreError::NotFound),
        _ => trail::append(db, audit),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Preset> {
    Ok(Preset {
        name: row.get("name")?,
        configuration: columns::json(row, "configuration")?,
        changed_at: columns::moment(row, "changed_at")?,
        changed_by: row.get("changed_by")?,
    })
}

#[async_trait]
impl Presets for SqliteStore {
    async fn put_preset(&self, preset: &Preset, audit: NewAuditEntry) -> Result<bool> {
        let preset = preset.clone();
        self.write(move |db| put(db, &preset, audit)).await
    }

    async fn find_preset(&self, name: &str) -> Result<Option<Preset>> {
        let name = name.to_owned();
        self.read(move |db| find(db, &name)).await
    }

    async fn list_presets(&self, page: PageRequest) -> Result<Page<Preset>> {
        self.read(move |db| list(db, &page)).await
    }

    async fn remove_preset(&self, name: &str, audit: NewAuditEntry) -> Result<()> {
        let name = name.to_owned();
        self.write(move |db| remove(db, &name, audit)).await
    }
}
