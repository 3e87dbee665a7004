//! Ingest through the API, next to what the database's driver takes without anything in between.

use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

use super::Scope;
use super::data::Set;
use super::report::Row;
use super::timed;
use crate::mongod::{self, ReplicaSet};
use crate::places;
use crate::processes::output;
use crate::vedetta::Vedetta;

const SAMPLES: &str = "/api/v1/ingest/samples";
/// Senders at once, as collectors would be.
const SENDERS: usize = 4;
const GOAL: f64 = 0.7;

pub fn measure(scope: Scope) -> Result<Vec<Row>> {
    let rows = if scope.quick { 50_000 } else { 400_000 };
    let batches = batches(Set::M, 1000, rows)?;
    let folder = places::scratch("raw")?;
    let file = folder.path().join("raw.db");
    let raw_sqlite = raw("sqlite", file.to_str().context("the scratch folder's path is no text")?, rows)?;
    let ours_sqlite = rate(&Vedetta::on_sqlite()?, &batches, rows)?;

    let mongod = ReplicaSet::start(&mongod::program()?, None)?;
    let raw_mongodb = raw("mongodb", &mongod.url, rows)?;
    let ours_mongodb = rate(&Vedetta::on_mongodb(&mongod.url, "bench_ingest", &[], "admin")?, &batches, rows)?;
    Ok(vec![row("SQLite", raw_sqlite, ours_sqlite), row("MongoDB", raw_mongodb, ours_mongodb)])
}

fn row(engine: &str, raw: f64, ours: f64) -> Row {
    Row::at_least(
        format!("ingest through the API in batches of 1000, {engine}"),
        format!("raw {engine} {raw:.0} rows/s"),
        format!("{ours:.0} rows/s"),
        ours / raw,
        GOAL,
    )
}

/// Sends a whole set.
pub fn load(vedetta: &Vedetta, set: Set, batch: usize) -> Result<()> {
    let mut body = String::new();
    let mut waiting = 0;
    set.each(|row| {
        row.ndjson(&mut body);
        waiting += 1;
        if waiting == batch {
            vedetta.ingest(SAMPLES, &body)?;
            body.clear();
            waiting = 0;
        }
        Ok(())
    })?;
    if !body.is_empty() {
        vedetta.ingest(SAMPLES, &body)?;
    }
    Ok(())
}

/// The first rows of a set as bodies of requests.
fn batches(set: Set, size: usize, rows: usize) -> Result<Vec<String>> {
    let mut batches = vec![String::new()];
    let mut count = 0;
    set.each(|row| {
        if count < rows {
            if count > 0 && count % size == 0 {
                batches.push(String::new());
            }
            if let Some(batch) = batches.last_mut() {
                row.ndjson(batch);
            }
            count += 1;
        }
        Ok(())
    })?;
    Ok(batches)
}

/// Rows a second, sent by several at once.
fn rate(vedetta: &Vedetta, batches: &[String], rows: usize) -> Result<f64> {
    let share = batches.len().div_ceil(SENDERS);
    let ((), took) = timed(|| {
        thread::scope(|scope| {
            let send = |part: &[String]| part.iter().try_for_each(|body| vedetta.ingest(SAMPLES, body).map(drop));
            let senders: Vec<_> = batches.chunks(share).map(|part| scope.spawn(move || send(part))).collect();
            senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| anyhow!("a sender panicked"))?)
        })
    })?;
    Ok(per_second(rows, took))
}

/// Rows a second of the driver alone: an example program of the `store` crate, which has the drivers.
fn raw(engine: &str, target: &str, rows: usize) -> Result<f64> {
    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--quiet", "--release", "--package", "store", "--example", "raw_ingest", "--", engine, target]);
    let seconds = output(cargo.arg(rows.to_string()).current_dir(places::root()))?;
    let seconds: f64 = seconds.trim().parse().context("the raw program gave no seconds")?;
    Ok(rows as f64 / seconds)
}

fn per_second(rows: usize, took: Duration) -> f64 {
    rows as f64 / took.as_secs_f64()
}
