//! What the drivers take without Vedetta around them, for `cargo xtask bench`: rows of a file in batches of 1000, each
//! durable before the next, by so many senders at once. Prints the seconds that it took.
//! `raw_ingest sqlite|sqlite-by-hour|mongodb TARGET FILE ROWS SENDERS`
#![expect(clippy::print_stdout, reason = "its output is what it is run for")]

use std::{
    env,
    error::Error,
    fs::File,
    io::{BufRead, BufReader},
    thread,
    time::{Duration, Instant},
};

use mongodb::{
    Client, Collection, IndexModel,
    bson::{DateTime, Document, doc},
    options::{IndexOptions, WriteConcern},
};
use rusqlite::{Connection, TransactionBehavior, params};

const BATCH: usize = 1000;
const PATIENCE: Duration = Duration::from_secs(60);

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

struct Sample {
    at_ms: i64,
    service: String,
    status: String,
    response_ms: f64,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [engine, target, file, rows, senders] = arguments.as_slice() else {
        return Err("raw_ingest sqlite|sqlite-by-hour|mongodb TARGET FILE ROWS SENDERS".into());
    };
    let samples = read(file, rows.parse()?)?;
    let share = samples.len().div_ceil(senders.parse()?);
    let took = match engine.as_str() {
        "sqlite" => sqlite(target, Layout::ByService, &samples, share)?,
        "sqlite-by-hour" => sqlite(target, Layout::ByHour, &samples, share)?,
        "mongodb" => tokio::runtime::Runtime::new()?.block_on(mongodb(target, samples, share))?,
        _ => return Err("the engine is sqlite, sqlite-by-hour or mongodb".into()),
    };
    println!("{}", took.as_secs_f64());
    Ok(())
}

/// The first rows of a file of tab-separated values: milliseconds, service, status, response time.
fn read(file: &str, rows: usize) -> Outcome<Vec<Sample>> {
    let lines = BufReader::new(File::open(file)?).lines().take(rows);
    lines
        .map(|line| {
            let line = line?;
            let mut parts = line.split('\t');
            let mut part = || parts.next().ok_or("a line is too short");
            let (at_ms, service, status, response_ms) = (part()?, part()?, part()?, part()?);
            Ok(Sample {
                at_ms: at_ms.parse()?,
                service: service.into(),
                status: status.into(),
                response_ms: response_ms.parse()?,
            })
        })
        .collect()
}

fn open(path: &str) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    db.busy_timeout(PATIENCE)?;
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;")?;
    Ok(db)
}

/// The order in which a table keeps its rows.
#[derive(Clone, Copy)]
enum Layout {
    /// As one would think of first: a service's samples by their time.
    ByService,
    /// As Vedetta does.
    ByHour,
}

impl Layout {
    fn key(self) -> &'static str {
        match self {
            Self::ByService => "service, at, status",
            Self::ByHour => "hour, service, at, status",
        }
    }

    fn hour(self) -> &'static str {
        match self {
            Self::ByService => "NULL",
            Self::ByHour => "?2 / 3600000",
        }
    }
}

fn sqlite(path: &str, layout: Layout, samples: &[Sample], share: usize) -> Outcome<Duration> {
    open(path)?.execute_batch(&format!(
        "CREATE TABLE samples (hour INTEGER, service INTEGER, at INTEGER, status INTEGER, response_ms REAL, message TEXT,
             PRIMARY KEY ({})) STRICT, WITHOUT ROWID;
         CREATE INDEX failures ON samples (service, at) WHERE status = 2;",
        layout.key(),
    ))?;
    let started = Instant::now();
    thread::scope(|scope| {
        let send = |part| scope.spawn(move || send_to_sqlite(path, layout, part));
        let senders: Vec<_> = samples.chunks(share).map(send).collect();
        senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| "a sender panicked")?)
    })?;
    Ok(started.elapsed())
}

fn send_to_sqlite(path: &str, layout: Layout, samples: &[Sample]) -> Outcome<()> {
    let mut db = open(path)?;
    let insert = format!("INSERT INTO samples VALUES ({}, ?1, ?2, ?3, ?4, NULL)", layout.hour());
    for batch in samples.chunks(BATCH) {
        // The lock is asked for at once, so that those who wait for it wait in line.
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut insert = transaction.prepare_cached(&insert)?;
        for sample in batch {
            let number: i64 = sample.service.trim_start_matches("svc-").parse()?;
            let status = ["ok", "degraded", "failed"].iter().position(|status| *status == sample.status);
            let status = i64::try_from(status.ok_or("an unknown status")?)?;
            insert.execute(params![number, sample.at_ms, status, sample.response_ms])?;
        }
        drop(insert);
        transaction.commit()?;
    }
    Ok(())
}

async fn mongodb(url: &str, samples: Vec<Sample>, share: usize) -> Outcome<Duration> {
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
    let (mut parts, mut samples) = (Vec::new(), samples);
    while !samples.is_empty() {
        let rest = samples.split_off(share.min(samples.len()));
        parts.push(std::mem::replace(&mut samples, rest));
    }
    let started = Instant::now();
    let senders: Vec<_> =
        parts.into_iter().map(|part| tokio::spawn(send_to_mongodb(collection.clone(), part))).collect();
    for sender in senders {
        sender.await??;
    }
    Ok(started.elapsed())
}

async fn send_to_mongodb(collection: Collection<Document>, samples: Vec<Sample>) -> Outcome<()> {
    for batch in samples.chunks(BATCH) {
        let documents = batch.iter().map(|sample| {
            doc! {
                "timestamp": DateTime::from_millis(sample.at_ms),
                "service_id": &sample.service,
                "status": &sample.status,
                "response_ms": sample.response_ms,
            }
        });
        collection.insert_many(documents).ordered(false).write_concern(WriteConcern::majority()).await?;
    }
    Ok(())
}
