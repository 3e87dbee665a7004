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
        let Some(id) = first(ids)? else {
            return fields.fault("asset_id", "is missing");
        };
        let name = first(names)?.unwrap_or_else(|| id.to_string());
        let (asset_type, service_type, tags) = (asset_type?, service_type?, tags?);
        let Some(asset_type) = asset_type.or(service_type.map(|_| AssetType::Service)) else {
            return fields.fault("asset_type", "is missing");
        };
        if service_type.is_some() && asset_type != AssetType::Service {
            return fields.fault("service_type", "is for services alone");
        }
        if tags.len() > MAX_TAGS {
            return fields.fault("tags", &format!("must be at most {MAX_TAGS}"));
        }
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
