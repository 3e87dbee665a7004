//! Ingest through the API, next to what the database's driver takes without anything in between: the same rows, sent by
//! as many at once.

use std::process::Command;
use std::thread;

use anyhow::{Context, Result, anyhow};

use super::data::{self, Set};
use super::report::{Row, Table};
use super::{Scope, examples, timed};
use crate::mongod::{self, ReplicaSet};
use crate::places;
use crate::processes::output;
use crate::vedetta::Vedetta;

pub const SAMPLES: &str = "/api/v1/ingest/samples";
/// The rows of a request where a whole set is sent.
const BATCH: usize = 10_000;
/// At once: one script, and several collectors.
const SENDERS: [usize; 2] = [1, 4];
const GOAL: f64 = 0.7;

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    let rows = if scope.quick { 50_000 } else { 400_000 };
    let batches = batches(Set::M, 1000, rows)?;
    for senders in SENDERS {
        let folder = places::scratch("raw")?;
        let file = folder.path().join("raw.db");
        let file = file.to_str().context("the scratch folder's path is no text")?;
        let theirs = raw("sqlite", file, rows, senders)?;
        let ours = rate(&Vedetta::on_sqlite()?, &batches, rows, senders)?;
        table.add(row("SQLite", senders, theirs, ours));
        let limit = raw("sqlite-by-hour", &format!("{file}-by-hour"), rows, senders)?;
        table.add(limit_row(senders, theirs, limit));
    }
    for senders in SENDERS {
        let mongod = ReplicaSet::start(&mongod::program()?)?;
        let theirs = raw("mongodb", &mongod.url, rows, senders)?;
        let vedetta = Vedetta::on_mongodb(&mongod.url, "bench_ingest", &[], "admin")?;
        table.add(row("MongoDB", senders, theirs, rate(&vedetta, &batches, rows, senders)?));
    }
    Ok(())
}

fn by(senders: usize) -> String {
    if senders == 1 { "one sender".to_owned() } else { format!("{senders} senders") }
}

fn row(engine: &str, senders: usize, theirs: f64, ours: f64) -> Row {
    Row::at_least(
        format!("ingest through the API in batches of 1000, {engine}, {}", by(senders)),
        format!("raw {engine} {theirs:.0} rows/s"),
        format!("{ours:.0} rows/s"),
        ours / theirs,
        GOAL,
    )
}

/// What the table's layout alone gives: the rows in the order in which Vedetta keeps them.
fn limit_row(senders: usize, theirs: f64, limit: f64) -> Row {
    Row::beside(
        format!("limit: the same rows laid out by the hour, raw SQLite, {}", by(senders)),
        format!("raw SQLite {theirs:.0} rows/s"),
        format!("{limit:.0} rows/s, not Vedetta"),
        Some(limit / theirs),
    )
}

/// Sends a whole set.
pub fn load(vedetta: &Vedetta, set: Set) -> Result<()> {
    load_changed(vedetta, set, |row| row)
}

/// Sends a whole set with each of its rows changed.
pub fn load_changed(vedetta: &Vedetta, set: Set, change: impl Fn(data::Row<'_>) -> data::Row<'_>) -> Result<()> {
    let mut body = String::new();
    let mut waiting = 0;
    set.each(|row| {
        change(row).ndjson(&mut body);
        waiting += 1;
        if waiting == BATCH {
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

/// Rows a second, sent by so many at once.
fn rate(vedetta: &Vedetta, batches: &[String], rows: usize, senders: usize) -> Result<f64> {
    let share = batches.len().div_ceil(senders);
    let ((), took) = timed(|| {
        thread::scope(|scope| {
            let send = |part: &[String]| part.iter().try_for_each(|body| vedetta.ingest(SAMPLES, body).map(drop));
            let senders: Vec<_> = batches.chunks(share).map(|part| scope.spawn(move || send(part))).collect();
            senders.into_iter().try_for_each(|sender| sender.join().map_err(|_| anyhow!("a sender panicked"))?)
        })
    })?;
    Ok(rows as f64 / took.as_secs_f64())
}

/// Rows a second of the driver alone, which only the `store` crate has.
fn raw(engine: &str, target: &str, rows: usize, senders: usize) -> Result<f64> {
    Ok(rows as f64 / fill_raw(engine, target, Set::M, rows, senders)?)
}

/// Fills a raw database with the first rows of a set and gives the seconds that it took.
pub fn fill_raw(engine: &str, target: &str, set: Set, rows: usize, senders: usize) -> Result<f64> {
    let mut command = Command::new(examples::example("raw_ingest"));
    command.args([engine, target]).arg(set.file()?).args([rows.to_string(), senders.to_string()]);
    output(&mut command)?.trim().parse().context("the raw program gave no seconds")
}
