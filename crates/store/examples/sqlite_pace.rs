//! Measures SQLite beneath the store: samples of 200 services by the minute over 7 days, taken in and read back, a
//! year of backup runs, a large report, a removal.
//! `cargo run --release -p store --example sqlite_pace`
#![expect(clippy::unwrap_used, reason = "whoever measures sees what went wrong")]
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::{fs, path::Path, time::Instant};

use model::{
    AnalysisKind, AssetId, AuditAction, AuditResult, BackupOutcome, BackupRun, NewAuditEntry, ReportHead, ReportId,
    ReportOrigin, Sample, SampleStatus, Timestamp, Window,
};
use rusqlite::{Connection, params};
use store::{DatabaseUrl, Selection, Store};

const SERVICES: i64 = 200;
const MINUTES: i64 = 7 * 1440;
const START: i64 = 1_756_684_800;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    for batch in [1_000, 10_000] {
        let raw = raw_pace(&folder.path().join(format!("raw-{batch}.db")), batch);
        let path = folder.path().join(format!("store-{batch}.db"));
        let db = store::open(&DatabaseUrl::Sqlite { path: path.clone() }).await.unwrap();
        let own = own_pace(&*db, batch).await;
        println!("ingest by {batch}: raw {raw:.0} rows/s, store {own:.0} rows/s, ratio {:.2}", own / raw);
        if batch == 10_000 {
            read(&*db).await;
            read_runs(&*db).await;
            keep_report(&*db).await;
            remove(&*db).await;
        }
        db.close().await;
        println!("file: {} MB", fs::metadata(&path).unwrap().len() >> 20);
    }
}

fn samples(minutes: std::ops::Range<i64>) -> Vec<Sample> {
    let one = |minute: i64, service: i64| Sample {
        timestamp: at(minute),
        service_id: AssetId::new(format!("service-{service:03}")).unwrap(),
        status: if (minute * 31 + service * 17) % 86 == 0 { SampleStatus::Failed } else { SampleStatus::Ok },
        response_ms: Some(12.5),
        message: None,
    };
    minutes.flat_map(|minute| (0..SERVICES).map(move |service| one(minute, service))).collect()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_timestamp(START + minute * 60, 0).unwrap()
}

async fn own_pace(db: &dyn Store, batch: i64) -> f64 {
    let step = batch / SERVICES;
    let mut seconds = 0.0;
    for minute in (0..MINUTES).step_by(usize::try_from(step).unwrap()) {
        let samples = samples(minute..(minute + step).min(MINUTES));
        let begun = Instant::now();
        db.add_samples(&samples).await.unwrap();
        seconds += begun.elapsed().as_secs_f64();
    }
    rows_per_second(seconds)
}

/// The same rows without the store, the ids already numbers, in the table that one would think of first.
fn raw_pace(path: &Path, batch: i64) -> f64 {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "journal_mode", "wal").unwrap();
    db.pragma_update(None, "synchronous", "full").unwrap();
    db.execute_batch(
        "CREATE TABLE samples (service INTEGER NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL,
             response_ms REAL, message TEXT, PRIMARY KEY (service, at, status)) STRICT, WITHOUT ROWID;
         CREATE INDEX failures ON samples (service, at) WHERE status = 2;",
    )
    .unwrap();
    let step = batch / SERVICES;
    let mut seconds = 0.0;
    for minute in (0..MINUTES).step_by(usize::try_from(step).unwrap()) {
        let samples = samples(minute..(minute + step).min(MINUTES));
        let begun = Instant::now();
        let transaction = db.unchecked_transaction().unwrap();
        let mut insert = transaction
            .prepare_cached("INSERT INTO samples VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING")
            .unwrap();
        for (sample, service) in samples.iter().zip((0..SERVICES).cycle()) {
            let status = u8::from(sample.status == SampleStatus::Failed) * 2;
            let at = sample.timestamp.timestamp_millis();
            insert.execute(params![service, at, status, sample.response_ms, sample.message]).unwrap();
        }
        drop(insert);
        transaction.commit().unwrap();
        seconds += begun.elapsed().as_secs_f64();
    }
    rows_per_second(seconds)
}

#[expect(clippy::cast_precision_loss, reason = "a few millions are exact")]
fn rows_per_second(seconds: f64) -> f64 {
    (SERVICES * MINUTES) as f64 / seconds
}

async fn read(db: &dyn Store) {
    for (name, window) in [
        ("whole days", Window { start: at(0), end: at(MINUTES) }),
        ("cut hours", Window { start: at(30), end: at(MINUTES - 30) }),
        ("one day", Window { start: at(1440), end: at(2880) }),
    ] {
        let mut best = f64::MAX;
        for _ in 0..10 {
            let begun = Instant::now();
            let found = db.read_samples(Selection { window, only: None }).await.unwrap().found;
            best = best.min(begun.elapsed().as_secs_f64() * 1e3);
            assert_eq!(found.len(), usize::try_from(SERVICES).unwrap());
        }
        println!("read {name}: {best:.1} ms at best of 10");
    }
    let begun = Instant::now();
    let hours = db.sample_hours().await.unwrap().len();
    println!("hours ({hours}): {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let begun = Instant::now();
    db.newest_sample().await.unwrap();
    println!("newest: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
}

/// 1000 assets with a run a day over a year, of which an analysis looks at a week.
async fn read_runs(db: &dyn Store) {
    let run = |asset: i64, day: i64| BackupRun {
        timestamp: at(day * 1440 + asset % 60),
        asset_id: AssetId::new(format!("vm-{asset:04}")).unwrap(),
        outcome: if (asset + day) % 20 == 0 { BackupOutcome::Failed } else { BackupOutcome::Success },
        started_at: Some(at(day * 1440 - 30)),
        size_bytes: None,
        message: None,
    };
    for day in 0..365 {
        db.add_backup_runs(&(0..1000).map(|asset| run(asset, day)).collect::<Vec<_>>()).await.unwrap();
    }
    for (name, day) in [("newest", 365), ("oldest", 7)] {
        let window = Window { start: at((day - 7) * 1440), end: at(day * 1440) };
        let begun = Instant::now();
        let found = db.read_backup_runs(Selection { window, only: None }).await.unwrap().found;
        println!("runs of {} assets, {name} week: {:.1} ms", found.len(), begun.elapsed().as_secs_f64() * 1e3);
    }
}

async fn keep_report(db: &dyn Store) {
    let head = ReportHead {
        id: ReportId::new("large").unwrap(),
        kind: AnalysisKind::Availability,
        origin: ReportOrigin::Import,
        job_id: None,
        created_at: at(0),
        created_by: "ada".into(),
        window: Window { start: at(0), end: at(1) },
        timezone: "UTC".into(),
        score: None,
        total: 0,
        statuses: Vec::new(),
        partial: false,
    };
    let content = vec![7; 200 << 20];
    let begun = Instant::now();
    db.add_report(&head, &content, row()).await.unwrap();
    println!("report of 200 MB kept: {:.0} ms, peak {} MB", begun.elapsed().as_secs_f64() * 1e3, peak());
    let begun = Instant::now();
    assert!(db.read_report(&head.id).await.unwrap().unwrap() == content);
    println!("report of 200 MB read: {:.0} ms, peak {} MB", begun.elapsed().as_secs_f64() * 1e3, peak());
    db.remove_report(&head.id, row()).await.unwrap();
}

/// Removes 50 services of 10,080 samples each, and sees how long others wait meanwhile.
async fn remove(db: &dyn Store) {
    let ids: Vec<_> = (0..50).map(|service| AssetId::new(format!("service-{service:03}")).unwrap()).collect();
    let begun = Instant::now();
    db.remove_assets_and_data(&ids, row()).await.unwrap();
    println!("half a million samples removed: {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let mut longest = 0.0_f64;
    for _ in 0..30 {
        let begun = Instant::now();
        db.append_audit(row()).await.unwrap();
        longest = longest.max(begun.elapsed().as_secs_f64() * 1e3);
    }
    println!("longest write meanwhile: {longest:.0} ms");
}

fn row() -> NewAuditEntry {
    NewAuditEntry {
        at: at(0),
        actor: "ada".into(),
        address: "192.0.2.1".into(),
        action: AuditAction::DataImported,
        object: "something".into(),
        result: AuditResult::Done,
        request_id: "r-1".into(),
    }
}

/// The most memory that the process ever held, in megabytes.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
}
