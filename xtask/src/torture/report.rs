//! What came of the torments: as text, and as a page and as JSON under `docs/`. A run of some torments replaces their rows
//! there and leaves those of the others, as it does those of torments that this machine cannot run.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Error, Result};
use serde_json::{Value, json};

use crate::circumstances::Circumstances;
use crate::places;
use crate::tables::{markdown, plain};

const PAGE: &str = "docs/torture.md";
const DATA: &str = "docs/torture.json";
const HEADS: [&str; 7] = ["torment", "rounds", "acknowledged", "lost", "doubled", "recovery", "held"];

/// What came of one torment.
#[derive(Default)]
pub struct Outcome {
    pub what: String,
    pub rounds: u32,
    /// Rows, jobs or requests that were acknowledged.
    pub acknowledged: u64,
    pub lost: u64,
    pub doubled: u64,
    /// How long each recovery took.
    pub recoveries: Vec<Duration>,
    /// The longest that a recovery may take, if it matters.
    pub limit: Option<Duration>,
    /// What else went wrong.
    pub complaints: Vec<String>,
    /// Why it was not run at all.
    pub not_run: Option<String>,
}

impl Outcome {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), ..Self::default() }
    }

    /// One whose recoveries may take so long.
    pub fn within(what: impl Into<String>, limit: Duration) -> Self {
        Self { limit: Some(limit), ..Self::new(what) }
    }

    /// One that this machine cannot run.
    pub fn not_run(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { not_run: Some(why.into()), ..Self::new(what) }
    }

    /// One that broke off.
    pub fn broken(what: impl Into<String>, error: &Error) -> Self {
        Self { complaints: vec![format!("it broke off: {error:#}")], ..Self::new(what) }
    }

    pub fn held(&self) -> bool {
        let is_late = |took: &Duration| self.limit.is_some_and(|limit| *took > limit);
        self.lost == 0 && self.doubled == 0 && !self.recoveries.iter().any(is_late) && self.complaints.is_empty()
    }

    fn recovery(&self) -> String {
        let mut sorted = self.recoveries.clone();
        sorted.sort();
        match (sorted.get(sorted.len() / 2), sorted.last()) {
            (Some(median), Some(longest)) => {
                format!("median {:.1} s, longest {:.1} s", median.as_secs_f64(), longest.as_secs_f64())
            }
            _ => String::new(),
        }
    }

    fn verdict(&self) -> String {
        match &self.not_run {
            Some(why) => format!("not run: {why}"),
            None if self.held() => "yes".into(),
            None => format!("no {}", self.complaints.join("; ")).trim().to_owned(),
        }
    }

    fn json(&self) -> Value {
        json!({
            "torment": self.what,
            "rounds": self.rounds,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "recovery": self.recovery(),
            "recovery_seconds": self.recoveries.iter().map(Duration::as_secs_f64).collect::<Vec<_>>(),
            "held": self.verdict(),
        })
    }
}

/// All outcomes, and where and when.
pub struct Table {
    outcomes: Vec<(&'static str, Outcome)>,
    circumstances: Circumstances,
}

impl Table {
    pub fn new(options: String) -> Result<Self> {
        Ok(Self { outcomes: Vec::new(), circumstances: Circumstances::now()?.with_options(options) })
    }

    /// Adds what came of the torment of this name.
    pub fn add(&mut self, name: &'static str, outcomes: Vec<Outcome>) {
        for outcome in outcomes {
            println!("{}", cells(&outcome.json()).join(" | "));
            self.outcomes.push((name, outcome));
        }
    }

    pub fn all_held(&self) -> bool {
        self.outcomes.iter().all(|(_, outcome)| outcome.held())
    }

    /// What did not hold, and how, in one line: the table of a short form scrolls away.
    pub fn not_held(&self) -> String {
        let failed = self.outcomes.iter().filter(|(_, outcome)| !outcome.held());
        failed.map(|(_, outcome)| cells(&outcome.json()).join(", ")).collect::<Vec<_>>().join(" | ")
    }

    /// What was not run, and why.
    pub fn not_run(&self) -> Vec<String> {
        let reason = |outcome: &Outcome| Some(format!("{}: {}", outcome.what, outcome.not_run.as_ref()?));
        self.outcomes.iter().filter_map(|(_, outcome)| reason(outcome)).collect()
    }

    pub fn text(&self) -> String {
        let rows: Vec<_> = self.outcomes.iter().map(|(_, outcome)| cells(&outcome.json())).collect();
        plain(&HEADS, &rows)
    }

    /// Writes the page and the data, with the rows of earlier runs for the torments that were not run this time.
    pub fn keep(&self, order: &[&str]) -> Result<()> {
        let old = fs::read_to_string(places::root().join(DATA)).ok();
        let old = old.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let merged = merge(&old, self.runs(), order);
        let data = format!("{}\n", serde_json::to_string_pretty(&merged)?);
        fs::write(places::root().join(DATA), data).with_context(|| format!("cannot write {DATA}"))?;
        fs::write(places::root().join(PAGE), page(&merged)).with_context(|| format!("cannot write {PAGE}"))
    }

    /// The outcomes by torment, each with the circumstances.
    fn runs(&self) -> Vec<Value> {
        let mut runs: Vec<Value> = Vec::new();
        for (name, outcome) in self.outcomes.iter().filter(|(_, outcome)| outcome.not_run.is_none()) {
            if runs.last().is_none_or(|run| run["name"] != *name) {
                let said = self.circumstances.to_string();
                runs.push(json!({"name": name, "made": self.circumstances.json(), "said": said, "outcomes": []}));
            }
            if let Some(outcomes) = runs.last_mut().and_then(|run| run["outcomes"].as_array_mut()) {
                outcomes.push(outcome.json());
            }
        }
        runs
    }
}

/// The new runs, and the old ones of other torments, in this order.
fn merge(old: &Value, new: Vec<Value>, order: &[&str]) -> Value {
    let is_new = |run: &&Value| new.iter().any(|other| other["name"] == run["name"]);
    let old = old["runs"].as_array().into_iter().flatten().filter(|run| !is_new(run));
    let mut runs: Vec<Value> = old.chain(&new).cloned().collect();
    runs.sort_by_key(|run| order.iter().position(|name| run["name"] == *name));
    json!({"runs": runs})
}

/// A table for each stretch of torments that were run together.
fn page(data: &Value) -> String {
    let mut text = String::from(
        "# Torments\n\nMade by `cargo xtask torture`. Lost and doubled count rows, or jobs, that were acknowledged; a row \
         or job whose acknowledgement did not arrive is sent again until one does, and must be there once.\n",
    );
    let runs = data["runs"].as_array().map(Vec::as_slice).unwrap_or_default();
    for together in runs.chunk_by(|one, other| one["said"] == other["said"]) {
        let outcomes = together.iter().filter_map(|run| run["outcomes"].as_array()).flatten();
        let rows: Vec<_> = outcomes.map(cells).collect();
        let said = together[0]["said"].as_str().unwrap_or_default();
        text += &format!("\nOn {said}:\n\n{}", markdown(&HEADS, &rows));
    }
    text
}

fn cells(outcome: &Value) -> [String; 7] {
    HEADS.map(|head| match &outcome[head] {
        Value::String(text) => text.replace('|', "/").replace('\n', " "),
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(name: &str, said: &str) -> Value {
        json!({"name": name, "said": said, "outcomes": [Outcome::new(name).json()]})
    }

    #[test]
    fn a_run_of_some_leaves_the_rows_of_the_others() {
        let old = json!({"runs": [run("kill", "monday"), run("disk", "monday")]});
        let merged = merge(&old, vec![run("kill", "tuesday")], &["kill", "disk"]);
        let said: Vec<_> = merged["runs"].as_array().unwrap().iter().map(|run| run["said"].as_str().unwrap()).collect();
        assert_eq!(said, ["tuesday", "monday"]);
        let page = page(&merged);
        assert!(page.contains("On tuesday:") && page.contains("| disk | 0 | 0 | 0 | 0 |  | yes |"), "{page}");
    }

    #[test]
    fn what_was_not_run_is_not_kept() {
        let mut table = Table::new(String::new()).unwrap();
        table.add("kill", vec![Outcome::new("kill")]);
        table.add("disk", vec![Outcome::not_run("disk", "no disk")]);
        let names: Vec<_> = table.runs().into_iter().map(|run| run["name"].clone()).collect();
        assert_eq!(names, ["kill"]);
        assert_eq!(table.not_run(), ["disk: no disk"]);
    }

    #[test]
    fn whatever_went_wrong_is_not_held() {
        assert!(Outcome::new("well").held());
        assert!(!Outcome { lost: 1, ..Outcome::new("lost") }.held());
        assert!(!Outcome { doubled: 1, ..Outcome::new("doubled") }.held());
        let late =
            Outcome { recoveries: vec![Duration::from_secs(2)], ..Outcome::within("late", Duration::from_secs(1)) };
        assert!(!late.held());
        assert!(!Outcome::broken("broken", &Error::msg("off")).held());
    }
}
