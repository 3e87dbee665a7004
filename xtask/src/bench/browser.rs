//! What people see, in a real Chromium: the work of a frame while a replay runs, what-ifs, and how soon a dashboard stands.

use std::ffi::OsStr;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Scope;
use super::data::Set;
use super::report::{Row, Table};
use crate::browser_tests;

pub fn measure(scope: Scope, table: &mut Table) -> Result<()> {
    let samples = Set::M.file()?;
    let seconds = if scope.quick { "4" } else { "10" };
    let settings = [("VEDETTA_BENCH_SAMPLES", samples.as_os_str()), ("VEDETTA_BENCH_SECONDS", OsStr::new(seconds))];
    let text = browser_tests::script(&browser_tests::find()?, "bench/measure.mjs", &settings)?;
    for line in text.lines() {
        table.add(row(&serde_json::from_str(line).with_context(|| format!("the script wrote {line}"))?)?);
    }
    Ok(())
}

/// `figure` is what the goal is held against, where there is one; `said` tells more of it.
fn row(measured: &Value) -> Result<Row> {
    let text = |name: &str| measured[name].as_str().with_context(|| format!("no {name} in {measured}"));
    let number = |name: &str| measured[name].as_f64().with_context(|| format!("no {name} in {measured}"));
    let (what, figure, unit) = (text("what")?, number("figure")?, text("unit")?);
    let mut row = match measured["limit"].as_f64() {
        Some(limit) => Row::at_most(what, figure, limit, unit),
        None => Row::beside(what, String::new(), format!("{figure:.1} {unit}"), None),
    };
    if let Some(said) = measured["said"].as_str() {
        row.ours = format!("{} ({said})", row.ours);
    }
    Ok(row)
}
