//! The HTTP interface under load by Debian's wrk: how late answers come at a steady rate, and how many come at most.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::Scope;
use super::report::Row;
use crate::processes::{Background, free_port, output, tied_command};
use crate::vedetta::Vedetta;
use crate::{http, packages, places};

/// A user may read 50 times a second, so that many share the load.
const USERS: usize = 25;
/// Requests a second in all.
const RATE: usize = 1000;
const CONNECTIONS: usize = 50;

pub fn measure(scope: Scope) -> Result<Vec<Row>> {
    let wrk = wrk()?;
    let seconds = if scope.quick { 5 } else { 20 };
    let (vedetta, tokens) = Vedetta::with_admins(USERS)?;
    let (p99, errors, rate) = steady(&wrk, &vedetta.url("/api/v1/jobs"), &tokens, seconds)?;
    let bare = BareServer::start()?;
    let bare_rate = highest(&wrk, &format!("http://127.0.0.1:{}/healthz", bare.port), seconds)?;
    let our_rate = highest(&wrk, &vedetta.url("/healthz"), seconds)?;
    Ok(vec![
        Row::at_most(format!("JSON API, p99 at {rate:.0} requests a second"), p99, 50.0, "ms"),
        Row::check("JSON API, failed requests under that load", errors.to_string(), "none", errors == 0),
        Row::at_least(
            "health check",
            format!("bare axum server {bare_rate:.0} requests/s"),
            format!("{our_rate:.0} requests/s"),
            our_rate / bare_rate,
            0.7,
        ),
    ])
}

/// A server of the same crates that does nothing else.
struct BareServer {
    port: u16,
    _process: Background,
}

impl BareServer {
    fn start() -> Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--quiet", "--release", "--package", "server", "--example", "bare"]);
        output(cargo.current_dir(places::root()))?;
        let port = free_port()?;
        let program = places::target().join("release/examples/bare");
        let mut command = tied_command(program);
        command.arg(port.to_string()).stdout(Stdio::null());
        let process = Background::start(&mut command, places::scratch("bare")?)?;
        while http::get(port, "/healthz").is_err() {
            anyhow::ensure!(process.ended()?.is_none(), "the bare server ended");
        }
        Ok(Self { port, _process: process })
    }
}

/// The p99 in milliseconds, the errors and the rate of requests that come at their times, not one after the other.
fn steady(wrk: &str, url: &str, tokens: &[String], seconds: u32) -> Result<(f64, u64, f64)> {
    let folder = places::scratch("wrk")?;
    let script = folder.path().join("steady.lua");
    fs::write(&script, steady_script(tokens))?;
    let mut command = wrk_command(wrk, seconds, CONNECTIONS);
    let text = output(command.arg("--latency").arg("--script").arg(&script).arg(url))?;
    let p99 = text.lines().find_map(|line| line.trim().strip_prefix("99%")).context("wrk gave no p99")?;
    let errors = text.lines().find_map(|line| line.trim().strip_prefix("Non-2xx or 3xx responses:"));
    Ok((milliseconds(p99.trim())?, errors.map_or(Ok(0), |text| text.trim().parse())?, requests_per_second(&text)?))
}

/// Each connection has a time for each of its requests.
fn steady_script(tokens: &[String]) -> String {
    let quoted: Vec<String> = tokens.iter().map(|token| format!("\"{token}\"")).collect();
    let pause_ms = CONNECTIONS * 1000 / RATE;
    format!(
        "local tokens = {{{}}}\nlocal turn = 0\n\
         function delay() return math.random(1, {}) end\n\
         function request()\n  turn = turn % #tokens + 1\n  \
         return wrk.format(\"GET\", nil, {{[\"Authorization\"] = \"Bearer \" .. tokens[turn]}})\nend\n",
        quoted.join(", "),
        2 * pause_ms - 1,
    )
}

fn highest(wrk: &str, url: &str, seconds: u32) -> Result<f64> {
    requests_per_second(&output(wrk_command(wrk, seconds, CONNECTIONS).arg(url))?)
}

fn wrk_command(wrk: &str, seconds: u32, connections: usize) -> Command {
    let mut command = Command::new(wrk);
    command.args(["--threads", "1", "--connections", &connections.to_string(), "--duration", &format!("{seconds}s")]);
    command
}

fn wrk() -> Result<String> {
    if places::program("wrk").is_none() {
        packages::install(&["wrk"], "put load on the HTTP interface")?;
    }
    Ok("wrk".into())
}

fn requests_per_second(text: &str) -> Result<f64> {
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")).context("wrk gave no rate")?;
    Ok(rate.trim().parse()?)
}

/// wrk writes `800.00us`, `1.20ms` or `3.00s`.
fn milliseconds(text: &str) -> Result<f64> {
    let (number, factor) = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)]
        .into_iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))
        .with_context(|| format!("wrk gave {text}"))?;
    Ok(number.parse::<f64>()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_unit() {
        for (text, expected) in [("800.00us", 0.8), ("1.20ms", 1.2), ("3.00s", 3000.0)] {
            assert!((milliseconds(text).unwrap() - expected).abs() < 1e-9, "{text}");
        }
        assert!(milliseconds("later").is_err());
    }
}
