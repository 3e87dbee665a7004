//! The table of assets.

use std::collections::BTreeMap;

use async_trait::async_trait;
use model::{Asset, AssetId, AssetType, NewAuditEntry, Page, PageRequest, ServiceType, Unreadable};
use rusqlite::{Connection, Row, params};

use super::{SqliteStore, columns, removal, trail};
use crate::{AssetFilter, Assets, Read, Result, StoreError, page};

fn list(db: &Connection, filter: &AssetFilter, page: &PageRequest) -> Result<Page<Asset>> {
    let mut query = db.prepare_cached(
        "SELECT * FROM assets
         WHERE id > coalesce(?1, '')
           AND (?2 IS NULL OR asset_type = ?2) AND (?3 IS NULL OR service_type = ?3)
           AND (?4 IS NULL OR instr(folded, ?4))
         ORDER BY id LIMIT ?5",
    )?;
    let rows = query.query_map(
        params![
            page.cursor,
            filter.asset_type.map(AssetType::as_str),
            filter.service_type.map(ServiceType::as_str),
            filter.text.as_deref().map(str::to_lowercase),
            page::to_read(page),
        ],
        read,
    )?;
    Ok(page::fill(rows.map(|row| row.map(page::weighed)), page, |asset| asset.id.to_string())?)
}

fn read_all(db: &Connection) -> Result<BTreeMap<AssetId, Asset>> {
    let mut query = db.prepare_cached("SELECT * FROM assets ORDER BY id")?;
    let rows = query.query_map([], |row| read(row).map(|asset| (asset.id.clone(), asset)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Asset> {
    Ok(Asset {
        id: columns::parsed(row, "id", AssetId::new)?,
        name: row.get("name")?,
        asset_type: columns::word(row, "asset_type", AssetType::from_word)?,
        service_type: columns::optional(row, "service_type", |word: String| ServiceType::from_word(&word))?,
        tags: columns::json(row, "tags")?,
    })
}

fn put(db: &Connection, asset: &Asset) -> Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO assets VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?.execute(params![
        asset.id.as_str(),
        asset.name,
        asset.asset_type.as_str(),
        asset.service_type.map(ServiceType::as_str),
        columns::to_json(&asset.tags)?,
        format!("{}\n{}", asset.id, asset.name).to_lowercase(),
    ])?;
    Ok(())
}

fn put_audited(db: &Connection, asset: &Asset, audit: NewAuditEntry) -> Result<bool> {
    let known: bool =
        db.query_row("SELECT EXISTS (SELECT 1 FROM assets WHERE id = ?1)", [asset.id.as_str()], |row| row.get(0))?;
    put(db, asset)?;
    trail::append(db, audit)?;
    Ok(!known)
}

fn remove(db: &Connection, id: &AssetId, audit: NewAuditEntry) -> Result<()> {
    match db.execute("DELETE FROM assets WHERE id = ?1", [id.as_str()])? {
        0 => Err(StoreError::NotFound),
        _ => trail::append(db, audit),
    }
}

#[async_trait]
impl Assets for SqliteStore {
    async fn list_assets(&self, filter: AssetFilter, page: PageRequest) -> Result<Read<Page<Asset>>> {
        let found = self.read(move |db| list(db, &filter, &page)).await?;
        Ok(Read { found, unreadable: Unreadable::default() })
    }

    async fn read_assets(&self) -> Result<Read<BTreeMap<AssetId, Asset>>> {
        let found = self.read(read_all).await?;
        Ok(Read { found, unreadable: Unreadable::default() })
    }

    async fn put_asset(&self, asset: &Asset, audit: NewAuditEntry) -> Result<bool> {
        let asset = asset.clone();
        self.write(move |db| put_audited(db, &asset, audit)).await
    }

    async fn put_assets(&self, assets: &[Asset]) -> Result<()> {
        let assets = assets.to_vec();
        self.write(move |db| assets.iter().try_for_each(|asset| put(db, asset))).await
    }

    async fn remove_asset(&self, id: &AssetId, audit: NewAuditEntry) -> Result<()> {
        let id = id.clone();
        self.write(move |db| remove(db, &id, audit)).await
    }

    async fn remove_assets_and_data(&self, ids: &[AssetId], audit: NewAuditEntry) -> Result<()> {
        let ids = ids.to_vec();
        self.write(move |db| removal::remove(db, &ids, audit)).await?;
        removal::delete_rest(self.writer.clone());
        Ok(())
    }
}
