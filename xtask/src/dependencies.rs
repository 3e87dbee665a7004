//! The checks of our dependencies: licences, bans and sources always, known faults where their list can be fetched.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::places;
use crate::processes::{output, run};
use crate::runner::Outcome;

const VERSION: &str = "0.20.2";

/// Licences, bans and sources, as `deny.toml` allows them; needs no network.
pub fn check() -> Result<Outcome> {
    run(cargo_deny()?.args(["--locked", "check", "bans", "licenses", "sources"]))?;
    Ok(Outcome::Passed)
}

/// Dependencies with a published fault. Their list is on the network, and without it there is nothing to say.
pub fn check_advisories() -> Result<Outcome> {
    if let Err(error) = output(cargo_deny()?.args(["fetch", "db"])) {
        println!("{error}");
        return Ok(Outcome::Skipped("the list of advisories cannot be fetched".into()));
    }
    run(cargo_deny()?.args(["--locked", "--offline", "check", "advisories"]))?;
    Ok(Outcome::Passed)
}

fn cargo_deny() -> Result<Command> {
    let mut command = Command::new(program()?);
    command.current_dir(places::root());
    Ok(command)
}

/// The one on PATH if it has our version, else our own, which is built once.
fn program() -> Result<PathBuf> {
    if let Some(program) = places::program("cargo-deny")
        && output(Command::new(&program).arg("--version")).is_ok_and(|version| version.trim().ends_with(VERSION))
    {
        return Ok(program);
    }
    let folder = places::tool(&format!("cargo-deny-{VERSION}"))?;
    let program = folder.join("bin/cargo-deny");
    if !program.exists() {
        println!("building cargo-deny {VERSION} to check the dependencies (cargo install)");
        // Unoptimised it is built in a fifth of the time and still answers within seconds.
        run(Command::new("cargo")
            .args(["install", "--locked", "--quiet", "--debug", "cargo-deny", "--version", VERSION, "--root"])
            .arg(&folder)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO_TARGET_DIR"))?;
    }
    Ok(program)
}
