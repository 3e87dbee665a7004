//! The collection of presets.

use async_trait::async_trait;
use model::{NewAuditEntry, Page, PageRequest, Preset};
use mongodb::bson::{Document, doc};

use super::{
    MongoStore,
    audited::Deed,
    documents::{self, to_date},
    fault::UnitResult,
    pages,
    repeat::repeat,
    unit::Unit,
};
use crate::{Presets, Result};

fn to_fields(preset: &Preset) -> Result<Document> {
    Ok(doc! {
        "configuration": documents::to_part(&preset.configuration)?,
        "changed_at": to_date(preset.changed_at),
        "changed_by": &preset.changed_by,
    })
}

fn read(document: &Document) -> Result<Preset> {
    Ok(Preset {
        name: documents::text(document, "_id")?,
        configuration: documents::part(document, "configuration")?,
        changed_at: documents::moment(document, "changed_at")?,
        changed_by: documents::text(document, "changed_by")?,
    })
}

/// Saving a preset; gives whether it is new.
struct Put<'a>(&'a Preset);

#[async_trait]
impl Deed for Put<'_> {
    type Found = bool;

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<bool> {
        let change = doc! { "$set": to_fields(self.0)? };
        Ok(unit.put(&unit.collections.presets, doc! { "_id": &self.0.name }, change).await?)
    }
}

/// Removing a preset.
struct Remove<'a>(&'a str);

#[async_trait]
impl Deed for Remove<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        unit.expect(&unit.collections.presets, doc! { "_id": self.0 }).await.map(drop)
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        unit.delete(&unit.collections.presets, doc! { "_id": self.0 }).await?;
        Ok(())
    }
}

#[async_trait]
impl Presets for MongoStore {
    async fn put_preset(&self, preset: &Preset, audit: NewAuditEntry) -> Result<bool> {
        self.audited(&Put(preset), audit).await
    }

    async fn find_preset(&self, name: &str) -> Result<Option<Preset>> {
        let found = repeat(|| self.collections.presets.find_one(doc! { "_id": name })).await?;
        found.as_ref().map(read).transpose()
    }

    async fn list_presets(&self, page: PageRequest) -> Result<Page<Preset>> {
        let query = page.cursor.as_deref().map_or_else(Document::new, |after| doc! { "_id": { "$gt": after } });
        let search = || self.collections.presets.find(query.clone()).sort(doc! { "_id": 1 });
        pages::read(search, &page, read, |preset| preset.name.clone()).await
    }

    async fn remove_preset(&self, name: &str, audit: NewAuditEntry) -> Result<()> {
        self.audited(&Remove(name), audit).await
    }
}
