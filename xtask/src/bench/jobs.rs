//! Availability jobs: the older system, Vedetta on MongoDB as it stands, where it may not create an index, and on SQLite.
//! All of them must count alike, to the last digit.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bson::{Document, doc};
use serde_json::{Value, json};

use super::agreement::{BUDGET, agreement};
use super::data::{self, Expected, FROM, Set};
use super::database::Database;
use super::report::{Row, Table};
use super::{Scope, examples, ingest, median};
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::{run_command, succeeded};
use crate::processes::output;
use crate::vedetta::{DoneJob, Vedetta};
use crate::{places, python};

const BACKGROUND_WITHIN: Duration = Duration::from_secs(600);
const VIEW: &str = "metrics_view";
const JOBS: usize = 7;
/// A view is read from end to end each time.
const JOBS_ON_VIEW: usize = 3;
/// Of the memory of a job from one run to the next.
const SCATTER: f64 = 1.05;

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    let sets = match scope {
        Scope { quick: true, .. } => vec![Set::S],
        Scope { large: false, .. } => vec![Set::S, Set::M],
        Scope { large: true, .. } => vec![Set::S, Set::M, Set::L],
    };
    for set in sets {
        // A set that cannot be measured takes nothing from the others.
        if let Err(error) = Measurement::prepare(set, scope).and_then(|measurement| measurement.run(table)) {
            table.add_failed(&format!("jobs, set {}", set.name()), &error);
        }
    }
    Ok(())
}

/// One set, loaded for the older system, with what that made of it.
struct Measurement {
    set: Set,
    mongod: ReplicaSet,
    baseline: Value,
    expected: Expected,
    question: Value,
}

impl Measurement {
    fn prepare(set: Set, scope: Scope) -> Result<Self> {
        let mongod = ReplicaSet::start(&mongod::program()?)?;
        println!("loading set {} with the older system's generator", set.name());
        let load = ["--uri", &mongod.url, "--db", &database_of(set), "--size", set.name(), "--drop"];
        python::script_aloud("gen_metrics.py", &load)?;
        let baseline = older_system(&mongod, set, if scope.quick { 1 } else { 2 })?;
        let expected = data::expected(set)?;
        let services = expected.services.keys().map(|name| json!({"service_id": name, "error_budget": BUDGET}));
        let services: Vec<Value> = services.collect();
        let question = json!({"kind": "availability", "from": FROM, "to": set.to(), "services": services});
        Ok(Self { set, mongod, baseline, expected, question })
    }

    fn run(&self, table: &mut Table) -> Result<()> {
        self.on_foreign_mongodb(table)?;
        self.on_mongodb(table)?;
        self.on_sqlite(table)
    }

    /// Nobody may create an index on a view.
    fn on_foreign_mongodb(&self, table: &mut Table) -> Result<()> {
        let name = database_of(self.set);
        succeed(&self.mongod, &name, doc! {"create": VIEW, "viewOn": "metrics", "pipeline": []})?;
        let vedetta = Database::foreign(&self.mongod, &name, VIEW)?.serve()?;
        self.jobs(&vedetta, "a foreign MongoDB without our indexes", JOBS_ON_VIEW, 3.0, table)
    }

    fn on_mongodb(&self, table: &mut Table) -> Result<()> {
        let name = database_of(self.set);
        let database = Database::mongodb(&self.mongod, &name)?;
        let vedetta = database.serve()?;
        wait_for_background(&self.mongod, &name)?;
        self.jobs(&vedetta, "MongoDB", JOBS, 100.0, table)?;
        drop(vedetta);
        self.memory(&database, "MongoDB", table)?;
        let seconds = raw_read(&["mongodb", &self.mongod.url, &name])?;
        table.add(self.raw_row("covered find of the failures alone, MongoDB", seconds)?);
        Ok(())
    }

    fn on_sqlite(&self, table: &mut Table) -> Result<()> {
        let database = Database::sqlite()?;
        let vedetta = database.serve()?;
        println!("loading set {} through the API", self.set.name());
        ingest::load(&vedetta, self.set)?;
        self.jobs(&vedetta, "SQLite", JOBS, 300.0, table)?;
        drop(vedetta);
        self.memory(&database, "SQLite", table)?;
        let folder = places::scratch("raw")?;
        let file = folder.path().join("raw.db");
        let file = file.to_str().context("the scratch folder's path is no text")?;
        let rows = usize::try_from(self.expected.samples)?;
        ingest::fill_raw("sqlite", file, self.set, rows, 1)?;
        table.add(self.raw_row("read of the failures alone, raw SQLite", raw_read(&["sqlite", file])?)?);
        Ok(())
    }

    fn jobs(&self, vedetta: &Vedetta, place: &str, times: usize, goal: f64, table: &mut Table) -> Result<()> {
        let set = self.set.name();
        let jobs: Vec<DoneJob> = (0..times).map(|_| vedetta.analyse(&self.question)).collect::<Result<_>>()?;
        let ours = median(jobs.iter().map(|job| job.took).collect());
        let theirs = self.seconds()?;
        let mut row = Row::at_least(
            format!("availability job on {place}, set {set}"),
            format!("older system {theirs:.2} s"),
            format!("{} ms", ours.as_millis()),
            theirs / ours.as_secs_f64(),
            goal,
        );
        if self.set == Set::S {
            without_goal(&mut row);
        }
        table.add(row);
        let report = vedetta.get(&format!("/api/v1/reports/{}", jobs[0].report_id))?;
        table.add(agreement(
            format!("the same figures on {place}, set {set}"),
            &report,
            &self.expected,
            &self.baseline,
        )?);
        Ok(())
    }

    /// The job's memory, and what as many `ok` samples again add to it.
    fn memory(&self, database: &Database, engine: &str, table: &mut Table) -> Result<()> {
        let theirs = self.baseline["peak_rss_mb"].as_f64().context("the older system said nothing of its memory")?;
        let ours = database.job_memory(&self.question)?;
        let mut row = Row::at_least(
            format!("peak memory of the job on {engine}, set {}", self.set.name()),
            format!("older system {theirs:.0} MB"),
            format!("{ours:.1} MB"),
            theirs / ours,
            80.0,
        );
        if self.set == Set::S {
            without_goal(&mut row);
        }
        table.add(row);
        if self.set == Set::L {
            return Ok(());
        }
        let vedetta = database.serve()?;
        load_more_ok(&vedetta, self.set)?;
        drop(vedetta);
        let more = database.job_memory(&self.question)?;
        table.add(Row::ratio_at_most(
            format!("the same job with as many ok samples again, {engine}, set {}", self.set.name()),
            format!("before {ours:.1} MB"),
            format!("{more:.1} MB"),
            more / ours,
            SCATTER,
        ));
        Ok(())
    }

    fn raw_row(&self, what: &str, seconds: f64) -> Result<Row> {
        let theirs = self.seconds()?;
        let ours = format!("{:.1} ms, not Vedetta", seconds * 1000.0);
        let what = format!("limit: {what}, set {}", self.set.name());
        Ok(Row::beside(what, format!("older system {theirs:.2} s"), ours, Some(theirs / seconds)))
    }

    fn seconds(&self) -> Result<f64> {
        self.baseline["total_s"].as_f64().context("the older system gave no time")
    }
}

/// The goals are set for the larger sets.
fn without_goal(row: &mut Row) {
    row.goal.clear();
    row.reached = None;
}

fn database_of(set: Set) -> String {
    format!("bench_{}", set.name().to_lowercase())
}

/// The older system's quickest run of several.
fn older_system(mongod: &ReplicaSet, set: Set, times: usize) -> Result<Value> {
    println!("running the older system on set {}", set.name());
    let (from, to) = (FROM.trim_end_matches('Z'), set.to().trim_end_matches('Z'));
    let (database, budget) = (database_of(set), BUDGET.to_string());
    let arguments = ["--uri", &mongod.url, "--db", &database, "--from", from, "--to", to, "--budget", &budget];
    let runs = (0..times).map(|_| python::script("baseline_availability.py", &arguments));
    let runs: Vec<Value> = runs.collect::<Result<_>>()?;
    let seconds = |run: &Value| run["total_s"].as_f64().unwrap_or(f64::MAX);
    runs.into_iter().min_by(|one, other| seconds(one).total_cmp(&seconds(other))).context("the older system never ran")
}

/// As many samples again, half a minute later each, all of them ok.
fn load_more_ok(vedetta: &Vedetta, set: Set) -> Result<()> {
    ingest::load_changed(vedetta, set, |row| data::Row { at_ms: row.at_ms + 30_000, status: "ok", ..row })
}

/// The seconds that the driver alone needs, which only the `store` crate has.
fn raw_read(arguments: &[&str]) -> Result<f64> {
    let text = output(Command::new(examples::example("raw_read")).args(arguments))?;
    text.trim().parse().context("the raw program gave no seconds")
}

fn succeed(mongod: &ReplicaSet, database: &str, command: Document) -> Result<()> {
    let answer = run_command(mongod.port, database, command)?;
    ensure!(succeeded(&answer), "MongoDB answers {answer}");
    Ok(())
}

/// The index of failures and the roll-ups are made in the background; a summary of these is written last.
fn wait_for_background(mongod: &ReplicaSet, database: &str) -> Result<()> {
    let started = Instant::now();
    let summary = doc! {"count": "vedetta_rollups", "query": {"_id": {"$type": "string"}}};
    loop {
        let indexes = run_command(mongod.port, database, doc! {"listIndexes": "metrics"})?;
        let summaries = run_command(mongod.port, database, summary.clone())?;
        let is_rolled_up = summaries.get_i32("n").is_ok_and(|count| count > 0);
        if has_index(&indexes, "vedetta_not_ok") && is_rolled_up && !is_building(mongod)? {
            return Ok(());
        }
        ensure!(started.elapsed() < BACKGROUND_WITHIN, "indexes and roll-ups were not made in time");
        thread::sleep(Duration::from_millis(500));
    }
}

fn has_index(answer: &Document, name: &str) -> bool {
    let indexes = answer.get_document("cursor").and_then(|cursor| cursor.get_array("firstBatch"));
    indexes.is_ok_and(|indexes| {
        indexes
            .iter()
            .filter_map(|index| index.as_document())
            .any(|index| index.get_str("name").is_ok_and(|one| one == name))
    })
}

fn is_building(mongod: &ReplicaSet) -> Result<bool> {
    let command = doc! {"currentOp": 1, "$or": [{"command.createIndexes": {"$exists": true}}]};
    let answer = run_command(mongod.port, "admin", command)?;
    Ok(answer.get_array("inprog").is_ok_and(|running| !running.is_empty()))
}
