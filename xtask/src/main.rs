//! The project's own tooling: `cargo xtask <verb>` builds, starts and checks Vedetta, and fetches what it needs for that.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line tool speaks on the terminal")]

mod bench;
mod bindings;
mod browser_files;
mod browser_half;
mod browser_tests;
mod cargo_tools;
mod checks;
mod choice;
mod circumstances;
mod dependencies;
mod first_load;
mod footprint;
mod fuzz;
mod golden;
mod http;
mod moments;
mod mongod;
mod mongod_wire;
mod packages;
mod places;
mod processes;
mod product;
mod python;
mod runner;
mod site;
mod stylesheet;
mod tables;
mod test_server;
mod torture;
mod vedetta;
mod wasm_sections;
mod wasm_toolchain;

use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::product::Profile;

/// The project's own tooling: builds, starts and checks Vedetta, and fetches what it needs for that
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the whole product as one file: target/debug/vedetta, or target/release/vedetta with --release
    Build {
        /// Build the server optimised, as it is shipped, and not quickly, for development
        #[arg(long)]
        release: bool,
    },
    /// Build the product and start it at http://127.0.0.1:5001 on the embedded SQLite
    Serve {
        /// Build the server quickly, for development
        #[arg(long)]
        dev: bool,
        /// Load the demo data first: a month of a company that does not exist
        #[arg(long)]
        demo: bool,
        /// Handed to `vedetta serve`
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Run everything that CI runs, fast checks first, and sum up what passed, failed and was skipped
    Test {
        /// Run only these stages, and what they need
        #[arg(long, num_args = 1.., value_name = "STAGE")]
        only: Vec<String>,
        /// Name the stages instead of running them
        #[arg(long)]
        list: bool,
    },
    /// Measure Vedetta side by side with the system that it replaces, and keep the table under docs/
    Bench {
        /// Measure less of everything, within ten minutes
        #[arg(long)]
        quick: bool,
        /// Measure set L too: 10 million samples
        #[arg(long)]
        large: bool,
        /// Only these: sizes, http, sign-ins, ingest, resilience, browser, long-window, jobs
        #[arg(long, num_args = 1.., value_name = "SECTION")]
        only: Vec<String>,
    },
    /// Kill, starve and stop Vedetta and its databases, count what was lost, and keep the table under docs/
    Torture {
        /// Only these: kill, disk, takeover, primary, faults, standalone, requests, soak
        #[arg(long, num_args = 1.., value_name = "TORMENT")]
        only: Vec<String>,
        /// How often the server is killed under ingest
        #[arg(long, default_value_t = 200)]
        kills: u32,
        /// How often a MongoDB primary fails, in each of four ways
        #[arg(long, default_value_t = 10)]
        primary_failures: u32,
        /// How many minutes of steady work
        #[arg(long, default_value_t = 10, value_name = "MINUTES")]
        soak: u64,
        /// How many minutes of generated requests, as nobody, viewer and admin each
        #[arg(long, default_value_t = 5, value_name = "MINUTES")]
        requests: u64,
    },
    /// Give ever new bytes to what reads the input of strangers, and stop at the first that it cannot bear
    Fuzz {
        /// Only these: analysis, query, report_file, rows, settings, token
        #[arg(value_name = "TARGET")]
        only: Vec<String>,
        /// How many seconds for each
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// Start the MongoDB of the tests, a one-node replica set with an empty data folder, until Ctrl-C
    Mongod {
        /// Loopback port to listen on; a free one when left out
        #[arg(long)]
        port: Option<u16>,
    },
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run() -> anyhow::Result<ExitCode> {
    processes::end_all_on_signal()?;
    match Arguments::parse().verb {
        Verb::Build { release } => drop(product::build(profile(release))?),
        Verb::Serve { dev, demo, arguments } => product::serve(profile(!dev), demo, &arguments)?,
        Verb::Test { list: true, only: _ } => checks::list_stages(),
        Verb::Test { list: false, only } => return checks::run_stages(&only),
        Verb::Bench { quick, large, only } => bench::run(bench::Scope { quick, large }, &only)?,
        Verb::Torture { only, kills, primary_failures, soak, requests } => {
            let [soak, requests] = [soak, requests].map(|minutes| Duration::from_secs(minutes * 60));
            return torture::run(torture::Scope { kills, primary_failures, soak, requests }, &only);
        }
        Verb::Fuzz { only, seconds } => fuzz::run_targets(&only, Duration::from_secs(seconds))?,
        Verb::Mongod { port } => mongod::run_in_foreground(port)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn profile(is_release: bool) -> Profile {
    if is_release { Profile::Release } else { Profile::Dev }
}
