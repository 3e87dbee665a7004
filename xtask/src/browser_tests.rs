//! The browser tests of `end2end/`: Chromium and Node.js found or installed, and the builds put to the test.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, ensure};

use crate::processes::{output, run};
use crate::product::{self, Profile};
use crate::{packages, places};

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What the tests need on the machine.
pub struct Browser {
    chromium: PathBuf,
}

/// Finds Chromium and Node.js, or installs them. Fails where that is not possible.
pub fn find() -> Result<Browser> {
    let chromium = chromium()?;
    if places::program("node").is_none() || places::program("npm").is_none() {
        packages::install(&["nodejs", "npm"], "run the browser tests")?;
    }
    Ok(Browser { chromium })
}

/// Runs every `*.test.mjs`; they start the release build themselves, as often as they need it.
pub fn run_all(browser: &Browser) -> Result<()> {
    let tests = test_files(&folder())?;
    ensure!(!tests.is_empty(), "end2end/ has no *.test.mjs");
    // One file beside another: Node.js itself would leave a processor to itself, although a test waits more than it works.
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    run(node(browser)?.args(["--test", &format!("--test-concurrency={at_once}")]).args(tests))
}

/// Runs a script of `end2end/` with these further settings and gives what it prints.
pub fn script(browser: &Browser, path: &str, settings: &[(&str, &OsStr)]) -> Result<String> {
    output(node(browser)?.arg(path).envs(settings.iter().copied()))
}

fn folder() -> PathBuf {
    places::root().join("end2end")
}

/// Node.js with the tests' packages, ready to test the release build.
fn node(browser: &Browser) -> Result<Command> {
    install_packages(&folder())?;
    let pictures = places::target().join("end2end");
    fs::create_dir_all(&pictures)?;
    let mut command = Command::new("node");
    command
        .current_dir(folder())
        .env("VEDETTA_PROGRAM", product::program(Profile::Release))
        .env("VEDETTA_TEST_CHROMIUM", &browser.chromium)
        .env("VEDETTA_SCREENSHOTS", pictures);
    Ok(command)
}

fn chromium() -> Result<PathBuf> {
    if let Some(given) = env::var_os("VEDETTA_TEST_CHROMIUM").filter(|path| !path.is_empty()) {
        let given = PathBuf::from(given);
        ensure!(given.is_file(), "VEDETTA_TEST_CHROMIUM is {}, which is no file", given.display());
        return Ok(given);
    }
    let on_path = || CHROMIUM_NAMES.iter().find_map(places::program);
    if let Some(chromium) = on_path() {
        return Ok(chromium);
    }
    packages::install(&["chromium"], "run the browser tests")?;
    on_path().context("chromium is installed, but not on PATH")
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context("cannot read end2end/")? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// `npm ci`, unless what it installed last time is what the lock file names today.
fn install_packages(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json")).context("cannot read end2end/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("installing the packages of the browser tests (npm ci)");
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    fs::write(stamp, lock).context("cannot write into end2end/node_modules")
}
