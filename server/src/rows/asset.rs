//! An asset as a row, in the words of the existing collections.

use model::{Asset, AssetType, MAX_NAME, MAX_TAGS, ServiceType};

use super::{Fields, FromRow};

impl FromRow for Asset {
    const FIELDS: &'static [&'static str] =
        &["asset_id", "service_id", "_id", "display_name", "name", "asset_type", "service_type", "tags"];

    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let ids = ["asset_id", "service_id", "_id"].map(|name| fields.optional_id(name));
        let names = ["display_name", "name"].map(|name| fields.optional_text(name, MAX_NAME));
        let asset_type =
            fields.optional_word("asset_type", &one_of(AssetType::ALL.iter().map(|one| one.as_str())), |word| {
                AssetType::from_word(word.trim()).ok()
            });
        let service_type =
            fields.optional_word("service_type", &one_of(ServiceType::ALL.iter().map(|one| one.as_str())), |word| {
                ServiceType::from_word(word.trim()).ok()
            });
        let tags = fields.texts("tags", MAX_NAME);
        // Everything is looked at before anything is given up, so that all that is wrong is told at once.
        let id = first(ids).and_then(|id| id.or_else(|| fields.fault("asset_id", "is missing")));
        let asset_type = match (asset_type, service_type) {
            (Some(None), Some(Some(_))) => Some(AssetType::Service),
            (Some(None), Some(None)) => fields.fault("asset_type", "is missing"),
            (Some(Some(other)), Some(Some(_))) if other != AssetType::Service => {
                fields.fault("service_type", "is for services alone")
            }
            (asset_type, _) => asset_type.flatten(),
        };
        let tags = match tags {
            Some(tags) if tags.len() > MAX_TAGS => fields.fault("tags", &format!("must be at most {MAX_TAGS}")),
            tags => tags,
        };
        let names = first(names);
        let (id, asset_type, service_type, tags) = (id?, asset_type?, service_type?, tags?);
        let name = names?.unwrap_or_else(|| id.to_string());
        let is_service = asset_type == AssetType::Service;
        let service_type = service_type.or(is_service.then_some(ServiceType::Default));
        Some(Self { id, name, asset_type, service_type, tags })
    }
}

/// The first that is given, if none is at fault.
fn first<T, const N: usize>(given: [Option<Option<T>>; N]) -> Option<Option<T>> {
    let read: Option<Vec<Option<T>>> = given.into_iter().collect();
    read.map(|read| read.into_iter().flatten().next())
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>) -> String {
    format!("one of {}", words.collect::<Vec<_>>().join(", "))
}
