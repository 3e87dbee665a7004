//! Requests that schemathesis makes up from the OpenAPI document, as nobody, as a viewer and as an admin: no answer is a
//! server error, and every answer is as the document says.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Scope;
use super::report::Outcome;
use crate::places;
use crate::python;
use crate::test_server::TestServer;
use crate::vedetta::{Vedetta, add_user};

const TOOL: &str = "schemathesis==4.32.5";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/// Left out: what would end the very sign-in that is used, or remove its account.
const LEFT_OUT: &str = "auth/(logout|password|refresh|login|sign-ins)|users";
const LINES_OF_A_COMPLAINT: usize = 40;

pub fn run(scope: Scope) -> Result<Vec<Outcome>> {
    let folder = places::scratch("requests")?;
    let database = format!("sqlite:{}", folder.path().join("vedetta.db").display());
    let settings = [("VEDETTA_DATABASE", database.as_str())];
    add_user(&settings, "admin", "admin")?;
    add_user(&settings, "viewer", "viewer")?;
    let vedetta = Vedetta::of(TestServer::start_in(places::scratch("server")?, &settings)?, "admin")?;
    let document = folder.path().join("openapi.json");
    fs::write(&document, vedetta.get("/api/v1/openapi.json")?.to_string())?;
    let document = document.to_str().context("the scratch folder's path is no text")?;
    let visitors = [("nobody", None), ("a viewer", Some("viewer")), ("an admin", Some("admin"))];
    visitors.into_iter().map(|(who, name)| torment(&vedetta, document, who, name, scope.requests)).collect()
}

fn torment(vedetta: &Vedetta, document: &str, who: &str, name: Option<&str>, time: Duration) -> Result<Outcome> {
    let mut outcome = Outcome::new(&format!("generated requests as {who}"), Duration::MAX);
    outcome.rounds = 1;
    let mut command = Command::new(python::program(TOOL, "st")?);
    command.args(["run", document, "--url", &vedetta.url("")]);
    command.args(["--phases", "coverage,fuzzing", "--checks", CHECKS, "--exclude-path-regex", LEFT_OUT]);
    command.args(["--continue-on-failure", "--rate-limit", "auto", "--warnings", "off"]);
    command.args(["--max-time", &time.as_secs().to_string()]);
    if let Some(name) = name {
        command.args(["--header", &format!("Authorization: Bearer {}", vedetta.sign_in(name)?)]);
    }
    let done = command.current_dir(places::target()).output().context("schemathesis does not start")?;
    let text = String::from_utf8_lossy(&done.stdout);
    outcome.acknowledged = generated(&text).with_context(|| format!("schemathesis said nothing to count:\n{text}"))?;
    if !done.status.success() {
        println!("{}", failures(&text));
        outcome.complaints.push("an answer was not as the document says".into());
    }
    Ok(outcome)
}

/// From `5020 generated, 1 found 1 unique failure`.
fn generated(text: &str) -> Option<u64> {
    let (before, _) = text.split_once(" generated")?;
    before.split_whitespace().last()?.parse().ok()
}

fn failures(text: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.contains("FAILURES"));
    lines.take(LINES_OF_A_COMPLAINT).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted() {
        assert_eq!(generated("Test cases:\n  5020 generated, 1 found 1 unique failure"), Some(5020));
        assert_eq!(generated("nothing"), None);
    }
}
