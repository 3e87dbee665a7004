//! Where and when something was measured, so that figures can be compared and repeated.

use std::fmt;
use std::fs;
use std::process::Command;

use anyhow::Result;
use serde_json::{Value, json};

use crate::places;
use crate::processes::output;

pub struct Circumstances {
    machine: String,
    date: String,
    commit: String,
    /// What was asked for, as it would be typed.
    options: Option<String>,
}

impl Circumstances {
    pub fn now() -> Result<Self> {
        let git = |arguments: &[&str]| output(Command::new("git").args(arguments).current_dir(places::root()));
        let commit = git(&["rev-parse", "--short", "HEAD"]).unwrap_or_else(|_| "unknown".into());
        let is_clean = git(&["status", "--porcelain", "--untracked-files=no"]).is_ok_and(|text| text.is_empty());
        let commit = format!("{}{}", commit.trim(), if is_clean { "" } else { " with changes" });
        let date = output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim().to_owned();
        Ok(Self { machine: machine(), date, commit, options: None })
    }

    pub fn with_options(self, options: String) -> Self {
        Self { options: Some(options), ..self }
    }

    pub fn json(&self) -> Value {
        let mut json = json!({"machine": self.machine, "date": self.date, "commit": self.commit});
        if let Some(options) = &self.options {
            json["options"] = options.as_str().into();
        }
        json
    }
}

impl fmt::Display for Circumstances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, commit {}", self.date, self.machine, self.commit)?;
        self.options.as_ref().map_or(Ok(()), |options| write!(f, ", with {options}"))
    }
}

/// `2 cores, 24 GB`.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes: f64 = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default();
    format!("{cores} cores, {:.0} GB", kilobytes / 1024.0 / 1024.0)
}
