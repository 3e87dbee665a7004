//! What the drivers take without Vedetta around them, for `cargo xtask bench`: rows in batches of 1000, each durable before
//! the next. Prints the seconds that it took. `raw_ingest sqlite PATH ROWS` or `raw_ingest mongodb URL ROWS`.
#![expect(clippy::print_stdout, reason = "its output is what it is run for")]

use std::{env, error::Error, time::Instant};

use mongodb::{
    Client, IndexModel,
    bson::{DateTime, Document, doc},
    options::{IndexOptions, WriteConcern},
};
use rusqlite::{Connection, params};

const BATCH: usize = 1000;
const SERVICES: usize = 200;
const START_MS: i64 = 1_735_689_600_000;

/// Service, moment and status of the sample of this number: minute by minute, all services, one failure in a hundred.
fn sample(number: usize) -> (i64, i64, bool) {
    let minute = i64::try_from(number / SERVICES).unwrap_or_default();
    (i64::try_from(number % SERVICES).unwrap_or_default(), START_MS + minute * 60_000, number % 100 == 7)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [engine, target, rows] = arguments.as_slice() else {
        return Err("raw_ingest sqlite|mongodb TARGET ROWS".into());
    };
    let rows = rows.parse()?;
    let seconds = match engine.as_str() {
        "sqlite" => sqlite(target, rows)?,
        "mongodb" => tokio::runtime::Runtime::new()?.block_on(mongodb(target, rows))?,
        _ => return Err("the engine is sqlite or mongodb".into()),
    };
    println!("{seconds}");
    Ok(())
}

fn sqlite(path: &str, rows: usize) -> Result<f64, Box<dyn Error>> {
    let mut db = Connection::open(path)?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;
         CREATE TABLE samples (service INTEGER, at INTEGER, status INTEGER, response_ms REAL, message TEXT,
             PRIMARY KEY (service, at, status)) STRICT, WITHOUT ROWID;
         CREATE INDEX failures ON samples (service, at) WHERE status = 2;",
    )?;
    let started = Instant::now();
    for first in (0..rows).step_by(BATCH) {
        let transaction = db.transaction()?;
        let mut insert = transaction.prepare_cached("INSERT INTO samples VALUES (?1, ?2, ?3, ?4, NULL)")?;
        for number in first..rows.min(first + BATCH) {
            let (service, at, failed) = sample(number);
            insert.execute(params![service, at, if failed { 2 } else { 0 }, 42.5])?;
        }
        drop(insert);
        transaction.commit()?;
    }
    Ok(started.elapsed().as_secs_f64())
}

async fn mongodb(url: &str, rows: usize) -> Result<f64, Box<dyn Error>> {
    let collection = Client::with_uri_str(url).await?.database("raw_ingest").collection::<Document>("metrics");
    collection.drop().await?;
    let failed = IndexOptions::builder().partial_filter_expression(doc! { "status": "failed" }).build();
    let by = |keys| IndexModel::builder().keys(keys);
    collection
        .create_indexes([
            by(doc! { "timestamp": 1 }).build(),
            by(doc! { "service_id": 1, "timestamp": 1 }).build(),
            by(doc! { "status": 1, "service_id": 1, "timestamp": 1 }).options(failed).build(),
        ])
        .await?;
    let started = Instant::now();
    for first in (0..rows).step_by(BATCH) {
        let documents = (first..rows.min(first + BATCH)).map(|number| {
            let (service, at, failed) = sample(number);
            doc! {
                "timestamp": DateTime::from_millis(at),
                "service_id": format!("svc-{service:04}"),
                "status": if failed { "failed" } else { "ok" },
                "response_ms": 42.5,
            }
        });
        collection.insert_many(documents).ordered(false).write_concern(WriteConcern::majority()).await?;
    }
    Ok(started.elapsed().as_secs_f64())
}
