//! The table of assets.

use async_trait::async_trait;
use model::{Asset, AssetId, AssetType, Page, PageRequest, ServiceType};
use rusqlite::{Connection, Row, params};

use super::{SqliteStore, columns};
use crate::{AssetFilter, Assets, Read, Result, StoreError, Unreadable, page};

fn list(db: &Connection, filter: &AssetFilter, page: &PageRequest) -> Result<Page<Asset>> {
    let mut query = db.prepare_cached(
        "SELECT * FROM assets
         WHERE (?1 IS NULL OR id > ?1)
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
    let items = rows.collect::<rusqlite::Result<_>>()?;
    Ok(page::cut(items, page, |asset: &Asset| asset.id.to_string()))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Asset> {
    let service_type = match row.get::<_, Option<String>>("service_type")? {
        Some(_) => Some(columns::parsed(row, "service_type", |word: String| ServiceType::from_word(&word))?),
        None => None,
    };
    Ok(Asset {
        id: columns::parsed(row, "id", AssetId::new)?,
        name: row.get("name")?,
        asset_type: columns::parsed(row, "asset_type", |word: String| AssetType::from_word(&word))?,
        service_type,
        tags: columns::parsed(row, "tags", |tags: String| serde_json::from_str(&tags))?,
    })
}

fn put(db: &Connection, asset: &Asset) -> Result<()> {
    let tags = serde_json::to_string(&asset.tags).map_err(|error| StoreError::Invalid(error.to_string()))?;
    db.execute(
        "INSERT OR REPLACE INTO assets VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            asset.id.as_str(),
            asset.name,
            asset.asset_type.as_str(),
            asset.service_type.map(ServiceType::as_str),
            tags,
            format!("{}\n{}", asset.id, asset.name).to_lowercase(),
        ],
    )?;
    Ok(())
}

fn remove(db: &Connection, id: &AssetId) -> Result<()> {
    match db.execute("DELETE FROM assets WHERE id = ?1", [id.as_str()])? {
        0 => Err(StoreError::NotFound),
        _ => Ok(()),
    }
}

#[async_trait]
impl Assets for SqliteStore {
    async fn list_assets(&self, filter: AssetFilter, page: PageRequest) -> Result<Read<Page<Asset>>> {
        let found = self.read(move |db| list(db, &filter, &page)).await?;
        Ok(Read { found, unreadable: Unreadable::default() })
    }

    async fn put_asset(&self, asset: &Asset) -> Result<()> {
        let asset = asset.clone();
        self.write(move |db| put(db, &asset)).await
    }

    async fn remove_asset(&self, id: &AssetId) -> Result<()> {
        let id = id.clone();
        self.write(move |db| remove(db, &id)).await
    }
}
