//! `cargo xtask torture`: rounds of crashes and failures against the release build, each of which counts what was
//! acknowledged, what was lost, what was doubled, and how long it took to recover.

mod disk;
mod job_takeover;
mod kill_rounds;
mod primary;
mod report;
mod requests;
mod rows;
mod soak;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Result, ensure};

use self::report::{Outcome, Table};

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

/// One kind of torment.
struct Torment {
    name: &'static str,
    about: &'static str,
    run: fn(Scope) -> Result<Vec<Outcome>>,
}

const TORMENTS: [Torment; 6] = [
    Torment { name: "kill", about: "kill -9 of the server under ingest on SQLite", run: kill_rounds::run },
    Torment { name: "disk", about: "a full disk and a folder that became read-only", run: disk::run },
    Torment {
        name: "takeover",
        about: "kill -9 and SIGSTOP of one of two servers with jobs queued",
        run: job_takeover::run,
    },
    Torment {
        name: "primary",
        about: "a three-node MongoDB that loses its primary under ingest and jobs",
        run: primary::run,
    },
    Torment { name: "requests", about: "requests made up from the OpenAPI document", run: requests::run },
    Torment { name: "soak", about: "steady ingest and analyses, watching memory and descriptors", run: soak::run },
];

/// Runs these torments, or all, and keeps the table under `docs/`.
pub fn run(scope: Scope, only: &[String]) -> Result<ExitCode> {
    crate::product::build(crate::product::Profile::Release)?;
    let table = torment(scope, only)?;
    table.keep()?;
    Ok(if table.all_held() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn torment(scope: Scope, only: &[String]) -> Result<Table> {
    for name in only {
        let known = TORMENTS.iter().any(|torment| torment.name == name);
        ensure!(known, "{name} is no torment; there are {}", TORMENTS.map(|torment| torment.name).join(", "));
    }
    let mut table = Table::new()?;
    for Torment { name, about, run } in TORMENTS {
        if only.is_empty() || only.iter().any(|one| one == name) {
            println!("\n=== {name}: {about}");
            table.add(run(scope)?);
        }
    }
    println!("\n{}", table.text());
    Ok(table)
}
