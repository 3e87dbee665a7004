//! The stages of `cargo xtask test`: everything that CI runs, fast checks first.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;

use anyhow::{Result, bail, ensure};

use crate::mongod::{self, ReplicaSet};
use crate::processes::{output, run};
use crate::product::{self, Profile};
use crate::runner::{self, Outcome, Stage, Verdict, Work};
use crate::{browser_half, browser_tests, dependencies, first_load, footprint, golden, packages, places, torture};

/// The whole product as one file.
const MOST_PROGRAM_BYTES: u64 = 40_000_000;

/// Everything that is not built for the browser, but for xtask, which has a call of its own: in one call, cargo would
/// merge the features of its dependencies and build them anew.
const SERVER_HALF: [&str; 20] = [
    "-p",
    "model",
    "-p",
    "scoring",
    "-p",
    "golden",
    "-p",
    "api",
    "-p",
    "store",
    "-p",
    "app",
    "--features",
    "app/ssr",
    "-p",
    "server",
    "-p",
    "bare",
    "-p",
    "fuzz",
];
const XTASK: [&str; 2] = ["-p", "xtask"];

/// What one stage leaves for a later one.
#[derive(Default)]
struct Workbench {
    mongodb_url: Option<String>,
    /// The replica set behind that URL, if it is ours to end.
    replica_set: Option<ReplicaSet>,
}

const STAGES: [Stage<Workbench>; 14] = [
    stage("fmt", "formatting", check_format),
    stage("clippy", "lints of the server half and of xtask", check_with_clippy),
    stage(
        "clippy-browser",
        "lints of the browser half, as it is built for the browser",
        check_browser_half_with_clippy,
    ),
    stage("docs", "documentation and the links in it", check_docs),
    stage("deny", "licences, bans and sources of the dependencies", |_| dependencies::check()),
    stage("advisories", "published faults of the dependencies", |_| dependencies::check_advisories()),
    Stage { required_in_ci: true, ..stage("mongodb", "a real MongoDB replica set for the unit stage", start_mongodb) },
    Stage { wants: &["mongodb"], ..stage("unit", "unit, property, storage and HTTP tests", run_unit_tests) },
    Stage {
        required_in_ci: true,
        ..stage("golden", "the golden vectors of the scoring in WebAssembly", run_golden_vectors)
    },
    stage("build", "the product as one file", build_product),
    Stage { needs: &["build"], ..stage("budget", "the first load of the browser", |_| passed(first_load::check())) },
    Stage { needs: &["build"], ..stage("memory", "time to readiness and idle memory", |_| passed(footprint::check())) },
    Stage { needs: &["build"], ..beside("torture", "a short form of all torments", run_torments) },
    Stage {
        needs: &["build"],
        required_in_ci: true,
        ..stage("browser", "whole journeys in Chromium", run_browser_tests)
    },
];

const fn stage(
    name: &'static str,
    about: &'static str,
    run: fn(&mut Workbench) -> Result<Outcome>,
) -> Stage<Workbench> {
    Stage { name, about, needs: &[], wants: &[], required_in_ci: false, work: Work::Alone(run) }
}

const fn beside(name: &'static str, about: &'static str, run: fn() -> Result<Outcome>) -> Stage<Workbench> {
    Stage { name, about, needs: &[], wants: &[], required_in_ci: false, work: Work::Beside(run) }
}

/// Runs these stages, or all; tells whether none failed.
pub fn run_stages(only: &[String]) -> Result<ExitCode> {
    let stages = runner::select(&STAGES, only)?;
    let is_ci = env::var("CI").is_ok_and(|value| value == "true" || value == "1");
    let rows = runner::run_all(&stages, &mut Workbench::default(), is_ci);
    println!("{}", runner::summary(&rows));
    Ok(if runner::count(&rows, Verdict::Failed) == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub fn list_stages() {
    for Stage { name, about, .. } in &STAGES {
        println!("{name:<16} {about}");
    }
}

fn check_format(_: &mut Workbench) -> Result<Outcome> {
    ensure_component("rustfmt", "rustfmt-web")?;
    passed(run(cargo("fmt").args(["--all", "--check"])))
}

fn check_with_clippy(_: &mut Workbench) -> Result<Outcome> {
    ensure_component("clippy", "rust-web-clippy")?;
    for packages in [&SERVER_HALF[..], &XTASK] {
        run(cargo("clippy").args(packages).args(["--all-targets", "--", "-D", "warnings"]))?;
    }
    Ok(Outcome::Passed)
}

fn check_browser_half_with_clippy(_: &mut Workbench) -> Result<Outcome> {
    passed(browser_half::check_with_clippy())
}

fn check_docs(_: &mut Workbench) -> Result<Outcome> {
    for packages in [&SERVER_HALF[..], &XTASK] {
        run(cargo("doc").arg("--no-deps").args(packages).env("RUSTDOCFLAGS", "-D warnings"))?;
    }
    Ok(Outcome::Passed)
}

fn start_mongodb(workbench: &mut Workbench) -> Result<Outcome> {
    if let Some(url) = mongod::given_url() {
        println!("using VEDETTA_TEST_MONGODB");
        workbench.mongodb_url = Some(url);
        return Ok(Outcome::Passed);
    }
    let program = match mongod::program() {
        Ok(program) => program,
        Err(error) => {
            return Ok(Outcome::Skipped(format!("the storage tests run on SQLite alone: {error:#}")));
        }
    };
    let replica_set = ReplicaSet::start_in_memory(&program, None)?;
    println!("{} runs at {}", program.display(), replica_set.url);
    workbench.mongodb_url = Some(replica_set.url.clone());
    workbench.replica_set = Some(replica_set);
    Ok(Outcome::Passed)
}

fn run_unit_tests(workbench: &mut Workbench) -> Result<Outcome> {
    // Built first, because two calls of cargo would wait for one another.
    run(server_tests().arg("--no-run"))?;
    let mut all = server_tests();
    all.arg("--no-fail-fast");
    let tested = match &workbench.mongodb_url {
        Some(url) => thread::scope(|scope| {
            let on_mongodb = scope.spawn(|| run_http_tests_on(url));
            let tested = run(all.env("VEDETTA_TEST_MONGODB", url));
            tested.and(on_mongodb.join().unwrap_or_else(|_| bail!("the HTTP tests on MongoDB broke off")))
        }),
        None => run(all.env_remove("VEDETTA_TEST_MONGODB")),
    };
    // Nothing after this stage asks for it.
    workbench.replica_set = None;
    passed(tested.and(run(cargo("test").args(XTASK))))
}

/// All tests of the server half. There are none in the documentation, and to look for them takes as long as to read it.
fn server_tests() -> Command {
    let mut command = cargo("test");
    command.args(SERVER_HALF).arg("--tests");
    command
}

/// The HTTP tests once more, on the other engine: beside all others, because there they wait most of the time. What they
/// say comes when they are done.
fn run_http_tests_on(mongodb_url: &str) -> Result<()> {
    let folder = places::scratch("http-tests")?;
    let said = folder.path().join("said");
    let file = File::create(&said)?;
    let mut command = cargo("test");
    // Those as well that only MongoDB can be asked.
    command.args(SERVER_HALF).args(["--test", "http", "--", "--include-ignored"]);
    command.env("VEDETTA_TEST_ENGINE", "mongodb").env("VEDETTA_TEST_MONGODB", mongodb_url);
    let tested = run(command.stdout(file.try_clone()?).stderr(file));
    println!("\nthe HTTP tests on MongoDB:\n{}", fs::read_to_string(said)?);
    tested
}

fn run_golden_vectors(_: &mut Workbench) -> Result<Outcome> {
    match golden::find_node() {
        Ok(()) => passed(golden::check()),
        Err(error) => Ok(Outcome::Skipped(format!("{error:#}"))),
    }
}

fn build_product(_: &mut Workbench) -> Result<Outcome> {
    let program = product::build(Profile::Release)?;
    let bytes = fs::metadata(&program)?.len();
    println!("{}: {:.1} MB", program.display(), bytes as f64 / 1e6);
    ensure!(
        bytes < MOST_PROGRAM_BYTES,
        "{} has {bytes} bytes; fewer than {MOST_PROGRAM_BYTES} are allowed",
        program.display()
    );
    Ok(Outcome::Passed)
}

fn run_browser_tests(_: &mut Workbench) -> Result<Outcome> {
    match browser_tests::find() {
        Ok(browser) => passed(browser_tests::run_all(&browser)),
        Err(error) => Ok(Outcome::Skipped(format!("{error:#}"))),
    }
}

fn run_torments() -> Result<Outcome> {
    let not_run = torture::run_shortly()?;
    Ok(if not_run.is_empty() { Outcome::Passed } else { Outcome::Skipped(not_run.join("; ")) })
}

fn passed(result: Result<()>) -> Result<Outcome> {
    result.map(|()| Outcome::Passed)
}

fn cargo(verb: &str) -> Command {
    let mut command = Command::new("cargo");
    command.arg(verb).current_dir(places::root());
    command
}

/// Rustfmt and clippy come with most toolchains, but not with all.
fn ensure_component(name: &str, debian_package: &str) -> Result<()> {
    let verb = if name == "rustfmt" { "fmt" } else { name };
    let is_there = || output(Command::new("cargo").args([verb, "--version"])).is_ok();
    if is_there() {
        return Ok(());
    }
    if places::program("rustup").is_some() {
        println!("adding {name} to the toolchain (rustup)");
        output(Command::new("rustup").args(["component", "add", name]))?;
    } else if Path::new("/usr/bin/cargo").exists() {
        packages::install(&[debian_package], "check the code")?;
    }
    ensure!(is_there(), "{name} needed to check the code: run `rustup component add {name}`");
    Ok(())
}
