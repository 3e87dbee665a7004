//! The HTTP interface under load: how late answers come at a steady rate, whatever the server does, and how many health
//! checks come at most.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::data::{self, Set};
use super::report::{Row, Table};
use super::{Scope, examples, ingest, oha, percentile};
use crate::processes::{Background, free_port, output, tied_command};
use crate::vedetta::Vedetta;
use crate::{http, packages, places};

/// A user may read 50 times a second, so that many share the load.
const USERS: usize = 25;
/// Requests a second in all, and how many of them must have been sent for the rest to mean anything.
const RATE: usize = 1000;
const LEAST_RATE: f64 = 990.0;
/// Out of 20 requests.
const MIX: [(&str, usize); 4] = [
    ("/api/v1/jobs", 8),
    ("/api/v1/reports?kind=availability", 7),
    ("/api/v1/coverage?kind=availability", 4),
    (REPORT, 1),
];
const REPORT: &str = "the report";
/// Of the search for the highest rate: each server in turn, so that a busy moment of the machine spoils no side.
const ROUNDS: usize = 3;
const CONNECTIONS: &str = "50";

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    let seconds = if scope.quick { 5 } else { 30 };
    steady(if scope.quick { Set::S } else { Set::M }, seconds, table)?;
    health(if scope.quick { 2 } else { 8 }, table)
}

/// The mix at a steady rate over a set of data.
fn steady(set: Set, seconds: u32, table: &mut Table) -> Result<()> {
    let (vedetta, tokens) = Vedetta::with_admins(USERS)?;
    println!("loading set {}", set.name());
    ingest::load(&vedetta, set)?;
    let question = json!({"kind": "availability", "from": data::FROM, "to": set.to()});
    let report = format!("/api/v1/reports/{}", vedetta.analyse(&question)?.report_id);
    let path = |path| if path == REPORT { report.as_str() } else { path };
    let urls: Vec<String> =
        MIX.iter().flat_map(|(part, share)| std::iter::repeat_n(vedetta.url(path(part)), *share)).collect();
    let answers = oha::steady(&urls, &tokens, RATE / USERS, seconds)?;
    let rate = answers.milliseconds.len() as f64 / f64::from(seconds);
    let refused = answers.refused;
    table.add(Row::check(
        format!("JSON API: jobs, reports, coverage and a whole report over set {}", set.name()),
        format!("{rate:.0} requests/s, {refused} refused"),
        format!("at least {LEAST_RATE} requests/s, none refused"),
        rate >= LEAST_RATE && refused == 0,
    ));
    let what = "JSON API, p99 at that rate, from when each request was due";
    table.add(Row::at_most(what, percentile(answers.milliseconds, 0.99), 50.0, "ms"));
    Ok(())
}

fn health(seconds: u32, table: &mut Table) -> Result<()> {
    let (vedetta, bare) = (Vedetta::on_sqlite()?, BareServer::start()?);
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        theirs.push(highest(&format!("http://127.0.0.1:{}/healthz", bare.port), seconds)?);
        ours.push(highest(&vedetta.url("/healthz"), seconds)?);
    }
    let (theirs, ours) = (percentile(theirs, 0.5), percentile(ours, 0.5));
    table.add(Row::at_least(
        "health check",
        format!("bare axum server {theirs:.0} requests/s"),
        format!("{ours:.0} requests/s"),
        ours / theirs,
        0.7,
    ));
    Ok(())
}

/// A server of the same crates that does nothing else.
struct BareServer {
    port: u16,
    _process: Background,
}

impl BareServer {
    fn start() -> Result<Self> {
        let port = free_port()?;
        let mut command = tied_command(examples::bare());
        command.arg(port.to_string()).stdout(Stdio::null());
        let process = Background::start(&mut command)?;
        while http::get(port, "/healthz").is_err() {
            ensure!(process.ended()?.is_none(), "the bare server ended");
        }
        Ok(Self { port, _process: process })
    }
}

/// As many requests a second as Debian's wrk gets answered, each connection's next one after its last.
fn highest(url: &str, seconds: u32) -> Result<f64> {
    if places::program("wrk").is_none() {
        packages::install(&["wrk"], "put load on the HTTP interface")?;
    }
    let mut wrk = Command::new("wrk");
    wrk.args(["--threads", "1", "--connections", CONNECTIONS, "--duration", &format!("{seconds}s"), url]);
    let text = output(&mut wrk)?;
    ensure!(!text.contains("Non-2xx"), "{url} was not answered well");
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")).context("wrk gave no rate")?;
    Ok(rate.trim().parse()?)
}
