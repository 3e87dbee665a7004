//! The collection of assets, which another program may write too.

use std::{collections::BTreeMap, convert::Infallible};

use async_trait::async_trait;
use model::{Asset, AssetId, AssetType, NewAuditEntry, Page, PageRequest, ServiceType, Unreadable};
use mongodb::{
    Collection,
    bson::{Bson, Document, RawBsonRef, RawDocument, RawDocumentBuf, doc},
    error::Result as DriverResult,
    options::ReadConcern,
};

use super::{
    MongoStore,
    audited::Deed,
    collections::primary,
    fault::Fault,
    foreign,
    repeat::{self, repeat_bulk},
    unit::Unit,
};
use crate::{AssetFilter, Assets, Read, Result, StoreError, page};

/// Where the id is, the first one that says something.
const ID_FIELDS: [&str; 3] = ["asset_id", "service_id", "_id"];
/// How many are put in one transaction, of which each takes some round trips: the server ends one that takes a minute.
const PUT_TOGETHER: usize = 500;

async fn scan(assets: &Collection<RawDocumentBuf>) -> DriverResult<Read<BTreeMap<AssetId, Asset>>> {
    let fields = ["asset_id", "service_id", "display_name", "name", "asset_type", "service_type", "tags"];
    let projection: Document = fields.into_iter().map(|field| (field.to_owned(), Bson::from(1))).collect();
    // What is not there for good may be lost: whoever brings it in again must not be told that it is kept.
    let find = assets.find(doc! {}).read_concern(ReadConcern::majority()).selection_criteria(primary());
    let mut cursor = find.projection(projection).max_time(repeat::BULK_LIMIT).await?;
    let (mut found, mut unreadable) = (BTreeMap::new(), Unreadable::default());
    while cursor.advance().await? {
        let document = cursor.current();
        match read(document) {
            Ok(asset) if found.contains_key(&asset.id) => {
                unreadable.add(|| format!("{}: another document is asset {} too", foreign::name(document), asset.id));
            }
            Ok(asset) => {
                found.insert(asset.id.clone(), asset);
            }
            Err(fault) => unreadable.add(|| format!("{}: {fault}", foreign::name(document))),
        }
    }
    Ok(Read { found, unreadable })
}

fn read(document: &RawDocument) -> std::result::Result<Asset, String> {
    let id = foreign::id(document, &ID_FIELDS)?;
    let service_type = word(document, "service_type");
    let asset_type = match word(document, "asset_type") {
        Some(word) => AssetType::from_word(&word).map_err(|_| format!("its asset_type {word:?} is not known"))?,
        None if service_type.is_some() => AssetType::Service,
        None => return Err("neither asset_type nor service_type".into()),
    };
    let service_type = (asset_type == AssetType::Service)
        .then(|| service_type.and_then(|word| ServiceType::from_word(&word).ok()).unwrap_or(ServiceType::Default));
    let name = word(document, "display_name").or_else(|| word(document, "name"));
    Ok(Asset { name: name.unwrap_or_else(|| id.to_string()), id, asset_type, service_type, tags: tags(document) })
}

fn word(document: &RawDocument, field: &str) -> Option<String> {
    let text = foreign::shorten(foreign::text(foreign::field(document, field)?)?.trim());
    (!text.is_empty()).then_some(text)
}

fn tags(document: &RawDocument) -> Vec<String> {
    let Some(RawBsonRef::Array(tags)) = foreign::field(document, "tags") else { return Vec::new() };
    tags.into_iter().filter_map(|tag| Some(foreign::shorten(&foreign::text(tag.ok()?)?))).collect()
}

fn matches(asset: &Asset, filter: &AssetFilter) -> bool {
    let holds = |text: &str| {
        let text = text.to_lowercase();
        asset.id.as_str().to_lowercase().contains(&text) || asset.name.to_lowercase().contains(&text)
    };
    filter.asset_type.is_none_or(|wanted| asset.asset_type == wanted)
        && filter.service_type.is_none_or(|wanted| asset.service_type == Some(wanted))
        && filter.text.as_deref().is_none_or(holds)
}

/// Finds the documents that read as an id, in whatever field and type it is written.
fn with_id(id: &AssetId) -> Document {
    let is_id = doc! { "$in": foreign::values(id) };
    let absent = doc! { "$in": [null, ""] };
    doc! { "$or": [
        { "asset_id": is_id.clone() },
        { "asset_id": absent.clone(), "service_id": is_id.clone() },
        { "asset_id": absent.clone(), "service_id": absent, "_id": is_id },
    ] }
}

fn to_update(asset: &Asset) -> Document {
    let mut set = doc! {
        "asset_id": asset.id.as_str(),
        "display_name": &asset.name,
        "asset_type": asset.asset_type.as_str(),
        "tags": &asset.tags,
    };
    match asset.service_type {
        Some(service_type) => {
            set.insert("service_type", service_type.as_str());
            doc! { "$set": set }
        }
        None => doc! { "$set": set, "$unset": { "service_type": "" } },
    }
}

/// Adding an asset or replacing it.
struct Put<'a>(&'a Asset);

#[async_trait]
impl Deed for Put<'_> {
    type Found = bool;

    async fn apply(&self, unit: &mut Unit<'_>) -> std::result::Result<bool, Fault> {
        let mut update = to_update(self.0);
        // An `_id` that follows from the asset's id keeps two who add the same one from adding two. Where another
        // program has given it to another asset, the server makes one up.
        let own = doc! { "_id": self.0.id.as_str() };
        if unit.find(&unit.collections.assets.clone_with_type(), own.clone()).await?.is_none() {
            update.insert("$setOnInsert", own);
        }
        Ok(unit.put(&unit.collections.assets, with_id(&self.0.id), update).await?)
    }
}

/// Adding or replacing those that differ from what is there.
struct PutAll<'a>(&'a [&'a Asset]);

#[async_trait]
impl Deed for PutAll<'_> {
    type Found = ();

    async fn apply(&self, unit: &mut Unit<'_>) -> std::result::Result<(), Fault> {
        for asset in self.0 {
            Put(asset).apply(unit).await?;
        }
        Ok(())
    }
}

/// Removing assets; gives how many there were.
struct Remove<'a>(&'a [AssetId]);

#[async_trait]
impl Deed for Remove<'_> {
    type Found = u64;

    async fn apply(&self, unit: &mut Unit<'_>) -> std::result::Result<u64, Fault> {
        let mut removed = 0;
        for id in self.0 {
            removed += unit.delete(&unit.collections.assets, with_id(id)).await?;
        }
        Ok(removed)
    }
}

/// Removing one asset that is there.
struct RemoveOne<'a>(&'a AssetId);

#[async_trait]
impl Deed for RemoveOne<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> std::result::Result<(), Fault> {
        match unit.find(&unit.collections.assets.clone_with_type(), with_id(self.0)).await? {
            Some(_) => Ok(()),
            None => Err(StoreError::NotFound.into()),
        }
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> std::result::Result<(), Fault> {
        unit.delete(&unit.collections.assets, with_id(self.0)).await?;
        Ok(())
    }
}

#[async_trait]
impl Assets for MongoStore {
    async fn list_assets(&self, filter: AssetFilter, page: PageRequest) -> Result<Read<Page<Asset>>> {
        let Read { found, unreadable } = self.read_assets().await?;
        let after = |asset: &Asset| page.cursor.as_deref().is_none_or(|cursor| asset.id.as_str() > cursor);
        let items = found.into_values().filter(|asset| after(asset) && matches(asset, &filter));
        let Ok(found) = page::fill(items.map(|asset| Ok::<_, Infallible>(page::weighed(asset))), &page, |asset| {
            asset.id.to_string()
        });
        Ok(Read { found, unreadable })
    }

    async fn read_assets(&self) -> Result<Read<BTreeMap<AssetId, Asset>>> {
        repeat_bulk(|| scan(&self.collections.assets)).await
    }

    async fn put_asset(&self, asset: &Asset, audit: NewAuditEntry) -> Result<bool> {
        self.audited(&Put(asset), audit).await
    }

    async fn put_assets(&self, assets: &[Asset]) -> Result<()> {
        // What is there as it should be is not written again: of a repeated import little is left to do.
        let known = self.read_assets().await?.found;
        let wanted: BTreeMap<_, _> = assets.iter().map(|asset| (&asset.id, asset)).collect();
        let news: Vec<_> = wanted.into_values().filter(|asset| known.get(&asset.id) != Some(asset)).collect();
        for part in news.chunks(PUT_TOGETHER) {
            repeat::within(repeat::BULK_LIMIT, self.together(&PutAll(part), &[])).await?;
        }
        Ok(())
    }

    async fn remove_asset(&self, id: &AssetId, audit: NewAuditEntry) -> Result<()> {
        self.audited(&RemoveOne(id), audit).await
    }

    /// Of the data there may be more than a transaction holds, so they go after their assets; asking again removes
    /// what a failure has left.
    async fn remove_assets_and_data(&self, ids: &[AssetId], audit: NewAuditEntry) -> Result<()> {
        self.audited(&Remove(ids), audit).await?;
        let values: Vec<Bson> = ids.iter().flat_map(foreign::values).collect();
        let (metrics, backups) = (&self.collections.metrics, &self.collections.backups);
        repeat_bulk(|| metrics.delete_many(doc! { "service_id": { "$in": &values } })).await?;
        repeat_bulk(|| backups.delete_many(doc! { "asset_id": { "$in": &values } })).await?;
        Ok(())
    }
}
