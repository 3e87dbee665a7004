//! What came of the torments: as text, and as a page and as JSON under `docs/`.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::circumstances::Circumstances;
use crate::places;
use crate::tables::{markdown, plain};

const PAGE: &str = "docs/torture.md";
const DATA: &str = "docs/torture.json";
const HEADS: [&str; 7] = ["torment", "rounds", "acknowledged", "lost", "doubled", "recovery", "held"];

/// What came of one torment.
pub struct Outcome {
    pub what: String,
    pub rounds: u32,
    /// Rows or jobs that were acknowledged.
    pub acknowledged: u64,
    pub lost: u64,
    pub doubled: u64,
    /// How long each recovery took.
    pub recoveries: Vec<Duration>,
    /// The longest that a recovery may take.
    pub limit: Duration,
    /// What else went wrong.
    pub complaints: Vec<String>,
}

impl Outcome {
    pub fn new(what: &str, limit: Duration) -> Self {
        Self {
            what: what.into(),
            rounds: 0,
            acknowledged: 0,
            lost: 0,
            doubled: 0,
            recoveries: Vec::new(),
            limit,
            complaints: Vec::new(),
        }
    }

    fn held(&self) -> bool {
        let recovered = self.recoveries.iter().all(|took| *took <= self.limit);
        self.lost == 0 && self.doubled == 0 && recovered && self.complaints.is_empty()
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

    fn cells(&self) -> [String; 7] {
        let held = if self.held() { "yes".into() } else { format!("no {}", self.complaints.join("; ")) };
        [
            self.what.clone(),
            self.rounds.to_string(),
            self.acknowledged.to_string(),
            self.lost.to_string(),
            self.doubled.to_string(),
            self.recovery(),
            held.trim().to_owned(),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "torment": self.what,
            "rounds": self.rounds,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "recovery_seconds": self.recoveries.iter().map(Duration::as_secs_f64).collect::<Vec<_>>(),
            "held": self.held(),
            "complaints": self.complaints,
        })
    }
}

/// All outcomes, and where and when.
pub struct Table {
    outcomes: Vec<Outcome>,
    circumstances: Circumstances,
}

impl Table {
    pub fn new() -> Result<Self> {
        Ok(Self { outcomes: Vec::new(), circumstances: Circumstances::now()? })
    }

    pub fn add(&mut self, outcomes: Vec<Outcome>) {
        for outcome in &outcomes {
            println!("{}", outcome.cells().join(" | "));
        }
        self.outcomes.extend(outcomes);
    }

    pub fn all_held(&self) -> bool {
        self.outcomes.iter().all(Outcome::held)
    }

    pub fn text(&self) -> String {
        plain(&HEADS, &self.rows())
    }

    /// Writes the page and the data.
    pub fn keep(&self) -> Result<()> {
        let page = format!(
            "# Torments\n\nMade by `cargo xtask torture` on {}. Lost and doubled count rows, or jobs, that were acknowledged.\n\n{}",
            self.circumstances,
            markdown(&HEADS, &self.rows())
        );
        fs::write(places::root().join(PAGE), page).with_context(|| format!("cannot write {PAGE}"))?;
        let mut data = self.circumstances.json();
        data["outcomes"] = self.outcomes.iter().map(Outcome::json).collect();
        let data = format!("{}\n", serde_json::to_string_pretty(&data)?);
        fs::write(places::root().join(DATA), data).with_context(|| format!("cannot write {DATA}"))
    }

    fn rows(&self) -> Vec<[String; 7]> {
        self.outcomes.iter().map(Outcome::cells).collect()
    }
}
