//! The checks of our dependencies: licences, bans and sources always, known faults where their list can be fetched.

use std::process::Command;

use anyhow::Result;

use crate::cargo_tools;
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
    let mut command = Command::new(cargo_tools::find("cargo-deny", VERSION, "check the dependencies")?);
    command.current_dir(places::root());
    Ok(command)
}
