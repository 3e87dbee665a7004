//! What only MongoDB asks for: databases of other programs, other servers, and other people's mistakes.

use std::{sync::Arc, time::Instant};

use futures_util::{TryStreamExt, future::join_all};
use libtest_mimic::Trial;
use model::{
    Asset, AssetType, AuditAction, AuditFilter, BackupOutcome, Job, NewAuditEntry, ReportRun, Role, ServiceType,
    Unreadable,
};
use mongodb::{
    Collection, Database,
    bson::{Bson, DateTime, Document, JavaScriptCodeWithScope, doc, oid::ObjectId},
    options::IndexOptions,
};
use store::{
    AssetFilter, AssetRuns, CollectionNames, DatabaseUrl, JobFilter, OpenError, ServiceSamples, Store, UserChange,
};

use crate::{
    audited,
    fresh::{block_on, mongo_trial, with_mongo},
    given::{added, admin, all_in, asset_id, at, counts, goes_on, job, page, row, rows, sample, sign_in, viewer},
    mongo_reads::{
        a_change_by_another_program_is_seen, indexes_tell_what_a_scan_tells, rollups_are_used_while_they_hold,
        what_is_sent_again_is_not_inserted_in_vain, what_lies_out_of_all_bounds_is_not_the_newest,
    },
};

macro_rules! trials {
    ($($test:ident),+ $(,)?) => {
        pub fn trials() -> Vec<Trial> {
            vec![
                Trial::test("mongodb::server::an_unreachable_server_is_one_line", || {
                    block_on(an_unreachable_server_is_one_line());
                    Ok(())
                }),
                $(mongo_trial(concat!("server::", stringify!($test)), |uri| with_mongo(uri, $test))),+
            ]
        }
    };
}

trials![
    a_wrong_password_is_said_as_such,
    a_newer_schema_is_refused,
    a_database_that_has_to_be_there_is_not_made,
    two_servers_start_at_once,
    two_servers_share_one_trail_and_one_first_admin,
    two_servers_cannot_demote_the_last_two_admins,
    two_servers_cannot_sign_in_somebody_disabled,
    nothing_is_done_without_its_row,
    own_collections_are_named_as_ours,
    indexes_are_built_in_the_background,
    what_is_asked_often_is_found_by_index,
    assets_of_others_are_read,
    assets_of_others_are_changed_in_place,
    an_asset_may_be_called_as_the_document_of_another,
    samples_of_others_are_read,
    moments_of_others_are_read,
    runs_of_others_are_read,
    unreadable_documents_are_named,
    collections_may_have_other_names,
    what_passes_by_itself_is_tried_again,
    what_does_not_pass_is_unavailable,
    what_was_never_written_is_damage,
    what_the_server_refuses_is_no_outage,
    a_row_that_another_index_refuses_is_not_told_as_kept,
    rows_that_are_sent_again_are_looked_for_among_the_durable,
    a_time_series_is_read_and_takes_nothing_in,
    indexes_tell_what_a_scan_tells,
    rollups_are_used_while_they_hold,
    a_change_by_another_program_is_seen,
    what_is_sent_again_is_not_inserted_in_vain,
    what_lies_out_of_all_bounds_is_not_the_newest,
];

pub async fn open(url: &DatabaseUrl) -> Arc<dyn Store> {
    store::open(url).await.unwrap()
}

async fn refused(url: &DatabaseUrl) -> String {
    let Err(OpenError::Refused(line) | OpenError::Unreachable(line)) = store::open(url).await else {
        panic!("it was opened");
    };
    assert!(!line.contains('\n') && !line.contains("s3cret"), "{line}");
    line
}

pub fn collection(database: &Database, name: &str) -> Collection<Document> {
    database.collection(name)
}

async fn an_unreachable_server_is_one_line() {
    // Nobody listens on the discard port.
    let url = "mongodb://ada:s3cret@127.0.0.1:9/db?replicaSet=rs0";
    let url = DatabaseUrl::parse(url, None, CollectionNames::default()).unwrap();
    let begun = Instant::now();
    let line = refused(&url).await;
    assert!(line.contains("127.0.0.1:9"), "{line}");
    assert!(begun.elapsed().as_secs() < 6, "{:?}", begun.elapsed());
}

async fn a_wrong_password_is_said_as_such(url: DatabaseUrl, _: Database) {
    let DatabaseUrl::Mongo { uri, database, collections } = url else { unreachable!() };
    let uri = uri.replacen("mongodb://", "mongodb://ada:s3cret@", 1);
    let line = refused(&DatabaseUrl::Mongo { uri, database, collections }).await;
    assert!(line.contains("refuses the user name or the password"), "{line}");
}

async fn a_newer_schema_is_refused(url: DatabaseUrl, database: Database) {
    let newer = doc! { "_id": "schema", "version": 99 };
    let schema = collection(&database, "vedetta_schema");
    schema.insert_one(&newer).await.unwrap();
    let line = refused(&url).await;
    assert!(line.contains("newer Vedetta"), "{line}");
    assert_eq!(database.list_collection_names().await.unwrap(), ["vedetta_schema"]);
    assert_eq!(schema.find_one(doc! {}).await.unwrap(), Some(newer));
}

async fn a_database_that_has_to_be_there_is_not_made(url: DatabaseUrl, database: Database) {
    let Err(OpenError::Refused(line)) = store::open_existing(&url).await else { panic!("it was opened") };
    assert!(line.contains("there is no database") && line.contains(database.name()), "{line}");
    assert!(database.list_collection_names().await.unwrap().is_empty());
    // Another system's is there, whether or not Vedetta has ever been in it.
    collection(&database, "metrics").insert_one(doc! {}).await.unwrap();
    for _ in 0..2 {
        store::open_existing(&url).await.unwrap().close().await;
    }
}

async fn two_servers_start_at_once(url: DatabaseUrl, _: Database) {
    for db in join_all((0..4).map(|_| open(&url))).await {
        db.ping().await.unwrap();
        db.close().await;
    }
}

async fn two_servers_share_one_trail_and_one_first_admin(url: DatabaseUrl, _: Database) {
    let servers = join_all((0..3).map(|_| open(&url))).await;
    let firsts: Vec<_> = (0..9).map(|n| admin(&format!("user{n}"))).collect();
    let set_ups =
        firsts.iter().zip(servers.iter().cycle()).map(|(first, db)| db.set_up(first, row(AuditAction::Setup)));
    assert_eq!(join_all(set_ups).await.into_iter().filter(Result::is_ok).count(), 1);

    let appends = (0..30).zip(servers.iter().cycle()).map(|(_, db)| db.append_audit(row(AuditAction::SignIn)));
    for outcome in join_all(appends).await {
        outcome.unwrap();
    }
    let rows = rows(&*servers[0]).await;
    assert_eq!(rows.len(), 31);
    let mut hash = String::new();
    for row in &rows {
        assert_eq!(row.previous_hash, hash);
        hash = store::audit_hash(row);
    }
    for db in servers {
        db.close().await;
    }
}

async fn two_servers_cannot_demote_the_last_two_admins(url: DatabaseUrl, _: Database) {
    let servers = [open(&url).await, open(&url).await];
    let to_viewer = UserChange { role: Some(Role::Viewer), ..UserChange::default() };
    let mut left = added(&*servers[0], admin("ada")).await;
    for n in 0..5 {
        let other = added(&*servers[1], admin(&format!("bob{n}"))).await;
        let demotions = servers
            .iter()
            .zip([&left, &other])
            .map(|(db, user)| db.change_user(&user.id, to_viewer.clone(), None, row(AuditAction::UserChanged)));
        let outcomes = join_all(demotions).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        if outcomes[0].is_ok() {
            left = other;
        }
    }
    for db in servers {
        db.close().await;
    }
}

async fn two_servers_cannot_sign_in_somebody_disabled(url: DatabaseUrl, _: Database) {
    let servers = [open(&url).await, open(&url).await];
    let to_disabled = UserChange { disabled: Some(true), ..UserChange::default() };
    for n in 0..10 {
        let user = added(&*servers[0], viewer(&format!("user{n}"))).await;
        let sign_in = sign_in(&user, &format!("sign-in {n}"));
        let (disabled, _) = tokio::join!(
            servers[0].change_user(&user.id, to_disabled.clone(), None, row(AuditAction::UserChanged)),
            servers[1].add_sign_in(&sign_in, user.password_changed_at, row(AuditAction::SignIn)),
        );
        disabled.unwrap();
        assert!(!goes_on(&*servers[0], &sign_in).await);
    }
    for db in servers {
        db.close().await;
    }
}

async fn nothing_is_done_without_its_row(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    let refuse_rows = async || {
        let never = doc! { "collMod": "vedetta_audit", "validator": { "_id": { "$type": "minKey" } } };
        database.run_command(never).await.unwrap();
    };
    audited::nothing_is_done_without_its_row(&*db, refuse_rows).await;
}

async fn own_collections_are_named_as_ours(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    db.set_up(&admin("ada"), row(AuditAction::Setup)).await.unwrap();
    db.close().await;
    let names = database.list_collection_names().await.unwrap();
    assert!(
        names.iter().all(|name| name.starts_with("vedetta_") || ["assets", "metrics", "backups"].contains(&&**name))
    );
    assert_eq!(collection(&database, "metrics").count_documents(doc! {}).await.unwrap(), 0);
}

async fn indexes_are_built_in_the_background(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    // Closing waits for what goes on in the background.
    db.close().await;
    for (name, expected) in [
        ("metrics", vec!["_id_", "service_id_1_timestamp_1", "timestamp_1", "vedetta_not_ok"]),
        ("backups", vec!["_id_", "asset_id_1_timestamp_1", "timestamp_1"]),
    ] {
        let mut names = collection(&database, name).list_index_names().await.unwrap();
        names.sort_unstable();
        assert_eq!(names, expected);
    }
}

async fn what_is_asked_often_is_found_by_index(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    for (n, name) in ["ada", "bob", "bob", "bob"].into_iter().enumerate() {
        let job = Job { created_by: name.into(), ..job(&format!("{name}-{n}"), 0) };
        let entry = NewAuditEntry { actor: name.into(), ..row(AuditAction::AnalysisStarted) };
        db.queue_job(&job, None, entry).await.unwrap();
    }
    database.run_command(doc! { "profile": 2 }).await.unwrap();
    db.count_jobs().await.unwrap();
    db.list_jobs(JobFilter { created_by: Some("ada".into()), ..JobFilter::default() }, page(10, None)).await.unwrap();
    db.list_audit(AuditFilter { user: Some("ada".into()), ..AuditFilter::default() }, page(10, None)).await.unwrap();
    let signed_in = AuditFilter { action: Some(AuditAction::SignIn), ..AuditFilter::default() };
    db.list_audit(signed_in, page(10, None)).await.unwrap();
    database.run_command(doc! { "profile": 0 }).await.unwrap();
    db.close().await;

    let names = ["jobs", "audit"].map(|name| format!("{}.vedetta_{name}", database.name()));
    let own = doc! { "ns": { "$in": names.to_vec() } };
    let asked = collection(&database, "system.profile").find(own).sort(doc! { "ts": 1 }).await.unwrap();
    let asked: Vec<Document> = asked.try_collect().await.unwrap();
    let plans: Vec<_> =
        asked.iter().map(|one| (one.get_str("planSummary").unwrap(), one.get_i32("docsExamined").unwrap())).collect();
    assert_eq!(
        plans,
        [
            ("IXSCAN { state: 1, created_at: 1, _id: 1 }", 0),
            ("IXSCAN { created_by: 1, created_at: 1, _id: 1 }", 1),
            ("IXSCAN { actor: 1, _id: 1 }", 1),
            ("IXSCAN { action: 1, _id: 1 }", 0),
        ]
    );
}

async fn list(db: &dyn Store) -> (Vec<Asset>, Unreadable) {
    let read = db.list_assets(AssetFilter::default(), page(100, None)).await.unwrap();
    (read.found.items, read.unreadable)
}

fn object(n: u8) -> ObjectId {
    ObjectId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, n])
}

async fn assets_of_others_are_read(url: DatabaseUrl, database: Database) {
    let documents = [
        doc! { "_id": 1, "asset_id": "a", "service_id": "x", "display_name": "A", "name": "x", "asset_type": "VM" },
        doc! { "_id": 2, "service_id": "b", "name": "B", "service_type": "Database", "tags": ["eu", 7, null] },
        doc! { "_id": object(3), "display_name": "", "name": "C", "service_type": "blockchain" },
        doc! { "_id": 42_i64, "asset_type": "container", "service_type": "mail", "tags": "none" },
        doc! { "_id": 5.0, "asset_id": null, "asset_type": "service" },
        doc! { "_id": 6, "asset_id": "unknown", "asset_type": "mainframe" },
        doc! { "_id": 7, "asset_id": "neither" },
        doc! { "_id": 8, "asset_id": { "$gt": "" }, "asset_type": "vm" },
        doc! { "_id": 9, "asset_id": "b", "asset_type": "vm" },
    ];
    collection(&database, "assets").insert_many(documents).await.unwrap();
    let db = open(&url).await;
    let (assets, unreadable) = list(&*db).await;
    let asset = |id: &str, name: &str, asset_type, service_type, tags: &[&str]| Asset {
        id: asset_id(id),
        name: name.into(),
        asset_type,
        service_type,
        tags: tags.iter().map(ToString::to_string).collect(),
    };
    let service = AssetType::Service;
    let c = object(3).to_hex();
    let expected = [
        asset(&c, "C", service, Some(ServiceType::Default), &[]),
        asset("42", "42", AssetType::Container, None, &[]),
        asset("5", "5", service, Some(ServiceType::Default), &[]),
        asset("a", "A", AssetType::Vm, None, &[]),
        asset("b", "B", service, Some(ServiceType::Database), &["eu", "7"]),
    ];
    assert_eq!(assets, expected);
    assert_eq!(unreadable.count, 4);
    assert_eq!(unreadable.examples[0], "6: its asset_type \"mainframe\" is not known");
    let all = db.read_assets().await.unwrap();
    assert_eq!((all.found.into_values().collect::<Vec<_>>(), all.unreadable), (assets, unreadable));
    db.close().await;
}

async fn assets_of_others_are_changed_in_place(url: DatabaseUrl, database: Database) {
    let assets = collection(&database, "assets");
    let documents = [
        doc! { "_id": object(1), "asset_type": "vm", "rack": 7 },
        doc! { "_id": 42, "asset_type": "vm", "rack": 8 },
        doc! { "_id": "x", "service_id": "svc", "service_type": "mail", "rack": 9 },
    ];
    assets.insert_many(documents).await.unwrap();
    let db = open(&url).await;
    let ids = [object(1).to_hex(), "42".into(), "svc".into()];
    for id in &ids {
        let asset = Asset {
            id: asset_id(id),
            name: "new".into(),
            asset_type: AssetType::Container,
            service_type: None,
            tags: vec![],
        };
        db.put_asset(&asset, row(AuditAction::AssetChanged)).await.unwrap();
    }
    let (found, unreadable) = list(&*db).await;
    assert_eq!(found.iter().map(|asset| asset.name.as_str()).collect::<Vec<_>>(), ["new"; 3]);
    assert_eq!(unreadable, Unreadable::default());
    assert_eq!(assets.count_documents(doc! { "rack": { "$gte": 7 }, "service_type": null }).await.unwrap(), 3);
    for id in &ids {
        db.remove_asset(&asset_id(id), row(AuditAction::AssetRemoved)).await.unwrap();
    }
    assert_eq!(assets.count_documents(doc! {}).await.unwrap(), 0);
    db.close().await;
}

async fn an_asset_may_be_called_as_the_document_of_another(url: DatabaseUrl, database: Database) {
    let assets = collection(&database, "assets");
    let foreign = [
        doc! { "_id": "x", "asset_id": "a", "asset_type": "vm" },
        doc! { "_id": "y", "service_id": "b", "service_type": "mail" },
    ];
    assets.insert_many(&foreign).await.unwrap();
    let db = open(&url).await;
    let [x, y] = ["x", "y"].map(|id| Asset {
        id: asset_id(id),
        name: id.into(),
        asset_type: AssetType::Container,
        service_type: None,
        tags: vec![],
    });
    for is_new in [true, false] {
        assert_eq!(db.put_asset(&x, row(AuditAction::AssetChanged)).await.unwrap(), is_new);
        db.put_assets(std::slice::from_ref(&y)).await.unwrap();
    }
    assert_eq!(rows(&*db).await.len(), 2);
    let (found, unreadable) = list(&*db).await;
    assert_eq!(found.iter().map(|asset| asset.id.as_str()).collect::<Vec<_>>(), ["a", "b", "x", "y"]);
    assert_eq!((&found[2], &found[3], unreadable), (&x, &y, Unreadable::default()));
    for asset in [&x, &y] {
        db.remove_asset(&asset.id, row(AuditAction::AssetRemoved)).await.unwrap();
    }
    for document in foreign {
        let own = doc! { "_id": document.get_str("_id").unwrap() };
        assert_eq!(assets.find_one(own).await.unwrap(), Some(document));
    }
    assert_eq!(assets.count_documents(doc! {}).await.unwrap(), 2);
    db.close().await;
}

fn date(seconds: i64) -> DateTime {
    DateTime::from_millis(at(seconds).timestamp_millis())
}

/// Inserts documents of metrics and reads the first hundred seconds.
async fn read_samples(
    url: &DatabaseUrl,
    database: &Database,
    documents: Vec<Document>,
) -> store::Read<Vec<ServiceSamples>> {
    collection(database, "metrics").insert_many(documents).await.unwrap();
    let db = open(url).await;
    let read = db.read_samples(all_in(0, 100)).await.unwrap();
    db.close().await;
    read
}

async fn samples_of_others_are_read(url: DatabaseUrl, database: Database) {
    let statuses = [
        Bson::from("UP"),
        Bson::from(1),
        Bson::from(true),
        Bson::from("Degraded"),
        Bson::from("DOWN"),
        Bson::from(0_i64),
        Bson::from(0.0),
        Bson::from(false),
        Bson::from("maintenance"),
        Bson::Null,
    ];
    let mut documents: Vec<Document> = statuses
        .into_iter()
        .zip(10..)
        .map(|(status, seconds)| {
            doc! {
                "timestamp": date(seconds), "service_id": "web", "status": status, "response_ms": f64::NAN,
            }
        })
        .collect();
    documents.push(doc! { "timestamp": date(5), "service_id": "web" });
    documents.push(doc! { "timestamp": date(20), "service_id": 7, "status": "ok" });
    documents.push(doc! { "timestamp": date(20), "service_id": object(1), "status": "ok" });
    let read = read_samples(&url, &database, documents).await;
    let single = |id: &str| ServiceSamples {
        service_id: asset_id(id),
        counts: counts([1, 0, 0, 0]),
        first: at(20),
        last: at(20),
        failures: vec![],
    };
    let web = ServiceSamples {
        service_id: asset_id("web"),
        counts: counts([3, 1, 4, 3]),
        first: at(5),
        last: at(19),
        failures: [14, 15, 16, 17].map(at).to_vec(),
    };
    assert_eq!(read.found, [single(&object(1).to_hex()), single("7"), web]);
    assert_eq!(read.unreadable, Unreadable::default());
}

async fn moments_of_others_are_read(url: DatabaseUrl, database: Database) {
    let moments = [
        Bson::from(date(10)),
        // The tests begin at midnight of the first of September.
        Bson::from("2025-09-01T00:00:20Z"),
        Bson::from("2025-09-01 00:00:30"),
        Bson::from("2025-09-01T02:00:40.000+02:00"),
        Bson::from("2025-09-01T00:01:40Z"),
        Bson::from("9999-01-01T00:00:00Z"),
        Bson::from(date(100)),
        Bson::from("yesterday"),
        Bson::from(at(10).timestamp()),
        Bson::from(vec![Bson::from(date(10))]),
        Bson::from(Vec::<Bson>::new()),
        Bson::from(doc! {}),
        Bson::Null,
        // Types that nobody should use any more.
        Bson::Symbol("2025-09-01T00:00:20Z".into()),
        Bson::JavaScriptCode("1".into()),
        Bson::JavaScriptCodeWithScope(JavaScriptCodeWithScope { code: "1".into(), scope: doc! {} }),
        Bson::Undefined,
    ];
    let mut documents: Vec<Document> = moments
        .into_iter()
        .map(|timestamp| doc! { "timestamp": timestamp, "service_id": "web", "status": "failed" })
        .collect();
    documents.push(doc! { "service_id": "web", "status": "failed" });
    let read = read_samples(&url, &database, documents).await;
    assert_eq!(read.found[0].failures, [10, 20, 30, 40].map(at));
    assert_eq!(read.unreadable.count, 11);
    assert_eq!(read.unreadable.examples.len(), 5);
}

async fn unreadable_documents_are_named(url: DatabaseUrl, database: Database) {
    let documents = vec![
        doc! { "_id": "no-service", "timestamp": date(10), "status": "ok" },
        doc! { "_id": "empty\nservice", "timestamp": date(10), "service_id": "", "status": "ok" },
        doc! { "_id": "odd-service", "timestamp": date(10), "service_id": ["a"], "status": "ok" },
        doc! { "_id": { "a": 1 }, "timestamp": "yesterday\u{7}", "service_id": "web", "status": "ok" },
        doc! { "_id": "elsewhere", "timestamp": date(500), "status": "ok" },
    ];
    let mut read = read_samples(&url, &database, documents).await;
    read.unreadable.examples.sort_unstable();
    assert_eq!(read.found, []);
    assert_eq!(
        read.unreadable.examples,
        [
            "a document: its timestamp is \"yesterday\", which is no date",
            "emptyservice: no service_id",
            "no-service: no service_id",
            "odd-service: its service_id is neither text nor a number",
        ]
    );
    assert_eq!(read.unreadable.count, 4);
}

async fn runs_of_others_are_read(url: DatabaseUrl, database: Database) {
    let documents = [
        doc! { "timestamp": date(10), "asset_id": "vm", "status": "OK", "size_bytes": 5.0, "started_at": "2025-09-01" },
        doc! { "timestamp": "2025-09-01T00:00:20", "asset_id": "vm", "status": "Warning", "size_bytes": -1 },
        doc! { "timestamp": date(30), "asset_id": "vm", "status": false, "size_bytes": f64::NAN, "message": "no" },
        doc! { "timestamp": date(40), "asset_id": "vm", "status": "Running" },
        doc! { "timestamp": date(-50), "asset_id": 7, "status": 1, "size_bytes": 9_i64 },
        doc! { "timestamp": date(-60), "asset_id": 7, "status": "success" },
        doc! { "timestamp": date(-40), "asset_id": 7, "status": "error" },
        doc! { "_id": 1, "timestamp": date(50), "asset_id": "vm", "status": "odd" },
        doc! { "_id": 2, "timestamp": date(50), "asset_id": "vm" },
        doc! { "_id": 3, "timestamp": date(50), "status": "ok" },
        doc! { "_id": 4, "asset_id": "vm", "status": "ok" },
    ];
    collection(&database, "backups").insert_many(documents).await.unwrap();
    let db = open(&url).await;
    let mut read = db.read_backup_runs(all_in(0, 100)).await.unwrap();
    let run = |seconds, outcome, started: Option<i64>| ReportRun {
        ended_at: at(seconds),
        started_at: started.map(at),
        outcome,
    };
    let seven = vec![run(-50, BackupOutcome::Success, None), run(-40, BackupOutcome::Failed, None)];
    let vm = vec![
        run(10, BackupOutcome::Success, Some(0)),
        run(20, BackupOutcome::Warning, None),
        run(30, BackupOutcome::Failed, None),
    ];
    let expected =
        [AssetRuns { asset_id: asset_id("7"), runs: seven }, AssetRuns { asset_id: asset_id("vm"), runs: vm }];
    assert_eq!(read.found, expected);
    read.unreadable.examples.sort_unstable();
    assert_eq!(
        read.unreadable.examples,
        ["1: its status \"odd\" is no outcome", "2: no status", "3: no asset_id", "4: no timestamp"]
    );
    db.close().await;
}

async fn collections_may_have_other_names(url: DatabaseUrl, database: Database) {
    let DatabaseUrl::Mongo { uri, database: name, .. } = url else { unreachable!() };
    let collections = CollectionNames { assets: "inventory".into(), metrics: "checks".into(), backups: "runs".into() };
    let db = open(&DatabaseUrl::Mongo { uri, database: name, collections }).await;
    db.add_samples(&[sample("web", 10, model::SampleStatus::Ok)]).await.unwrap();
    db.close().await;
    let kept = collection(&database, "checks").find_one(doc! {}).await.unwrap().unwrap();
    let fields: Vec<_> = kept.keys().map(String::as_str).collect();
    assert_eq!(fields, ["_id", "timestamp", "service_id", "status", "response_ms", "message"]);
    assert_eq!(kept.get_object_id("_id").unwrap().timestamp(), date(10));
    let names = database.list_collection_names().await.unwrap();
    assert!(!names.contains(&"metrics".to_owned()), "{names:?}");
}

/// The server has one fail point for all, so these tests take turns.
pub static FAIL_POINT: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Makes the server fail some commands of one client the next few times.
pub async fn fail(database: &Database, client: &str, times: u32, commands: &[&str], failure: Document) {
    let mut data = doc! { "failCommands": commands.to_vec(), "appName": client };
    data.extend(failure);
    let command = doc! { "configureFailPoint": "failCommand", "mode": { "times": times }, "data": data };
    let outcome = database.client().database("admin").run_command(command).await;
    outcome.expect("the test server must run with --setParameter enableTestCommands=1");
}

/// The URL under which the server knows this client by a name of its own.
pub fn named(url: DatabaseUrl, client: &str) -> DatabaseUrl {
    let DatabaseUrl::Mongo { uri, database, collections } = url else { unreachable!() };
    let uri = match uri.contains('?') {
        true => format!("{uri}&appName={client}"),
        false => format!("{}/?appName={client}", uri.trim_end_matches('/')),
    };
    DatabaseUrl::Mongo { uri, database, collections }
}

async fn what_passes_by_itself_is_tried_again(url: DatabaseUrl, database: Database) {
    let _turn = FAIL_POINT.lock().await;
    // The name of the database is as good as random.
    let client = database.name().to_owned();
    let db = open(&named(url, &client)).await;
    let stepped_down = doc! { "errorCode": 10107, "errorLabels": ["RetryableWriteError"] };
    let hung_up = doc! { "closeConnection": true };
    for (n, failure) in [stepped_down, hung_up].into_iter().enumerate() {
        let user = admin(&format!("user{n}"));
        // Each more often than the driver itself tries.
        fail(&database, &client, 3, &["find"], failure.clone()).await;
        assert_eq!(db.find_user(&user.id).await.unwrap(), None);
        fail(&database, &client, 3, &["insert", "update", "commitTransaction"], failure.clone()).await;
        db.add_user(&user, row(AuditAction::UserAdded)).await.unwrap();
        fail(&database, &client, 3, &["insert"], failure.clone()).await;
        let samples = [sample("web", n.try_into().unwrap(), model::SampleStatus::Ok)];
        assert_eq!(db.add_samples(&samples).await.unwrap(), 1);
    }
    assert_eq!(rows(&*db).await.len(), 2);
    db.close().await;
}

async fn what_does_not_pass_is_unavailable(url: DatabaseUrl, database: Database) {
    let _turn = FAIL_POINT.lock().await;
    let client = database.name().to_owned();
    let db = open(&named(url, &client)).await;
    fail(&database, &client, 1000, &["insert", "find"], doc! { "errorCode": 13435 }).await;
    let begun = Instant::now();
    let outcomes = [db.has_users().await.map(drop), db.add_user(&admin("ada"), row(AuditAction::UserAdded)).await];
    assert!(begun.elapsed().as_secs() < 21, "{:?}", begun.elapsed());
    fail(&database, &client, 0, &["insert"], doc! { "errorCode": 13435 }).await;
    for outcome in outcomes {
        assert!(matches!(outcome, Err(store::StoreError::Unavailable(_))), "{outcome:?}");
    }
    assert_eq!(rows(&*db).await, []);
    db.close().await;
}

async fn what_was_never_written_is_damage(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    let ada = added(&*db, admin("ada")).await;
    let odd = doc! { "$set": { "role": "emperor" } };
    collection(&database, "vedetta_users").update_one(doc! {}, odd).await.unwrap();
    let outcome = db.find_user(&ada.id).await;
    assert!(matches!(&outcome, Err(store::StoreError::Damaged(why)) if why.contains("role")), "{outcome:?}");
    db.close().await;
}

async fn what_the_server_refuses_is_no_outage(url: DatabaseUrl, database: Database) {
    let _turn = FAIL_POINT.lock().await;
    let client = database.name().to_owned();
    let ruled = doc! { "create": "metrics", "validator": { "colour": { "$exists": true } } };
    database.run_command(ruled).await.unwrap();
    let db = open(&named(url, &client)).await;
    for code in [13, 166] {
        fail(&database, &client, 1, &["insert"], doc! { "errorCode": code }).await;
        let outcome = db.add_samples(&[sample("web", 0, model::SampleStatus::Ok)]).await;
        assert!(matches!(outcome, Err(store::StoreError::Refused(_))), "{code}: {outcome:?}");
    }
    // Nobody fails it any more, but the rule of its collection is not kept.
    let outcome = db.add_samples(&[sample("web", 0, model::SampleStatus::Ok)]).await;
    assert!(matches!(outcome, Err(store::StoreError::Refused(_))), "{outcome:?}");
    db.close().await;
}

async fn a_row_that_another_index_refuses_is_not_told_as_kept(url: DatabaseUrl, database: Database) {
    let (one_a_moment, unique) =
        (doc! { "service_id": 1, "timestamp": 1 }, IndexOptions::builder().unique(true).build());
    let index = mongodb::IndexModel::builder().keys(one_a_moment).options(unique).build();
    collection(&database, "metrics").create_index(index).await.unwrap();
    let db = open(&url).await;
    let (ok, failed) = (sample("web", 0, model::SampleStatus::Ok), sample("web", 0, model::SampleStatus::Failed));
    for _ in 0..2 {
        db.add_samples(std::slice::from_ref(&ok)).await.unwrap();
    }
    let outcome = db.add_samples(&[failed]).await;
    assert!(matches!(&outcome, Err(store::StoreError::Refused(why)) if why.contains("service_id_1")), "{outcome:?}");
    db.close().await;
}

/// A row that only a primary has may be lost with it: whoever sends it again must not be told that it is kept.
async fn rows_that_are_sent_again_are_looked_for_among_the_durable(url: DatabaseUrl, database: Database) {
    let db = open(&url).await;
    let samples = [sample("web", 0, model::SampleStatus::Ok)];
    for _ in 0..2 {
        db.add_samples(&samples).await.unwrap();
    }
    database.run_command(doc! { "profile": 2 }).await.unwrap();
    assert_eq!(db.add_samples(&samples).await.unwrap(), 0);
    db.put_assets(&[]).await.unwrap();
    database.run_command(doc! { "profile": 0 }).await.unwrap();
    db.close().await;
    for name in ["metrics", "assets"] {
        let reads = doc! { "ns": format!("{}.{name}", database.name()), "command.find": name };
        let reads: Vec<Document> =
            collection(&database, "system.profile").find(reads).await.unwrap().try_collect().await.unwrap();
        assert!(!reads.is_empty(), "{name}");
        for read in reads {
            let level = read.get_document("command").unwrap().get_document("readConcern").unwrap();
            assert_eq!(level.get_str("level").unwrap(), "majority", "{name}");
        }
    }
}

/// Nothing is unique in one, so that a row that is sent again would count twice.
async fn a_time_series_is_read_and_takes_nothing_in(url: DatabaseUrl, database: Database) {
    let series = doc! { "timeField": "timestamp", "metaField": "service_id" };
    database.run_command(doc! { "create": "metrics", "timeseries": series }).await.unwrap();
    let moment = DateTime::parse_rfc3339_str("2025-09-01T10:00:00Z").unwrap();
    let documents = ["ok", "down"].map(|status| doc! { "timestamp": moment, "service_id": "web", "status": status });
    collection(&database, "metrics").insert_many(documents).await.unwrap();
    let db = open(&url).await;
    let read = db.read_samples(all_in(0, 86_400)).await.unwrap();
    assert_eq!((read.found.len(), read.found[0].failures.len()), (1, 1));
    assert_eq!(db.sample_hours().await.unwrap().len(), 1);
    let outcome = db.add_samples(&[sample("web", 0, model::SampleStatus::Ok)]).await;
    assert!(matches!(&outcome, Err(store::StoreError::Refused(why)) if why.contains("time series")), "{outcome:?}");
    db.close().await;
}
