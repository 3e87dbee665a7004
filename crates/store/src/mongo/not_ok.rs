//! The index of samples that are not plainly ok: all that a score needs, a few in a hundred, without a single document.
//!
//! "Plainly" means one of the words for it as the list has it, the number 1 or true. Whatever else a status may be,
//! in whatever spelling, is in the index, and is judged by the same code as a document. So what is not in it is ok.

use std::future::ready;

use futures_util::{StreamExt, TryStreamExt, stream};
use model::{AssetId, SampleStatus};
use mongodb::{
    Collection, IndexModel,
    bson::{Bson, Document, RawDocumentBuf, doc},
    error::Result as DriverResult,
    options::{Hint, IndexOptions},
};

use super::{closed::Closed, repeat, tally::Tally};

/// Named by what its filter says; another filter needs another name.
pub const NAME: &str = "vedetta_not_ok";

/// How many parts are read at once.
const AT_ONCE: usize = 4;

/// The types that are neither texts, numbers, flags nor null.
const ODD_TYPES: [&str; 13] = [
    "object",
    "array",
    "binData",
    "objectId",
    "date",
    "regex",
    "javascript",
    "timestamp",
    "minKey",
    "maxKey",
    "undefined",
    "dbPointer",
    "javascriptWithScope",
];

/// It begins with the status, so that the failures of all services lie together.
pub fn index() -> IndexModel {
    let mut branches = ranges();
    branches.push(doc! { "$type": "decimal" });
    branches.push(doc! { "$type": ODD_TYPES.to_vec() });
    let branches: Vec<_> = branches.into_iter().map(|status| doc! { "status": status }).collect();
    let options = IndexOptions::builder().name(NAME.to_owned()).partial_filter_expression(doc! { "$or": branches });
    let keys = doc! { "status": 1, "service_id": 1, "timestamp": 1 };
    IndexModel::builder().keys(keys).options(options.build()).build()
}

/// What lies between the plain words and beside the plain number.
fn ranges() -> Vec<Document> {
    let mut words = SampleStatus::Ok.words().to_vec();
    words.sort_unstable();
    let mut ranges = vec![doc! { "$lt": words.first().copied() }];
    ranges.extend(words.windows(2).map(|pair| doc! { "$gt": pair[0], "$lt": pair[1] }));
    ranges.extend([
        doc! { "$gt": words.last().copied() },
        doc! { "$lt": 1 },
        doc! { "$gt": 1 },
        // Nothing at all counts as null; NaN is in no range.
        doc! { "$in": [f64::NAN, false, Bson::Null] },
    ]);
    ranges
}

/// The statuses in the index, in parts that do not overlap and of each of which the server sees that the index has it.
fn parts() -> Vec<Document> {
    let mut parts = ranges();
    // Of decimals only those equal to one are in no range; they are odd because they may be written as "1.0".
    parts.push(doc! { "$type": "decimal", "$eq": 1 });
    // Older servers take undefined for null.
    parts.push(doc! { "$type": ODD_TYPES.to_vec(), "$ne": null });
    parts
}

/// One part of the index, for asking the server what it makes of it.
pub fn probe() -> Document {
    doc! { "status": { "$lt": 1 } }
}

/// What the index holds of a stretch of time.
pub async fn read<'a>(
    metrics: &Collection<RawDocumentBuf>,
    only: Option<&'a [AssetId]>,
    services: &Bson,
    closed: Closed,
) -> DriverResult<Tally<'a>> {
    // Most parts are empty, and then it is the way to the server that takes time.
    let parts = parts().into_iter().map(|status| read_part(metrics, only, services, closed, status));
    let all = Tally::new(only);
    stream::iter(parts).buffer_unordered(AT_ONCE).try_fold(all, |all, part| ready(Ok(all.merge(part)))).await
}

async fn read_part<'a>(
    metrics: &Collection<RawDocumentBuf>,
    only: Option<&'a [AssetId]>,
    services: &Bson,
    closed: Closed,
    status: Document,
) -> DriverResult<Tally<'a>> {
    let fields = doc! { "_id": 0, "status": 1, "service_id": 1, "timestamp": 1 };
    let query = doc! { "status": status, "service_id": services.clone(), "timestamp": closed.range() };
    let find = metrics.find(query).projection(fields).hint(Hint::Name(NAME.into()));
    let mut found = find.max_time(repeat::SCAN_LIMIT).await?;
    let mut tally = Tally::new(only);
    while found.advance().await? {
        tally.add(found.current(), closed.window());
    }
    Ok(tally)
}
