//! Availability jobs: the older system, Vedetta on MongoDB as it stands, where it may not create an index, and on SQLite.
//! All of them must count alike, to the last digit.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bson::{Document, doc};
use serde_json::{Value, json};

use super::Scope;
use super::data::{self, Expected, FROM, Set};
use super::ingest;
use super::median;
use super::report::Row;
use crate::mongod::{self, ReplicaSet};
use crate::mongod_wire::{run_command, succeeded};
use crate::python;
use crate::vedetta::{DoneJob, Vedetta};

const BACKGROUND_WITHIN: Duration = Duration::from_secs(600);
/// Every service's error budget: the share of failures that the older system allows is another matter.
const BUDGET: u32 = 5;

pub fn measure_sqlite(scope: Scope) -> Result<Vec<Row>> {
    let set = if scope.quick { Set::S } else { Set::M };
    let baseline = older_system(set)?;
    let vedetta = Vedetta::on_sqlite()?;
    println!("loading set {}", set.name());
    ingest::load(&vedetta, set, 10_000)?;
    let jobs = run_jobs(&vedetta, set, 7)?;
    let mut rows = vec![speed_row(&format!("availability job on SQLite, set {}", set.name()), &baseline, &jobs, 300.0)];
    rows.push(agreement(&vedetta, set, &jobs[0], &baseline)?);
    rows.push(memory_row(
        &format!("peak memory of the job on SQLite, set {}", set.name()),
        &baseline,
        &vedetta,
        scope,
    )?);
    Ok(rows)
}

pub fn measure_mongodb(scope: Scope) -> Result<Vec<Row>> {
    let mongod = ReplicaSet::start(&mongod::program()?, None)?;
    let mut sets = vec![if scope.quick { Set::S } else { Set::M }];
    if scope.large {
        sets.push(Set::L);
    }
    let mut rows = Vec::new();
    for set in sets {
        rows.extend(measure_set_on_mongodb(&mongod, set, scope)?);
    }
    Ok(rows)
}

fn measure_set_on_mongodb(mongod: &ReplicaSet, set: Set, scope: Scope) -> Result<Vec<Row>> {
    let database = format!("bench_{}", set.name().to_lowercase());
    println!("loading set {} with the older system's generator", set.name());
    python::script_aloud("gen_metrics.py", &["--uri", &mongod.url, "--db", &database, "--size", set.name(), "--drop"])?;
    let baseline = older_system_on(mongod, &database, set)?;
    let mut rows = Vec::new();

    // Nobody may create an index on a view.
    succeed(mongod, &database, doc! {"create": "metrics_view", "viewOn": "metrics", "pipeline": []})?;
    let foreign =
        Vedetta::on_mongodb(&mongod.url, &database, &[("VEDETTA_METRICS_COLLECTION", "metrics_view")], "foreign")?;
    let jobs = run_jobs(&foreign, set, 3)?;
    let what = format!("availability job on a foreign MongoDB without our indexes, set {}", set.name());
    rows.push(speed_row(&what, &baseline, &jobs, 3.0));
    rows.push(agreement(&foreign, set, &jobs[0], &baseline)?);
    drop(foreign);

    let vedetta = Vedetta::on_mongodb(&mongod.url, &database, &[], "admin")?;
    wait_for_background(mongod, &database, set)?;
    let jobs = run_jobs(&vedetta, set, 7)?;
    rows.push(speed_row(&format!("availability job on MongoDB, set {}", set.name()), &baseline, &jobs, 100.0));
    rows.push(agreement(&vedetta, set, &jobs[0], &baseline)?);
    let what = format!("peak memory of the job on MongoDB, set {}", set.name());
    rows.push(memory_row(&what, &baseline, &vedetta, scope)?);
    Ok(rows)
}

/// The older system over a MongoDB that is there only for that.
fn older_system(set: Set) -> Result<Value> {
    let mongod = ReplicaSet::start(&mongod::program()?, None)?;
    python::script_aloud("gen_metrics.py", &["--uri", &mongod.url, "--db", "older", "--size", set.name(), "--drop"])?;
    older_system_on(&mongod, "older", set)
}

fn older_system_on(mongod: &ReplicaSet, database: &str, set: Set) -> Result<Value> {
    println!("running the older system on set {}", set.name());
    let (from, to) = (FROM.trim_end_matches('Z'), set.to().trim_end_matches('Z'));
    let budget = BUDGET.to_string();
    let arguments = ["--uri", &mongod.url, "--db", database, "--from", from, "--to", to, "--budget", &budget];
    python::script("baseline_availability.py", &arguments)
}

fn run_jobs(vedetta: &Vedetta, set: Set, times: usize) -> Result<Vec<DoneJob>> {
    let names = data::expected(set)?.services.into_keys();
    let services: Vec<Value> = names.map(|name| json!({"service_id": name, "error_budget": BUDGET})).collect();
    let configuration = json!({"kind": "availability", "from": FROM, "to": set.to(), "services": services});
    (0..times).map(|_| vedetta.analyse(&configuration)).collect()
}

fn speed_row(what: &str, baseline: &Value, jobs: &[DoneJob], goal: f64) -> Row {
    let theirs = baseline["total_s"].as_f64().unwrap_or_default();
    let ours = median(jobs.iter().map(|job| job.took).collect());
    Row::at_least(
        what,
        format!("older system {theirs:.2} s"),
        format!("{} ms", ours.as_millis()),
        theirs / ours.as_secs_f64(),
        goal,
    )
}

fn memory_row(what: &str, baseline: &Value, vedetta: &Vedetta, scope: Scope) -> Result<Row> {
    let theirs = baseline["peak_rss_mb"].as_f64().context("the older system said nothing of its memory")?;
    let ours = vedetta.server.peak_kb()? as f64 / 1024.0;
    let mut row = Row::at_least(
        what,
        format!("older system {theirs:.0} MB"),
        format!("{ours:.1} MB, the whole server"),
        theirs / ours,
        80.0,
    );
    if scope.quick {
        // A small set says nothing of the goal, which is set for M.
        row.reached = None;
    }
    Ok(row)
}

/// Whether the report says what the data say: samples, failures, the moment of each, and the score of each.
fn agreement(vedetta: &Vedetta, set: Set, job: &DoneJob, baseline: &Value) -> Result<Row> {
    let report = vedetta.get(&format!("/api/v1/reports/{}", job.report_id))?;
    let expected = data::expected(set)?;
    let said = differences(&report, &expected)?;
    let counts_alike = baseline["samples"] == expected.samples && baseline["failures"] == expected.failures;
    let holds = said.is_empty() && counts_alike;
    let ours = if holds {
        format!("{} failures of {} services, all alike", expected.failures, expected.services.len())
    } else {
        said.into_iter().next().unwrap_or_else(|| "the older system counts otherwise".into())
    };
    Ok(Row::check(format!("the same figures, set {}", set.name()), ours, "P and S to the last digit", holds))
}

fn differences(report: &Value, expected: &Expected) -> Result<Vec<String>> {
    let services = report["services"].as_array().context("the report has no services")?;
    let mut differences = Vec::new();
    if services.len() != expected.services.len() {
        differences.push(format!("{} services instead of {}", services.len(), expected.services.len()));
    }
    for service in services {
        let name = service["service_id"].as_str().unwrap_or_default();
        let Some(wanted) = expected.services.get(name) else {
            differences.push(format!("{name} is not in the data"));
            continue;
        };
        let samples: u64 =
            ["ok", "degraded", "failed", "unknown"].iter().filter_map(|s| service["samples"][s].as_u64()).sum();
        let points = service["points"].as_array().context("a service has no points")?;
        let moments: Vec<Option<&str>> = points.iter().map(|point| point["timestamp"].as_str()).collect();
        let wanted_moments: Vec<String> = wanted.failures_ms.iter().map(|at| data::rfc3339(*at)).collect();
        let same_moments = moments.len() == wanted_moments.len()
            && moments.iter().zip(&wanted_moments).all(|(one, other)| one.is_some_and(|one| same_moment(one, other)));
        let scores = points.iter().enumerate().all(|(index, point)| point["score"].as_f64() == Some(score(index + 1)));
        let last = service["final_score"].as_f64() == Some(score(wanted.failures_ms.len()));
        if samples != wanted.samples || !same_moments || !scores || !last {
            differences.push(format!("{name} differs"));
        }
    }
    Ok(differences)
}

/// `10:00:00Z` and `10:00:00.000Z` are one moment.
fn same_moment(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim_end_matches('Z');
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    plain(one) == plain(other)
}

/// The rule, written once more.
fn score(failures: usize) -> f64 {
    let (failures, budget) = (failures as f64, f64::from(BUDGET));
    if failures == 0.0 {
        1.0
    } else if failures <= budget {
        1.0 - failures / budget * 0.5
    } else {
        f64::max(0.0, 0.5 - (failures - budget) / budget * 0.5)
    }
}

fn succeed(mongod: &ReplicaSet, database: &str, command: Document) -> Result<()> {
    let answer = run_command(mongod.port, database, command)?;
    ensure!(succeeded(&answer), "MongoDB answers {answer}");
    Ok(())
}

/// The index of failures and the roll-ups of whole days are made in the background.
fn wait_for_background(mongod: &ReplicaSet, database: &str, set: Set) -> Result<()> {
    let started = Instant::now();
    loop {
        let indexes = run_command(mongod.port, database, doc! {"listIndexes": "metrics"})?;
        let days = run_command(mongod.port, database, doc! {"count": "vedetta_rollups"})?;
        let is_rolled_up = days.get_i32("n").is_ok_and(|days| days >= set.days());
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
