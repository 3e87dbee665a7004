//! Bodies about assets.

use api::AssetChange;
use model::{AssetType, MAX_TAGS, ServiceType};

use super::{Fields, FromFields, name, text};
use crate::words;

impl FromFields for AssetChange {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let display_name = fields.required("display_name", name);
        let asset_type =
            fields.required("asset_type", |value| words::one_of(AssetType::ALL, AssetType::as_str, text(value)?));
        let service_type =
            fields.optional("service_type", |value| words::one_of(ServiceType::ALL, ServiceType::as_str, text(value)?));
        let tags = fields.optional_names("tags", MAX_TAGS);
        if let (Some(asset_type), Some(Some(_))) = (asset_type, service_type)
            && asset_type != AssetType::Service
        {
            return fields.fault("service_type", "belongs to a service alone");
        }
        Some(Self {
            display_name: display_name?,
            asset_type: asset_type?,
            service_type: service_type?,
            tags: tags?.unwrap_or_default(),
        })
    }
}
