//! What is read of samples through indexes and roll-ups must be what a look at every document tells.

use chrono::TimeDelta;
use model::{AssetId, SampleStatus, Window};
use mongodb::{
    Collection, Database,
    bson::{Binary, Bson, DateTime, Decimal128, Document, doc, oid::ObjectId, spec::BinarySubtype},
};
use store::{CollectionNames, DatabaseUrl, Read, Selection, ServiceSamples, Store};

use crate::{
    given::{asset_id, at, sample, window},
    mongo::{FAIL_POINT, collection, fail, named, open},
};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// One collection with indexes and roll-ups and one with neither, both with the same documents.
struct Pair {
    indexed: Collection<Document>,
    bare: Collection<Document>,
    by_index: std::sync::Arc<dyn Store>,
    by_scan: std::sync::Arc<dyn Store>,
}

impl Pair {
    async fn new(url: DatabaseUrl, database: &Database, documents: &[Document]) -> Self {
        let (indexed, bare) = (collection(database, "metrics"), collection(database, "bare"));
        indexed.insert_many(documents).await.unwrap();
        bare.insert_many(documents).await.unwrap();
        // Closing waits for what goes on in the background.
        open(&url).await.close().await;
        let client = database.name().to_owned();
        let _turn = FAIL_POINT.lock().await;
        fail(database, &client, 1, &["createIndexes"], doc! { "errorCode": 13 }).await;
        let bare_url = with_metrics(named(url.clone(), &client), "bare");
        open(&bare_url).await.close().await;
        fail(database, &client, 1, &["createIndexes"], doc! { "errorCode": 13 }).await;
        let by_scan = open(&bare_url).await;
        let by_index = open(&url).await;
        let pair = Self { indexed, bare, by_index, by_scan };
        assert_eq!(pair.bare.list_index_names().await.unwrap(), ["_id_"]);
        pair
    }

    async fn insert(&self, document: Document) {
        self.indexed.insert_one(&document).await.unwrap();
        self.bare.insert_one(&document).await.unwrap();
    }

    async fn check(&self, step: &str) {
        let all = Some((0..4).map(|n| asset_id(&format!("svc-{n}"))).collect::<Vec<_>>());
        for only in [None, all, Some(vec![asset_id("7")]), Some(vec![asset_id("svc-1")]), Some(vec![])] {
            for window in windows() {
                let by_index = read(&*self.by_index, window, only.clone()).await;
                let by_scan = read(&*self.by_scan, window, only.clone()).await;
                assert_eq!(by_index.found, by_scan.found, "{step}: {window:?} {only:?}");
                assert_eq!(by_index.unreadable.count, by_scan.unreadable.count, "{step}: {window:?} {only:?}");
            }
        }
        assert_eq!(
            self.by_index.sample_hours().await.unwrap(),
            self.by_scan.sample_hours().await.unwrap(),
            "{step}: hours"
        );
    }

    /// How often the index of what is not ok was asked.
    async fn uses(&self) -> i64 {
        let mut stats = self.indexed.aggregate([doc! { "$indexStats": {} }]).await.unwrap();
        while stats.advance().await.unwrap() {
            let index = stats.deserialize_current().unwrap();
            if index.get_str("name").unwrap() == "vedetta_not_ok" {
                return index.get_document("accesses").unwrap().get_i64("ops").unwrap();
            }
        }
        0
    }

    async fn close(self) {
        self.by_index.close().await;
        self.by_scan.close().await;
        // Otherwise what was compared were two reads by index.
        assert_eq!(self.bare.list_index_names().await.unwrap(), ["_id_"]);
    }
}

fn with_metrics(url: DatabaseUrl, metrics: &str) -> DatabaseUrl {
    let DatabaseUrl::Mongo { uri, database, .. } = url else { unreachable!() };
    DatabaseUrl::Mongo {
        uri,
        database,
        collections: CollectionNames { metrics: metrics.into(), ..CollectionNames::default() },
    }
}

async fn read(db: &dyn Store, window: Window, only: Option<Vec<AssetId>>) -> Read<Vec<ServiceSamples>> {
    db.read_samples(Selection { window, only }).await.unwrap()
}

fn windows() -> [Window; 5] {
    [
        window(0, DAY),
        window(0, 3 * DAY),
        window(-2 * DAY, 5 * DAY),
        window(22 * HOUR, 22 * HOUR + DAY),
        window(HOUR + 1, 2 * DAY - 1),
    ]
}

fn date(seconds: i64) -> Bson {
    DateTime::from_millis(at(seconds).timestamp_millis()).into()
}

fn statuses() -> Vec<Bson> {
    let words = [
        "ok", "ok", "up", "1", "true", "success", "failed", "down", "degraded", "FAILED", " down ", "OK", "Up", "", "a",
    ];
    let mut statuses: Vec<_> = words.map(Bson::from).to_vec();
    statuses.extend([
        1.into(),
        0.into(),
        1.0.into(),
        (-0.0).into(),
        2.into(),
        f64::NAN.into(),
        true.into(),
        false.into(),
    ]);
    statuses.extend(["1", "1.0", "0", "0.0", "NaN"].map(|text| text.parse::<Decimal128>().unwrap().into()));
    statuses.extend([Bson::Null, doc! { "a": 1 }.into(), date(0), ObjectId::new().into(), Bson::MinKey, Bson::MaxKey]);
    statuses
}

/// Three days of documents in every form that was met.
fn documents() -> Vec<Document> {
    let statuses = statuses();
    let odd_ids =
        [Bson::from(7), 7_i64.into(), "7".into(), Bson::Null, "".into(), "a\nb".into(), true.into(), 4.5.into()];
    let document = |n: usize| {
        let seconds = i64::try_from(n * 7919).unwrap() % (3 * DAY);
        let service = match n % 41 {
            odd @ 0..8 => odd_ids[odd].clone(),
            _ => format!("svc-{}", n % 5).into(),
        };
        let timestamp = match n % 211 {
            1 => Bson::from("2025-09-01T12:00:00Z"),
            2 => "yesterday".into(),
            3 => Bson::Null,
            _ => date(seconds),
        };
        let id = i32::try_from(n).unwrap();
        let mut document = doc! { "_id": id, "timestamp": timestamp, "service_id": service };
        if !n.is_multiple_of(97) {
            document.insert("status", statuses[n % statuses.len()].clone());
        }
        document
    };
    (0..4000).map(document).collect()
}

pub async fn indexes_tell_what_a_scan_tells(url: DatabaseUrl, database: Database) {
    let pair = Pair::new(url, &database, &documents()).await;
    let rollups = collection(&database, "vedetta_rollups");
    assert!(rollups.find_one(doc! { "_id": "summary" }).await.unwrap().is_some());
    let before = pair.uses().await;
    pair.check("as rolled up").await;
    assert!(pair.uses().await > before, "the index was not asked");

    pair.insert(doc! { "timestamp": date(HOUR), "service_id": "svc-1", "status": "ok" }).await;
    pair.check("after a late sample").await;
    for collection in [&pair.indexed, &pair.bare] {
        collection.delete_one(doc! { "_id": 10 }).await.unwrap();
        collection.update_one(doc! { "_id": 11 }, doc! { "$set": { "service_id": "svc-3" } }).await.unwrap();
    }
    pair.check("after a removal and a change").await;
    // No index speaks for lists, so that both ways are a scan now: it must see them for what they are.
    let seen = async || {
        let read = read(&*pair.by_scan, window(0, DAY), None).await;
        let service = read.found.iter().find(|one| one.service_id == asset_id("svc-1")).unwrap().clone();
        (service.counts.unknown, service.counts.total(), read.unreadable.count)
    };
    let (unknown, total, unreadable) = seen().await;
    pair.insert(doc! { "timestamp": date(HOUR), "service_id": "svc-1", "status": ["ok", "failed"] }).await;
    assert_eq!(seen().await, (unknown + 1, total + 1, unreadable));
    pair.insert(doc! { "timestamp": [date(HOUR), date(DAY)], "service_id": "svc-1", "status": "ok" }).await;
    assert_eq!(seen().await, (unknown + 1, total + 1, unreadable + 1));
    pair.insert(doc! { "timestamp": [date(HOUR), "x"], "service_id": "svc-1", "status": "ok" }).await;
    assert_eq!(seen().await, (unknown + 1, total + 1, unreadable + 2));
    pair.check("with lists").await;
    pair.close().await;
}

/// A mark in a roll-up shows whether it was used.
pub async fn rollups_are_used_while_they_hold(url: DatabaseUrl, database: Database) {
    let samples: Vec<_> = (0..2400).map(|n| sample("web", n * 60, SampleStatus::Ok)).collect();
    let db = open(&url).await;
    db.add_samples(&samples).await.unwrap();
    db.close().await;
    open(&url).await.close().await;

    let rollups = collection(&database, "vedetta_rollups");
    let day = doc! { "_id": date(0) };
    let mut hours = rollups.find_one(day.clone()).await.unwrap().unwrap().get_binary_generic("hours").unwrap().clone();
    // The first millisecond of the first hour comes after four counts.
    hours[16] = 5;
    let marked = Binary { subtype: BinarySubtype::Generic, bytes: hours };
    rollups.update_one(day, doc! { "$set": { "hours": marked } }).await.unwrap();

    let db = open(&url).await;
    let first = async || read(&*db, window(0, DAY), None).await.found[0].first;
    let marked = at(0) + TimeDelta::milliseconds(5);
    assert_eq!(first().await, marked);
    db.add_samples(&[sample("web", 50 * 365 * DAY, SampleStatus::Ok)]).await.unwrap();
    assert_eq!(first().await, marked, "what lies outside does not matter");
    db.add_samples(&[sample("other", HOUR, SampleStatus::Ok)]).await.unwrap();
    assert_eq!(read(&*db, window(0, DAY), None).await.found[1].first, at(0), "what came late does");
    db.close().await;
}

pub async fn what_is_sent_again_is_not_inserted_in_vain(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    let insertions = async || {
        let stats = database.run_command(doc! { "collStats": "metrics" }).await.unwrap();
        let cursor = stats.get_document("wiredTiger").unwrap().get_document("cursor").unwrap();
        cursor.get("insert calls").cloned().unwrap()
    };
    let sent = |first: i64| [first, first + 1, first + 1].map(|n| sample("web", n * 60, SampleStatus::Ok));
    assert_eq!(db.add_samples(&sent(0)).await.unwrap(), 2);
    let before = insertions().await;
    assert_eq!(db.add_samples(&sent(0)).await.unwrap(), 0);
    assert_eq!(insertions().await, before);
    // What is new comes in all the same, by both ways.
    for first in [1, 3, 5, 7] {
        let new = if first == 1 { 1 } else { 2 };
        assert_eq!(db.add_samples(&sent(first)).await.unwrap(), new, "{first}");
    }
    assert_eq!(db.add_samples(&[sample("web", 540, SampleStatus::Ok)]).await.unwrap(), 1);
    assert_eq!(db.add_samples(&[sample("web", 600, SampleStatus::Ok)]).await.unwrap(), 1);
    assert_eq!(read(&*db, window(0, HOUR), None).await.found[0].counts.ok, 11);
    db.close().await;
}

/// Each change alone: no other must have been what showed it.
pub async fn a_change_by_another_program_is_seen(url: DatabaseUrl, database: Database) {
    let samples: Vec<_> = (0..2400).map(|n| sample("web", n * 60, SampleStatus::Ok)).collect();
    let db = open(&url).await;
    db.add_samples(&samples).await.unwrap();
    db.close().await;
    let metrics = collection(&database, "metrics");
    let unknown = doc! { "$set": { "status": "lost" } };
    let moment = |n: i64| doc! { "timestamp": date(n * 60) };
    for step in 0..4_i64 {
        // Opening rolls up anew, and closing waits for it.
        open(&url).await.close().await;
        let db = open(&url).await;
        let unknowns = async || read(&*db, window(0, 2 * DAY), None).await.found[0].counts.unknown;
        let before = unknowns().await;
        match step {
            0 => metrics.update_one(moment(1), unknown.clone()).await.unwrap(),
            1 => metrics.update_many(moment(2), unknown.clone()).await.unwrap(),
            2 => {
                let other = doc! { "timestamp": date(180), "service_id": "web", "status": "lost", "by": "another" };
                metrics.replace_one(moment(3), other).await.unwrap()
            }
            _ => {
                // Of the same size, so that it may be written in place.
                let mut other = metrics.find_one(moment(4)).await.unwrap().unwrap();
                other.insert("status", "??");
                metrics.replace_one(moment(4), other).await.unwrap()
            }
        };
        assert_eq!(unknowns().await, before + 1, "change {step}");
        db.close().await;
    }
}

/// One bad document of another program must not stand for the latest day.
pub async fn what_lies_out_of_all_bounds_is_not_the_newest(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    db.add_samples(&[sample("web", 60, SampleStatus::Ok)]).await.unwrap();
    let year_9999 = DateTime::from_millis(253_380_000_000_000);
    for timestamp in [Bson::from(year_9999), "9999-03-01T00:00:00Z".into()] {
        let far = doc! { "timestamp": timestamp, "service_id": "web", "status": "ok" };
        collection(&database, "metrics").insert_one(far).await.unwrap();
    }
    assert_eq!(db.newest_sample().await.unwrap(), Some(at(60)));
    db.close().await;
}
