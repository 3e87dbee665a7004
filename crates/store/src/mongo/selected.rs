//! Limits queries to the services or assets that are asked for.

use model::AssetId;
use mongodb::bson::{Bson, Decimal128, Document, doc};

use super::foreign;

/// Types that can be written out as an id.
const ID_TYPES: [&str; 8] = ["string", "symbol", "objectId", "int", "long", "double", "decimal", "bool"];

/// What a query finds of these, and of what nobody can tell whose it is. Somewhat more may be found, because numbers
/// that are written differently are equal.
pub fn by(query: Document, field: &str, only: Option<&[AssetId]>) -> Document {
    let Some(only) = only else { return query };
    let decimal = |id: &AssetId| id.as_str().parse::<Decimal128>().ok().map(Bson::from);
    let values: Vec<_> = only.iter().flat_map(|id| foreign::values(id).into_iter().chain(decimal(id))).collect();
    doc! { "$and": [query, { "$or": [
        { field: { "$in": values } },
        { field: "" },
        { field: { "$not": { "$type": ID_TYPES.to_vec() } } },
    ] }] }
}
