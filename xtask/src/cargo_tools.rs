//! Tools that cargo installs: the one on PATH if it has our version, else our own, which is built once.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::places;
use crate::processes::{output, run};

/// The program of this name and version. `purpose` completes the sentence "building ... to".
pub fn find(name: &str, version: &str, purpose: &str) -> Result<PathBuf> {
    if let Some(program) = places::program(name)
        && output(Command::new(&program).arg("--version")).is_ok_and(|words| words.trim().ends_with(version))
    {
        return Ok(program);
    }
    let folder = places::tool(&format!("{name}-{version}"))?;
    let program = folder.join("bin").join(name);
    if !program.exists() {
        println!("building {name} {version} to {purpose} (cargo install)");
        // Unoptimised it is built in a fifth of the time and still answers within seconds.
        run(Command::new("cargo")
            .args(["install", "--locked", "--quiet", "--debug", name, "--version", version, "--root"])
            .arg(&folder)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("CARGO_TARGET_DIR"))?;
    }
    Ok(program)
}
