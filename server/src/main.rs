//! The program `vedetta`: reads the command line and the settings, runs a verb, ends with its exit code.

use std::{env, io, io::Write, path::Path, process::ExitCode, time::Duration};

use clap::ArgMatches;
use server::{
    cli,
    commands::{self, check_config},
    logging, openapi, serve,
    settings::{self, Found, Settings, Sources},
};

/// Exit codes: 0 done, 1 failed, 2 wrong usage (which includes wrong settings).
const FAILED: u8 = 1;
const WRONG_USAGE: u8 = 2;
/// How long the end waits for work on other threads.
const LAST_WORK: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let matches = cli::command().get_matches();
    match matches.subcommand() {
        None => run_serve(&matches),
        Some(("serve", matches)) => run_serve(matches),
        Some(("worker", matches)) => run_worker(matches),
        Some(("check-config", matches)) => run_check_config(matches),
        Some(("user", matches)) => run_command(matches, commands::user::run),
        Some(("audit", matches)) => run_command(matches, commands::audit::run),
        Some(("import", matches)) => run_command(matches, commands::import::run),
        Some(("analyze", matches)) => run_command(matches, commands::analyze::run),
        Some(("demo", matches)) => run_command(matches, commands::demo::run),
        Some(("openapi", _)) => print_openapi(),
        Some(("completions", matches)) => print_completions(matches),
        Some((verb, _)) => fail(WRONG_USAGE, &[format!("unknown verb {verb}")]),
    }
}

fn run_serve(matches: &ArgMatches) -> ExitCode {
    match start(matches) {
        Ok(settings) => run(serve::run(settings)),
        Err(faults) => fail(WRONG_USAGE, &faults),
    }
}

fn run_worker(matches: &ArgMatches) -> ExitCode {
    match start(matches) {
        Ok(settings) if settings.workers == 0 => fail(
            WRONG_USAGE,
            &["a worker with VEDETTA_WORKERS=0 would do nothing; leave it out or give a number".into()],
        ),
        Ok(settings) => run(commands::worker::run(settings)),
        Err(faults) => fail(WRONG_USAGE, &faults),
    }
}

/// Runs a verb of a verb: its settings are those given last.
fn run_command<F: Future<Output = anyhow::Result<()>>>(
    matches: &ArgMatches,
    command: impl FnOnce(Settings, ArgMatches) -> F,
) -> ExitCode {
    let innermost = matches.subcommand().map_or(matches, |(_, innermost)| innermost);
    match start(innermost) {
        Ok(settings) => run(command(settings, matches.clone())),
        Err(faults) => fail(WRONG_USAGE, &faults),
    }
}

/// Reads the settings and starts the log.
fn start(matches: &ArgMatches) -> Result<Settings, Vec<String>> {
    let found = find_settings(matches)?;
    let settings = found.read()?;
    logging::start(&settings);
    for warning in found.warnings {
        tracing::warn!("{warning}");
    }
    Ok(settings)
}

/// Runs a verb to its end.
fn run(verb: impl Future<Output = anyhow::Result<()>>) -> ExitCode {
    let done = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(anyhow::Error::from).and_then(
        |runtime| {
            let done = runtime.block_on(verb);
            // Work that cannot be interrupted, of a job that was given back, must not hold the end up.
            runtime.shutdown_timeout(LAST_WORK);
            done
        },
    );
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(FAILED, &[format!("{error:#}")]),
    }
}

fn run_check_config(matches: &ArgMatches) -> ExitCode {
    let found = match find_settings(matches) {
        Ok(found) => found,
        Err(faults) => return fail(WRONG_USAGE, &faults),
    };
    if let Err(error) = check_config::print(&found, matches.get_flag("json"), &mut io::stdout().lock()) {
        return fail(FAILED, &[error.to_string()]);
    }
    for warning in &found.warnings {
        say(&format!("warning: {warning}"));
    }
    match found.read() {
        Ok(_) => ExitCode::SUCCESS,
        Err(faults) => fail(WRONG_USAGE, &faults),
    }
}

fn find_settings(flags: &ArgMatches) -> Result<Found, Vec<String>> {
    settings::find(&Sources {
        flags,
        env: &|name| {
            env::var_os(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty())
        },
        env_names: env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect(),
        folder: Path::new("."),
    })
}

fn print_completions(matches: &ArgMatches) -> ExitCode {
    let mut completions = Vec::new();
    if let Some(shell) = matches.get_one::<clap_complete::Shell>("shell") {
        clap_complete::generate(*shell, &mut cli::command(), "vedetta", &mut completions);
    }
    print(&completions)
}

fn print_openapi() -> ExitCode {
    print(format!("{:#}\n", openapi::document()).as_bytes())
}

fn print(document: &[u8]) -> ExitCode {
    // Whoever reads it may have heard enough before the end.
    let _ = io::stdout().write_all(document);
    ExitCode::SUCCESS
}

/// One clear line for each fault.
fn fail(code: u8, faults: &[String]) -> ExitCode {
    for fault in faults {
        say(&format!("vedetta: {fault}"));
    }
    ExitCode::from(code)
}

#[expect(clippy::print_stderr, reason = "the command line speaks to its user, not to the log")]
fn say(line: &str) {
    eprintln!("{line}");
}
