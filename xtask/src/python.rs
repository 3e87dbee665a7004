//! Python environments of our own under the target folder: for the older system and for tools that PyPI has.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::processes::{output, run};
use crate::{packages, places};

const DRIVER: &str = "pymongo==4.10.1";

/// Runs a script of `bench/` and gives the last line that it prints, read as JSON.
pub fn script(name: &str, arguments: &[&str]) -> Result<Value> {
    let text = output(command(name)?.args(arguments))?;
    let last = text.lines().last().context("the script printed nothing")?;
    serde_json::from_str(last).with_context(|| format!("{name} printed no JSON"))
}

/// Runs a script of `bench/` with this program's own output.
pub fn script_aloud(name: &str, arguments: &[&str]) -> Result<()> {
    run(command(name)?.args(arguments))
}

fn command(name: &str) -> Result<Command> {
    let mut command = Command::new(program(DRIVER, "python")?);
    command.arg(places::root().join("bench").join(name));
    Ok(command)
}

/// A program of an environment that has this package of PyPI; made at its first use.
pub fn program(package: &str, name: &str) -> Result<PathBuf> {
    let folder = places::tool(&format!("python-{}", package.replace("==", "-")))?;
    let ready = folder.join("ready");
    if !ready.exists() {
        println!("making a Python environment with {package} (pip)");
        make(&folder)?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", package];
        run(Command::new(folder.join("bin/python")).args(pip))?;
        std::fs::write(ready, "")?;
    }
    Ok(folder.join("bin").join(name))
}

fn make(folder: &Path) -> Result<()> {
    let venv = || output(Command::new("python3").args(["-m", "venv"]).arg(folder));
    if venv().is_err() {
        packages::install(&["python3", "python3-venv"], "measure against Python")?;
        venv()?;
    }
    Ok(())
}
