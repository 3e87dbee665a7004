//! Requests that schemathesis makes up from the OpenAPI document, as nobody, as a viewer and as an admin: no answer is a
//! server error, and every answer is as the document says.

use std::fs;
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use tempfile::TempDir;

use super::Scope;
use super::report::Outcome;
use crate::places;
use crate::processes::tied_command;
use crate::python;
use crate::test_server::{TestServer, sqlite_in};
use crate::vedetta::{Vedetta, add_user};

const TOOL: &str = "schemathesis==4.32.5";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/// It is to be the visitor that it is told to be, and not to make an account of its own.
const NO_SIGN_UP: &str = "[auth]\nauto-signup = false\n";
const WHAT: &str = "generated requests";
/// How many requests there are to be in all, where there is the time for them.
const GOAL: u64 = 200_000;
const FULL_RUN: Duration = Duration::from_secs(15 * 60);
/// A sign-in's access token lasts ten minutes.
const SLICE: Duration = Duration::from_secs(9 * 60 - 30);
/// How many accounts of a role ask at the same time in a full run: each may only do so at a certain rate.
const ACCOUNTS: usize = 2;
/// Schemathesis prepares itself for longer than a short run lasts, where the processors are busy with other things.
const FIRST_REQUEST_WITHIN: Duration = Duration::from_secs(180);
const LINES_OF_A_COMPLAINT: usize = 60;
/// What it says, and that it failed, when its time was over before it had begun.
const NOTHING_GENERATED: &str = "No test cases were generated";

/// Whose requests are made up.
#[derive(Clone, Copy)]
struct Visitor {
    who: &'static str,
    /// Where all of them come from, but for the last byte.
    network: &'static str,
    role: Option<&'static str>,
    /// Left out: what would end the very sign-in that is used, take its rights away, or, by guessing at passwords of names
    /// that were seen in answers, keep the next one waiting.
    left_out: Option<&'static str>,
}

const VISITORS: [Visitor; 3] = [
    Visitor { who: "nobody", network: "192.0.2", role: None, left_out: None },
    Visitor { who: "a viewer", network: "198.51.100", role: Some("viewer"), left_out: Some("auth/(login|logout)$") },
    Visitor {
        who: "an admin",
        network: "203.0.113",
        role: Some("admin"),
        left_out: Some("auth/(login|logout)$|users/"),
    },
];

pub fn run(scope: Scope) -> Result<Vec<Outcome>> {
    let tool = match python::program(TOOL, "st") {
        Ok(tool) => tool,
        Err(error) => return Ok(vec![Outcome::not_run(WHAT, format!("{TOOL} cannot be had: {error:#}"))]),
    };
    let folder = places::scratch("requests")?;
    let vedetta = start(&folder)?;
    let document = folder.path().join("openapi.json");
    fs::write(&document, vedetta.get("/api/v1/openapi.json")?.to_string())?;
    let tool = Tool {
        program: tool.to_str().context("the tool's path is no text")?.into(),
        document: document.to_str().context("the scratch folder's path is no text")?.into(),
    };
    // All at the same time: each may ask at a certain rate alone, and waits most of the time.
    let mut outcomes = thread::scope(|threads| {
        let torment = |visitor| tool.torment(&vedetta, visitor, scope.requests);
        let torments = VISITORS.map(|visitor| threads.spawn(move || torment(visitor)));
        torments.into_iter().map(joined).collect::<Result<Vec<Outcome>>>()
    })?;
    let sum = outcomes.iter().map(|outcome| outcome.acknowledged).sum();
    let mut all = Outcome::new(format!("{WHAT} in all; the goal of a full run is {GOAL}"));
    (all.rounds, all.acknowledged) = (outcomes.iter().map(|outcome| outcome.rounds).sum(), sum);
    if scope.requests >= FULL_RUN && sum < GOAL {
        all.complaints.push(format!("fewer than {GOAL}"));
    }
    outcomes.push(all);
    Ok(outcomes)
}

/// A server that knows all visitors, and believes them that they come from elsewhere: guesses at passwords that are made up
/// must not slow our own sign-ins down.
fn start(folder: &TempDir) -> Result<Vedetta> {
    let database = sqlite_in(folder);
    let settings = [("VEDETTA_DATABASE", database.as_str()), ("VEDETTA_TRUSTED_PROXIES", "127.0.0.1")];
    // The first account has to be an admin.
    for role in VISITORS.iter().rev().filter_map(|visitor| visitor.role) {
        for number in 0..ACCOUNTS {
            add_user(&settings, &account(role, number), role)?;
        }
    }
    Vedetta::of(TestServer::start_in(places::scratch("server")?, &settings)?, &account("admin", 0))
}

fn account(role: &str, number: usize) -> String {
    format!("{role}{number}")
}

/// Schemathesis, and the document that it reads.
struct Tool {
    program: String,
    document: String,
}

impl Tool {
    /// Slice after slice, each with new sign-ins and other requests, until the time is over and some were made.
    fn torment(&self, vedetta: &Vedetta, visitor: Visitor, time: Duration) -> Result<Outcome> {
        let mut outcome = Outcome::new(format!("{WHAT} as {}", visitor.who));
        let accounts = if time >= FULL_RUN { ACCOUNTS } else { 1 };
        let began = Instant::now();
        while outcome.acknowledged == 0 || began.elapsed() < time {
            let is_first = outcome.acknowledged == 0;
            ensure!(!is_first || began.elapsed() < FIRST_REQUEST_WITHIN, "not one request was made");
            let left = time.saturating_sub(began.elapsed()).max(Duration::from_secs(1));
            let slice = SLICE.min(if is_first { time * (outcome.rounds + 1) } else { left });
            let runs = thread::scope(|scope| {
                let run = |number| move || self.run(vedetta, visitor, number, slice);
                let runs: Vec<_> = (0..accounts).map(|number| scope.spawn(run(number))).collect();
                runs.into_iter().map(joined).collect::<Result<Vec<_>>>()
            })?;
            for (count, complaint) in runs {
                outcome.acknowledged += count;
                outcome.complaints.extend(complaint);
            }
            outcome.rounds += 1;
        }
        outcome.complaints.sort();
        outcome.complaints.dedup();
        Ok(outcome)
    }

    /// How many requests were made, and what was wrong with the answers.
    fn run(&self, vedetta: &Vedetta, visitor: Visitor, number: usize, time: Duration) -> Result<(u64, Option<String>)> {
        let mut command = tied_command(&self.program);
        command.args(["run", &self.document, "--url", &vedetta.url("")]);
        command.args(["--phases", "coverage,fuzzing", "--checks", CHECKS, "--continue-on-failure"]);
        command.args(["--rate-limit", "auto", "--warnings", "off", "--max-time", &time.as_secs().to_string()]);
        // Above the server's own limit: a month of demo data takes its time beside everything else that runs.
        command.args(["--request-timeout", "60"]);
        command.args(["--header", &format!("X-Forwarded-For: {}.{}", visitor.network, number + 1)]);
        if let Some(role) = visitor.role {
            let token = vedetta.sign_in(&account(role, number))?;
            command.args(["--header", &format!("Authorization: Bearer {token}")]);
        }
        if let Some(left_out) = visitor.left_out {
            command.args(["--exclude-path-regex", left_out]);
        }
        let folder = places::scratch("schemathesis")?;
        fs::write(folder.path().join("schemathesis.toml"), NO_SIGN_UP)?;
        let done = command.current_dir(folder.path()).output().context("schemathesis does not start")?;
        let text = String::from_utf8_lossy(&done.stdout);
        let count = generated(&text).with_context(|| format!("schemathesis said nothing to count:\n{text}"))?;
        if done.status.success() || count == 0 {
            return Ok((count, None));
        }
        println!("{}", failures(&text));
        Ok((count, Some("an answer was not as the document says".into())))
    }
}

fn joined<T>(run: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    run.join().map_err(|_| anyhow!("a run panicked"))?
}

/// From the line `5020 generated, 1 found 1 unique failure`.
fn generated(text: &str) -> Option<u64> {
    let count = |line: &str| line.trim().split_once(" generated")?.0.parse().ok();
    let is_none = || text.contains(NOTHING_GENERATED).then_some(0);
    text.lines().find_map(count).or_else(is_none)
}

fn failures(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.contains("FAILURES") && !line.contains("ERRORS"));
    lines.take(LINES_OF_A_COMPLAINT).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted() {
        let text = "a generated body was refused\nTest cases:\n  5020 generated, 1 found 1 unique failure";
        assert_eq!(generated(text), Some(5020));
        assert_eq!(generated("7 files generated"), None);
        assert_eq!(generated("Test cases:\n  No test cases were generated"), Some(0));
    }
}
