//! Runs the stages of `cargo xtask test` in their order, and sums up what passed, failed and was skipped.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

use crate::choice::choose;

/// One check.
pub struct Stage<C> {
    pub name: &'static str,
    pub about: &'static str,
    /// Stages that must have passed before.
    pub needs: &'static [&'static str],
    /// Stages that run before, whatever becomes of them.
    pub wants: &'static [&'static str],
    /// Whether skipping it is a failure in CI.
    pub required_in_ci: bool,
    pub work: Work<C>,
}

/// What a stage does.
pub enum Work<C> {
    /// While no other stage begins.
    Alone(fn(&mut C) -> Result<Outcome>),
    /// Beside the stages after it, of which none needs it: mostly it waits.
    Beside(fn() -> Result<Outcome>),
}

pub enum Outcome {
    Passed,
    /// Not run, and why.
    Skipped(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    Failed,
    Skipped,
}

/// What became of a stage.
pub struct Row {
    name: &'static str,
    verdict: Verdict,
    took: Duration,
    note: String,
}

/// The stages of these names and what they need and want, in the order of the list; all of them for no name.
pub fn select<'a, C>(stages: &'a [Stage<C>], names: &[String]) -> Result<Vec<&'a Stage<C>>> {
    let known: Vec<_> = stages.iter().map(|stage| stage.name).collect();
    let mut selected = choose("stage", &known, names)?;
    let mut next = 0;
    while let Some(&name) = selected.get(next) {
        let named = stages.iter().filter(|stage| stage.name == name);
        selected.extend(named.flat_map(|stage| stage.needs.iter().chain(stage.wants)));
        next += 1;
    }
    Ok(stages.iter().filter(|stage| selected.contains(&stage.name)).collect())
}

/// Runs the stages, each whatever became of those that it does not need.
pub fn run_all<C>(stages: &[&Stage<C>], context: &mut C, is_ci: bool) -> Vec<Row> {
    thread::scope(|scope| {
        let (mut rows, mut beside) = (Vec::new(), Vec::new());
        for stage in stages {
            println!("\n=== {}: {}", stage.name, stage.about);
            let started = Instant::now();
            rows.push(match (missing_need(stage, &rows), &stage.work) {
                (Some(need), _) => Row::skipped(stage, format!("{need} did not pass")),
                (None, Work::Alone(run)) => Row::of(stage, run(context), started.elapsed(), is_ci),
                (None, Work::Beside(run)) => {
                    beside.push((rows.len(), stage, scope.spawn(move || (run(), started.elapsed()))));
                    Row::skipped(stage, "it goes on beside the stages after it".into())
                }
            });
        }
        for (place, stage, running) in beside {
            let (outcome, took) = running.join().unwrap_or_else(|_| (Err(anyhow!("it broke off")), Duration::ZERO));
            rows[place] = Row::of(stage, outcome, took, is_ci);
        }
        rows
    })
}

impl Row {
    fn of<C>(stage: &Stage<C>, outcome: Result<Outcome>, took: Duration, is_ci: bool) -> Self {
        let (verdict, note) = judge(stage, outcome, is_ci);
        Self { took, verdict, ..Self::skipped(stage, note) }
    }

    fn skipped<C>(stage: &Stage<C>, note: String) -> Self {
        if !note.is_empty() {
            println!("{}: {note}", stage.name);
        }
        Self { name: stage.name, verdict: Verdict::Skipped, took: Duration::ZERO, note }
    }
}

/// The table of all stages, and the closing line.
pub fn summary(rows: &[Row]) -> String {
    let mut text = String::from("\n");
    for Row { name, verdict, took, note } in rows {
        let verdict = match verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "FAILED",
            Verdict::Skipped => "skipped",
        };
        let first_line = note.lines().next().unwrap_or_default();
        let row = format!("{name:<16} {verdict:<8} {:>7.1} s  {first_line}", took.as_secs_f64());
        text += row.trim_end();
        text.push('\n');
    }
    let [passed, failed, skipped] =
        [Verdict::Passed, Verdict::Failed, Verdict::Skipped].map(|verdict| count(rows, verdict));
    text + &format!("\n{passed} passed, {failed} failed, {skipped} skipped")
}

pub fn count(rows: &[Row], verdict: Verdict) -> usize {
    rows.iter().filter(|row| row.verdict == verdict).count()
}

fn missing_need<C>(stage: &Stage<C>, rows: &[Row]) -> Option<&'static str> {
    let has_passed = |need: &str| rows.iter().any(|row| row.name == need && row.verdict == Verdict::Passed);
    stage.needs.iter().copied().find(|need| !has_passed(need))
}

fn judge<C>(stage: &Stage<C>, outcome: Result<Outcome>, is_ci: bool) -> (Verdict, String) {
    match outcome {
        Ok(Outcome::Passed) => (Verdict::Passed, String::new()),
        Ok(Outcome::Skipped(reason)) if is_ci && stage.required_in_ci => {
            (Verdict::Failed, format!("must not be skipped in CI: {reason}"))
        }
        Ok(Outcome::Skipped(reason)) => (Verdict::Skipped, reason),
        Err(error) => (Verdict::Failed, format!("{error:#}")),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn stage(
        name: &'static str,
        needs: &'static [&'static str],
        run: fn(&mut Vec<&str>) -> Result<Outcome>,
    ) -> Stage<Vec<&'static str>> {
        Stage { name, about: "", needs, wants: &[], required_in_ci: true, work: Work::Alone(run) }
    }

    fn passes(_: &mut Vec<&str>) -> Result<Outcome> {
        Ok(Outcome::Passed)
    }

    fn fails(_: &mut Vec<&str>) -> Result<Outcome> {
        bail!("it broke")
    }

    fn skips(_: &mut Vec<&str>) -> Result<Outcome> {
        Ok(Outcome::Skipped("nothing there".into()))
    }

    fn verdicts(stages: &[Stage<Vec<&'static str>>], is_ci: bool) -> Vec<Verdict> {
        let rows = run_all(&stages.iter().collect::<Vec<_>>(), &mut Vec::new(), is_ci);
        rows.iter().map(|row| row.verdict).collect()
    }

    #[test]
    fn a_failure_stops_only_what_needs_it() {
        let stages =
            [stage("a", &[], fails), stage("b", &["a"], passes), stage("c", &[], passes), stage("d", &["b"], passes)];
        assert_eq!(verdicts(&stages, false), [Verdict::Failed, Verdict::Skipped, Verdict::Passed, Verdict::Skipped]);
    }

    #[test]
    fn what_goes_on_beside_others_is_judged_in_the_end() {
        let beside = |name, run| Stage { work: Work::Beside(run), ..stage(name, &[], passes) };
        let stages = [beside("a", || bail!("it broke")), beside("b", || Ok(Outcome::Passed)), stage("c", &[], passes)];
        assert_eq!(verdicts(&stages, true), [Verdict::Failed, Verdict::Passed, Verdict::Passed]);
    }

    #[test]
    fn a_skip_of_a_required_stage_fails_in_ci_only() {
        assert_eq!(verdicts(&[stage("a", &[], skips)], false), [Verdict::Skipped]);
        assert_eq!(verdicts(&[stage("a", &[], skips)], true), [Verdict::Failed]);
        let optional = Stage { required_in_ci: false, ..stage("a", &[], skips) };
        assert_eq!(verdicts(&[optional], true), [Verdict::Skipped]);
    }

    #[test]
    fn a_chosen_stage_brings_what_it_needs() {
        let stages =
            [stage("a", &[], passes), stage("b", &["a"], passes), stage("c", &["b"], passes), stage("d", &[], passes)];
        let names = |chosen: &str| {
            select(&stages, &[chosen.to_owned()]).map(|list| list.iter().map(|stage| stage.name).collect::<Vec<_>>())
        };
        assert_eq!(names("c").unwrap(), ["a", "b", "c"]);
        assert_eq!(names("d").unwrap(), ["d"]);
        assert!(names("e").unwrap_err().to_string().contains("there is no stage e; there are a, b, c, d"));
        assert_eq!(select(&stages, &[]).unwrap().len(), 4);
    }

    #[test]
    fn the_last_line_counts() {
        let stages = [stage("a", &[], passes), stage("b", &[], fails), stage("c", &[], skips)];
        let rows = run_all(&stages.iter().collect::<Vec<_>>(), &mut Vec::new(), false);
        let summary = summary(&rows);
        assert_eq!(summary.lines().last(), Some("1 passed, 1 failed, 1 skipped"));
        assert!(summary.contains("it broke") && summary.contains("nothing there"), "{summary}");
    }
}
