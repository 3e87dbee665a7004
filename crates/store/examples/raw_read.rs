//! What the drivers read without Vedetta around them, for `cargo xtask bench`: every failure, its service and its moment,
//! from an index alone. Prints the seconds of the middle one of several reads.
//! `raw_read sqlite PATH`, a file of `raw_ingest`, or `raw_read mongodb URL DATABASE`
#![expect(clippy::print_stdout, reason = "its output is what it is run for")]

use std::{
    env,
    error::Error,
    time::{Duration, Instant},
};

use futures_util::TryStreamExt;
use mongodb::{
    Client, Collection, IndexModel,
    bson::{Document, RawDocumentBuf, doc},
    options::{Hint, IndexOptions},
};
use rusqlite::Connection;

const TIMES: usize = 7;
/// Its own, so that it stands beside one that Vedetta has made over the same keys.
const INDEX: &str = "raw_failures";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut times = match words.as_slice() {
        ["sqlite", path] => sqlite(path)?,
        ["mongodb", url, database] => tokio::runtime::Runtime::new()?.block_on(mongodb(url, database))?,
        _ => return Err("raw_read sqlite PATH, or raw_read mongodb URL DATABASE".into()),
    };
    times.sort();
    println!("{}", times[times.len() / 2].as_secs_f64());
    Ok(())
}

fn sqlite(path: &str) -> Outcome<Vec<Duration>> {
    let db = Connection::open(path)?;
    let mut query = db.prepare("SELECT service, at FROM samples INDEXED BY failures WHERE status = 2")?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let failures: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
        times.push(started.elapsed());
        if failures.is_empty() {
            return Err("there is no failure".into());
        }
    }
    Ok(times)
}

async fn mongodb(url: &str, database: &str) -> Outcome<Vec<Duration>> {
    let database = Client::with_uri_str(url).await?.database(database);
    let only_failed = doc! { "status": "failed" };
    let options = IndexOptions::builder().name(INDEX.to_owned()).partial_filter_expression(only_failed).build();
    let keys = doc! { "status": 1, "service_id": 1, "timestamp": 1 };
    database
        .collection::<Document>("metrics")
        .create_index(IndexModel::builder().keys(keys).options(options).build())
        .await?;
    let collection: Collection<RawDocumentBuf> = database.collection("metrics");
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        let found = collection
            .find(doc! { "status": "failed" })
            .hint(Hint::Name(INDEX.into()))
            .projection(doc! { "_id": 0, "service_id": 1, "timestamp": 1 })
            .await?;
        let failures: Vec<RawDocumentBuf> = found.try_collect().await?;
        times.push(started.elapsed());
        if failures.is_empty() {
            return Err("there is no failure".into());
        }
    }
    Ok(times)
}
