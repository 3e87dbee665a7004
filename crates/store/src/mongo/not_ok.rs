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
    // Nothing at all counts as null; NaN is in no range.
    branches.push(doc! { "$in": [f64::NAN, false, Bson::Null] });
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
    ranges.extend([doc! { "$gt": words.last().copied() }, doc! { "$lt": 1 }, doc! { "$gt": 1 }]);
    ranges
}

/// A part of the index.
enum Part {
    /// A condition on the status of which the server sees that the index has it.
    Of(Document),
    /// From one status to before another, in the order of the index: a type is no condition that the server goes
    /// through an index by.
    Between(Bson, Bson),
}

/// The statuses in the index, in parts that do not overlap. An index with lists in it is not asked.
fn parts() -> Vec<Part> {
    let mut parts: Vec<_> = ranges().into_iter().map(Part::Of).collect();
    parts.extend([
        // Of decimals only those equal to one are in no range; they are odd because they may be written as "1.0".
        Part::Of(doc! { "$type": "decimal", "$eq": 1 }),
        // What comes before all numbers that are one: null, nothing at all, and NaN.
        Part::Between(Bson::MinKey, f64::NEG_INFINITY.into()),
        // What comes after all texts, false among it; true is not in the index.
        Part::Between(doc! {}.into(), Bson::MaxKey),
    ]);
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
    let parts = parts().into_iter().map(|part| read_part(metrics, only, services, closed, part));
    let all = Tally::new(only);
    stream::iter(parts).buffer_unordered(AT_ONCE).try_fold(all, |all, part| ready(Ok(all.merge(part)))).await
}

async fn read_part<'a>(
    metrics: &Collection<RawDocumentBuf>,
    only: Option<&'a [AssetId]>,
    services: &Bson,
    closed: Closed,
    part: Part,
) -> DriverResult<Tally<'a>> {
    let fields = doc! { "_id": 0, "status": 1, "service_id": 1, "timestamp": 1 };
    let mut query = doc! { "service_id": services.clone(), "timestamp": closed.range() };
    let find = match part {
        Part::Of(status) => {
            query.insert("status", status);
            metrics.find(query)
        }
        Part::Between(start, end) => metrics.find(query).min(first_of(start)).max(last_of(end)),
    };
    let find = find.projection(fields).hint(Hint::Name(NAME.into())).batch_size(repeat::SCAN_BATCH);
    let mut found = find.max_time(repeat::SCAN_LIMIT).await?;
    let mut tally = Tally::new(only);
    while found.advance().await? {
        tally.add(found.current(), closed.window());
    }
    Ok(tally)
}

/// The first place in the index for a status.
fn first_of(status: Bson) -> Document {
    doc! { "status": status, "service_id": Bson::MinKey, "timestamp": Bson::MinKey }
}

/// The place behind all entries before this status; those of the last status of all are before it, too.
fn last_of(status: Bson) -> Document {
    let rest = if status == Bson::MaxKey { Bson::MaxKey } else { Bson::MinKey };
    doc! { "status": status, "service_id": rest.clone(), "timestamp": rest }
}
