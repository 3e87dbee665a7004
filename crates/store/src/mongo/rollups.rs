//! The collection of roll-ups: what each hour of a day that is over holds, one document per day. They are made in the
//! background, and used only as long as they can be proven to speak for the samples as they are now.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use model::{SampleStatus, StatusCounts, Timestamp, Window};
use mongodb::{
    Collection,
    bson::{Binary, Bson, DateTime, Document, RawBsonRef, RawDocument, RawDocumentBuf, doc, spec::BinarySubtype},
    error::Result as DriverResult,
    options::{Hint, ReadConcern},
};

use super::{
    closed::{Closed, DAY, HOUR},
    coverage::Hours,
    documents::{from_date, to_date},
    foreign,
    proof::{Stamp, Summary},
    repeat,
};

/// The hours of a day.
const HOURS: usize = 24;
/// A document has room for about so many services.
const MAX_SERVICES: usize = 20_000;

/// One hour of one service: how many of each status, and the first and the last of its milliseconds that has any.
#[derive(Clone, Copy, Default)]
struct Hour {
    counts: [u32; SampleStatus::ALL.len()],
    first: u32,
    last: u32,
}

impl Hour {
    /// Four counts and two moments.
    const BYTES: usize = (SampleStatus::ALL.len() + 2) * size_of::<u32>();

    fn add(&mut self, status: SampleStatus, millis: u32) {
        self.first = if self.is_empty() { millis } else { self.first.min(millis) };
        self.last = self.last.max(millis);
        self.counts[status.index()] += 1;
    }

    fn is_empty(self) -> bool {
        self.counts.iter().all(|count| *count == 0)
    }

    fn to_bytes(self) -> impl Iterator<Item = u8> {
        self.counts.into_iter().chain([self.first, self.last]).flat_map(u32::to_le_bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut numbers = bytes.chunks_exact(4).filter_map(|four| four.try_into().ok().map(u32::from_le_bytes));
        let mut next = || numbers.next();
        Some(Self { counts: [next()?, next()?, next()?, next()?], first: next()?, last: next()? })
    }
}

/// What the roll-ups say of one service.
#[derive(Default)]
pub struct Rolled {
    pub counts: StatusCounts,
    pub reach: Option<(Timestamp, Timestamp)>,
}

/// A day as it is being rolled up.
struct Day {
    start: i64,
    /// All of the day's documents, those of odd ids too.
    documents: u64,
    services: BTreeMap<String, [Hour; HOURS]>,
}

impl Day {
    fn add(&mut self, document: &RawDocument) {
        self.documents += 1;
        let Ok(Some(RawBsonRef::String(service))) = document.get("service_id") else { return };
        let Ok(at) = foreign::moment(document, "timestamp") else { return };
        let millis = at.timestamp_millis() - self.start;
        let (Ok(hour), Ok(rest)) = (usize::try_from(millis / HOUR), u32::try_from(millis % HOUR)) else { return };
        if !self.services.contains_key(service) {
            self.services.insert(service.to_owned(), [Hour::default(); HOURS]);
        }
        if let Some(hour) = self.services.get_mut(service).and_then(|hours| hours.get_mut(hour)) {
            hour.add(foreign::status(document), rest);
        }
    }

    fn into_made(self, stamp: &Stamp) -> Made {
        let bytes = self.services.values().flatten().flat_map(|hour| hour.to_bytes()).collect();
        let services: Vec<_> = self.services.into_keys().map(Bson::from).collect();
        let document = doc! {
            "_id": DateTime::from_millis(self.start),
            "documents": i64::try_from(self.documents).unwrap_or(i64::MAX),
            "stamp": stamp.to_bson(),
            "services": services,
            "hours": Binary { subtype: BinarySubtype::Generic, bytes },
        };
        Made { documents: self.documents, document }
    }
}

/// A day's roll-up as it is kept.
pub struct Made {
    pub documents: u64,
    pub document: Document,
}

/// Rolls a day up; nothing where one document has no room for it.
pub async fn make(metrics: &Collection<RawDocumentBuf>, day: Closed, stamp: &Stamp) -> DriverResult<Option<Made>> {
    let start = day.window().start.timestamp_millis();
    let mut sums = Day { start, documents: 0, services: BTreeMap::new() };
    let fields = doc! { "_id": 0, "timestamp": 1, "service_id": 1, "status": 1 };
    let find = metrics.find(doc! { "timestamp": day.range() }).projection(fields).batch_size(repeat::SCAN_BATCH);
    // Nothing that might still be taken back is rolled up.
    let find = find.read_concern(ReadConcern::majority()).hint(Hint::Keys(doc! { "timestamp": 1 }));
    let mut found = find.max_time(repeat::SCAN_LIMIT).await?;
    while found.advance().await? {
        sums.add(found.current());
    }
    Ok((sums.services.len() <= MAX_SERVICES).then(|| sums.into_made(stamp)))
}

/// Sums up what the roll-ups say of a stretch of time; nothing where one is missing or was made at another time.
pub async fn read(
    rollups: &Collection<Document>,
    closed: Closed,
    summary: &Summary,
) -> DriverResult<Option<BTreeMap<String, Rolled>>> {
    let Window { start, end } = closed.window();
    let touches = |day: &&Timestamp| **day < end && start < **day + TimeDelta::days(1);
    let days: Vec<_> = summary.days.iter().filter(touches).copied().collect();
    let mut sums = BTreeMap::<String, Rolled>::new();
    let is_read = each_hour(rollups, &days, &summary.stamp, |service, hour, numbers| {
        if !closed.contains_hour(hour) {
            return;
        }
        match sums.get_mut(service) {
            Some(rolled) => rolled.add(hour, numbers),
            None => sums.entry(service.to_owned()).or_default().add(hour, numbers),
        }
    });
    Ok(is_read.await?.then_some(sums))
}

/// Adds up all that the services of a kind have in each hour; false where a roll-up is missing or of another make.
pub async fn add_hours(
    rollups: &Collection<Document>,
    summary: &Summary,
    hours: &mut Hours,
    is_service: impl Fn(&str) -> bool,
) -> DriverResult<bool> {
    each_hour(rollups, &summary.days, &summary.stamp, |service, hour, numbers| {
        let moment = |millis: u32| Timestamp::from_timestamp_millis(hour + i64::from(millis));
        if is_service(service)
            && let (Some(first), Some(last)) = (moment(numbers.first), moment(numbers.last))
        {
            hours.add(first, last, numbers.counts.iter().copied().map(u64::from).sum());
        }
    })
    .await
}

/// Visits every hour of every service of these days; false when not all of them are there as they should be.
async fn each_hour(
    rollups: &Collection<Document>,
    days: &[Timestamp],
    stamp: &Stamp,
    mut visit: impl FnMut(&str, i64, Hour),
) -> DriverResult<bool> {
    let query = doc! { "_id": { "$in": days.iter().copied().map(to_date).collect::<Vec<_>>() } };
    let rollups = rollups.clone_with_type::<RawDocumentBuf>();
    let mut found = rollups.find(query).max_time(repeat::REQUEST_LIMIT).await?;
    let mut read = 0;
    while found.advance().await? {
        if !stamp.is_in(found.current()) || visit_day(found.current(), &mut visit).is_none() {
            return Ok(false);
        }
        read += 1;
    }
    Ok(read == days.len())
}

/// Nothing when the document is not what it should be.
fn visit_day(document: &RawDocument, visit: &mut impl FnMut(&str, i64, Hour)) -> Option<()> {
    let day = document.get_datetime("_id").ok()?.timestamp_millis();
    let mut hours = document.get_binary("hours").ok()?.bytes.chunks_exact(HOURS * Hour::BYTES);
    for service in document.get_array("services").ok()? {
        let RawBsonRef::String(service) = service.ok()? else { return None };
        for (number, bytes) in (0..).zip(hours.next()?.chunks_exact(Hour::BYTES)) {
            visit(service, day + number * HOUR, Hour::from_bytes(bytes)?);
        }
    }
    Some(())
}

impl Rolled {
    fn add(&mut self, start: i64, hour: Hour) {
        for (status, count) in SampleStatus::ALL.into_iter().zip(hour.counts) {
            self.counts.add(status, count.into());
        }
        let at = |millis: u32| Timestamp::from_timestamp_millis(start + i64::from(millis));
        if let (false, Some(first), Some(last)) = (hour.is_empty(), at(hour.first), at(hour.last)) {
            let (earliest, latest) = self.reach.unwrap_or((first, last));
            self.reach = Some((earliest.min(first), latest.max(last)));
        }
    }
}

/// The day that a moment is in.
pub fn day_of(at: Timestamp) -> i64 {
    at.timestamp_millis().div_euclid(DAY) * DAY
}

/// The start of the day that a document rolls up.
pub fn day_in(document: &Document) -> Option<Timestamp> {
    from_date(*document.get_datetime("_id").ok()?)
}
