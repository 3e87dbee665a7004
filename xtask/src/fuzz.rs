//! Fuzzing with cargo-fuzz: each target of `server/fuzz`, or those asked for, is given ever new bytes for some time.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::cargo_tools;
use crate::choice::choose;
use crate::places;
use crate::processes::run;

const VERSION: &str = "0.13.2";

pub fn run_targets(only: &[String], time: Duration) -> Result<()> {
    let targets = targets()?;
    let chosen = choose("target", &targets.iter().map(String::as_str).collect::<Vec<_>>(), only)?;
    let cargo_fuzz = cargo_tools::find("cargo-fuzz", VERSION, "fuzz")?;
    let mut broken = Vec::new();
    for target in chosen {
        println!("fuzzing {target} for {} s", time.as_secs());
        if let Err(error) = fuzz(Command::new(&cargo_fuzz), target, time) {
            println!("{error:#}");
            broken.push(target);
        }
    }
    ensure!(broken.is_empty(), "broken: {}; the bytes that did it are in {}", broken.join(", "), ours("found")?);
    Ok(())
}

/// One file each.
fn targets() -> Result<Vec<String>> {
    let files = fs::read_dir(places::root().join("server/fuzz/fuzz_targets")).context("cannot list the targets")?;
    let names = files.map(|file| Ok(file?.path().file_stem().unwrap_or_default().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}

/// What it learns is kept under the target folder, and the next run starts from it and from the examples.
fn fuzz(mut cargo_fuzz: Command, target: &str, time: Duration) -> Result<()> {
    let fuzz = places::root().join("server/fuzz");
    // A sanitizer needs a nightly compiler, and there is nothing for one to find in code without `unsafe`.
    run(cargo_fuzz
        .args(["run", "--dev", "--sanitizer", "none", "--fuzz-dir"])
        .arg(&fuzz)
        .arg("--target-dir")
        .arg(places::target().join("fuzz"))
        .args([target, &ours(&format!("corpus/{target}"))?])
        .arg(fuzz.join("examples").join(target))
        .args(["--", &format!("-max_total_time={}", time.as_secs()), &format!("-artifact_prefix={}/", ours("found")?)])
        .current_dir(places::root()))
}

fn ours(name: &str) -> Result<String> {
    let folder = places::target().join("fuzz").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.display().to_string())
}
