//! The table of what was measured: as text on the terminal, and as a page and as JSON under `docs/`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Scope;
use crate::circumstances::Circumstances;
use crate::places;
use crate::tables::{markdown, plain};

const PAGE: &str = "bench.md";
const DATA: &str = "bench.json";
const HEADS: [&str; 6] = ["what", "compared with", "Vedetta", "ratio", "goal", "reached"];

/// One thing that was measured.
pub struct Row {
    pub what: String,
    /// What Vedetta is compared with, and its figure.
    pub other: String,
    pub ours: String,
    pub ratio: Option<f64>,
    /// What the ratio is held against, if it is.
    limit: Option<f64>,
    pub goal: String,
    /// Nothing: there is no goal, or it could not be measured.
    pub reached: Option<bool>,
}

impl Row {
    pub fn failed(what: &str, error: &anyhow::Error) -> Self {
        let first_line = error.to_string().lines().next().unwrap_or_default().to_owned();
        Self {
            what: what.into(),
            other: String::new(),
            ours: format!("not measured: {first_line}"),
            ratio: None,
            limit: None,
            goal: "to be measured".into(),
            reached: None,
        }
    }

    /// A ratio that must be at least so large.
    pub fn at_least(what: impl Into<String>, other: String, ours: String, ratio: f64, goal: f64) -> Self {
        Self {
            limit: Some(goal),
            goal: format!("at least {goal}x"),
            reached: Some(ratio >= goal),
            ..Self::beside(what, other, ours, Some(ratio))
        }
    }

    /// A ratio that must be at most so large.
    pub fn ratio_at_most(what: impl Into<String>, other: String, ours: String, ratio: f64, goal: f64) -> Self {
        Self {
            limit: Some(goal),
            goal: format!("at most {goal}x"),
            reached: Some(ratio <= goal),
            ..Self::beside(what, other, ours, Some(ratio))
        }
    }

    /// A figure that must be at most so large. There are figures without a unit.
    pub fn at_most(what: impl Into<String>, figure: f64, limit: f64, unit: &str) -> Self {
        let reached = figure <= limit;
        let with_unit = |text: String| format!("{text} {unit}").trim_end().to_owned();
        let ours = with_unit(written(figure, 1, (!reached).then_some(limit)));
        Self::check(what, ours, with_unit(format!("at most {limit}")), reached)
    }

    /// A figure that has no goal of its own, next to another.
    pub fn beside(what: impl Into<String>, other: String, ours: String, ratio: Option<f64>) -> Self {
        Self { what: what.into(), other, ours, ratio, limit: None, goal: String::new(), reached: None }
    }

    /// Something that must hold.
    pub fn check(what: impl Into<String>, ours: impl Into<String>, goal: impl Into<String>, holds: bool) -> Self {
        Self {
            what: what.into(),
            other: String::new(),
            ours: ours.into(),
            ratio: None,
            limit: None,
            goal: goal.into(),
            reached: Some(holds),
        }
    }

    fn cells(&self) -> [String; 6] {
        let missed = self.limit.filter(|_| self.reached == Some(false));
        let ratio = self.ratio.map_or_else(String::new, |ratio| {
            let digits = if ratio >= 10.0 { 0 } else { 2 };
            format!("{}x", written(ratio, digits, missed))
        });
        let reached = match self.reached {
            Some(true) => "yes",
            Some(false) => "no",
            None if self.goal.is_empty() => "",
            None => "unknown",
        };
        [self.what.clone(), self.other.clone(), self.ours.clone(), ratio, self.goal.clone(), reached.into()]
    }

    fn json(&self) -> Value {
        json!({
            "what": self.what,
            "compared_with": self.other,
            "vedetta": self.ours,
            "ratio": self.ratio,
            "goal": self.goal,
            "reached": self.reached,
        })
    }
}

/// A figure with so many digits, and with more where it would look like the goal that it misses.
fn written(figure: f64, digits: usize, missed: Option<f64>) -> String {
    let is_clear = |text: &String| missed.is_none_or(|goal| text.parse() != Ok(goal));
    // It is not the goal, so that some digit tells them apart.
    (digits..).map(|digits| format!("{figure:.digits$}")).find(is_clear).unwrap_or_default()
}

/// All rows, and where and when they were measured.
pub struct Table {
    rows: Vec<Row>,
    circumstances: Circumstances,
    folder: PathBuf,
}

impl Table {
    /// Only what was measured in full belongs to the documentation; the rest is kept under the target folder.
    pub fn new(scope: Scope, only: &[String]) -> Result<Self> {
        let mut options = Vec::new();
        options.extend(scope.quick.then(|| "--quick".to_owned()));
        options.extend(scope.large.then(|| "--large".to_owned()));
        options.extend((!only.is_empty()).then(|| format!("--only {}", only.join(" "))));
        let mut circumstances = Circumstances::now()?;
        if !options.is_empty() {
            circumstances = circumstances.with_options(options.join(" "));
        }
        let is_full = !scope.quick && only.is_empty();
        let folder = if is_full { places::root().join("docs") } else { places::target() };
        Ok(Self { rows: Vec::new(), circumstances, folder })
    }

    pub fn add(&mut self, row: Row) {
        println!("{}", row.cells().join(" | "));
        self.rows.push(row);
    }

    /// Notes that something could not be measured, so that the table is not a full one.
    pub fn add_failed(&mut self, what: &str, error: &anyhow::Error) {
        println!("{what}: {error:#}");
        self.folder = places::target();
        self.add(Row::failed(what, error));
    }

    pub fn text(&self) -> String {
        plain(&HEADS, &self.cells())
    }

    /// Writes the page and the data.
    pub fn keep(&self) -> Result<()> {
        let page = format!(
            "# Measurements\n\nMade by `cargo xtask bench` on {}. Every ratio compares two measurements of the same run; \
             `bench/` holds what Vedetta is compared with.\n\n{}",
            self.circumstances,
            markdown(&HEADS, &self.cells())
        );
        self.write(PAGE, page)?;
        let mut data = self.circumstances.json();
        data["rows"] = self.rows.iter().map(Row::json).collect();
        self.write(DATA, format!("{}\n", serde_json::to_string_pretty(&data)?))
    }

    fn write(&self, name: &str, text: String) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("wrote {}", path.display());
        Ok(())
    }

    fn cells(&self) -> Vec<[String; 6]> {
        self.rows.iter().map(Row::cells).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_is_missed_does_not_look_reached() {
        for (figure, digits, missed, expected) in [
            (0.6979, 2, Some(0.7), "0.698"),
            (0.6999, 2, Some(0.7), "0.6999"),
            (0.7001, 2, None, "0.70"),
            (0.61, 2, Some(0.7), "0.61"),
            (99.7, 0, Some(100.0), "99.7"),
            (0.04, 1, Some(0.0), "0.04"),
        ] {
            assert_eq!(written(figure, digits, missed), expected);
        }
        let row = Row::at_least("ingest", "raw 10".into(), "6.979".into(), 0.6979, 0.7);
        assert_eq!(row.cells()[3..], ["0.698x", "at least 0.7x", "no"]);
    }

    #[test]
    fn a_figure_without_a_unit_ends_with_its_last_digit() {
        let row = Row::at_most("layout shift", 0.0, 0.0, "");
        assert_eq!(row.cells()[2..], ["0.0", "", "at most 0", "yes"]);
    }

    #[test]
    fn only_what_was_measured_in_full_is_documentation() {
        let table = |quick, only: &[String]| Table::new(Scope { quick, large: false }, only).unwrap();
        let docs = places::root().join("docs");
        assert_eq!(table(false, &[]).folder, docs);
        assert_ne!(table(true, &[]).folder, docs);
        assert_ne!(table(false, &["http".into()]).folder, docs);
        let mut failed = table(false, &[]);
        failed.add_failed("ingest", &anyhow::Error::msg("there is no MongoDB"));
        assert_ne!(failed.folder, docs);
    }
}
