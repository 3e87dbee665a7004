//! `cargo xtask torture`: rounds of crashes and failures against the release build, each of which counts what was
//! acknowledged, what was lost, what was doubled, and how long it took to recover.

mod disk;
mod faults;
mod job_takeover;
mod jobs;
mod kill_rounds;
mod load;
mod primary;
mod report;
mod requests;
mod rows;
mod soak;
mod standalone;

use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};

use self::report::{Outcome, Table};
use crate::choice::choose;
use crate::mongod;

/// How long and how often.
#[derive(Clone, Copy)]
pub struct Scope {
    /// Kills of the server under ingest.
    pub kills: u32,
    /// Failures of a primary, of each kind.
    pub primary_failures: u32,
    /// How long the soak lasts.
    pub soak: Duration,
    /// How long requests are generated, as each kind of visitor.
    pub requests: Duration,
}

impl Scope {
    /// Enough to see that a torment works and holds.
    const SHORT: Self =
        Self { kills: 5, primary_failures: 1, soak: Duration::from_secs(20), requests: Duration::from_secs(20) };

    /// As it would be typed.
    fn options(self) -> String {
        format!(
            "--kills {} --primary-failures {} --soak {} --requests {}",
            self.kills,
            self.primary_failures,
            self.soak.as_secs() / 60,
            self.requests.as_secs() / 60
        )
    }
}

type Run = fn(Scope) -> Result<Vec<Outcome>>;

/// One kind of torment.
#[derive(Clone, Copy)]
struct Torment {
    name: &'static str,
    about: &'static str,
    needs_mongodb: bool,
    run: Run,
}

const TORMENTS: [Torment; 8] = [
    torment("kill", "kill -9 of the server under ingest on SQLite", kill_rounds::run),
    torment("disk", "a full disk and a folder that became read-only", disk::run),
    on_mongodb("takeover", "kill -9 and SIGSTOP of one of two servers with jobs queued", job_takeover::run),
    on_mongodb("primary", "a MongoDB that loses its primary, or its only node, under ingest and jobs", primary::run),
    on_mongodb("faults", "answers of MongoDB that are faults, under ingest and jobs", faults::run),
    on_mongodb("standalone", "a MongoDB without a replica set, killed under ingest and jobs", standalone::run),
    torment("requests", "requests made up from the OpenAPI document", requests::run),
    torment("soak", "steady ingest and analyses, watching memory and descriptors", soak::run),
];

const fn torment(name: &'static str, about: &'static str, run: Run) -> Torment {
    Torment { name, about, needs_mongodb: false, run }
}

const fn on_mongodb(name: &'static str, about: &'static str, run: Run) -> Torment {
    Torment { needs_mongodb: true, ..torment(name, about, run) }
}

/// The short form of all: what waits most beside what works most.
const LANES: [&[&str]; 4] =
    [&["kill", "disk", "soak", "requests"], &["faults"], &["takeover", "standalone"], &["primary"]];

/// Runs these torments, or all, and keeps the table under `docs/`.
pub fn run(scope: Scope, only: &[String]) -> Result<ExitCode> {
    let names = TORMENTS.map(|torment| torment.name);
    let chosen = choose("torment", &names, only)?;
    crate::product::build(crate::product::Profile::Release)?;
    let mut table = Table::new(scope.options())?;
    for torment in TORMENTS.into_iter().filter(|torment| chosen.contains(&torment.name)) {
        println!("\n=== {}: {}", torment.name, torment.about);
        table.add(torment.name, outcomes(torment, scope));
    }
    println!("\n{}", table.text());
    table.keep(&names)?;
    Ok(if table.all_held() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs every torment for a short time, several beside one another, on the release build that is there; gives what could
/// not be run, and fails when one does not hold.
pub fn run_shortly() -> Result<Vec<String>> {
    let started = Instant::now();
    // Fetched once, before several torments ask for them at the same time.
    if let Err(error) = mongod::program() {
        println!("{error:#}");
    }
    let mut table = Table::new("a short form".into())?;
    let run_lane = |names: &[&str]| {
        let torments = names.iter().filter_map(|name| TORMENTS.iter().find(|torment| torment.name == *name));
        torments.map(|torment| (torment.name, outcomes(*torment, Scope::SHORT))).collect::<Vec<_>>()
    };
    let lanes = thread::scope(|scope| {
        let lanes = LANES.map(|names| scope.spawn(move || run_lane(names)));
        lanes.map(thread::ScopedJoinHandle::join)
    });
    for lane in lanes {
        let lane = lane.map_err(|_| anyhow!("a torment panicked"))?;
        lane.into_iter().for_each(|(name, outcomes)| table.add(name, outcomes));
    }
    println!("\nwithin {} s\n\n{}", started.elapsed().as_secs(), table.text());
    ensure!(table.all_held(), "a torment did not hold: {}", table.not_held());
    Ok(table.not_run())
}

/// What came of a torment. Without the MongoDB that it needs it is not run; one that broke off has not held, whatever the
/// reason.
fn outcomes(torment: Torment, scope: Scope) -> Vec<Outcome> {
    if torment.needs_mongodb
        && let Err(error) = mongod::program()
    {
        return vec![Outcome::not_run(torment.about, format!("there is no MongoDB: {error:#}"))];
    }
    (torment.run)(scope).unwrap_or_else(|error| vec![Outcome::broken(torment.about, &error)])
}

/// Waits until something is so, or fails after this time.
fn wait_until(limit: Duration, what: &str, is_so: impl Fn() -> Result<bool>) -> Result<Duration> {
    let started = Instant::now();
    while !is_so()? {
        ensure!(started.elapsed() < limit, "not within {} s: {what}", limit.as_secs());
        thread::sleep(Duration::from_millis(50));
    }
    Ok(started.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_form_has_every_torment() {
        let mut short = LANES.concat();
        let mut all = TORMENTS.map(|torment| torment.name).to_vec();
        short.sort_unstable();
        all.sort_unstable();
        assert_eq!(short, all);
    }
}
