//! The data sets: made by the older system's own generator, kept as text, and read back for each use.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::moments::rfc3339;
use crate::{places, python, site};

/// A set of samples, one a minute from 2025-01-01 on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// 50 services, 1 day.
    S,
    /// 200 services, 7 days: 2.0 million samples.
    M,
    /// 1000 services, 7 days: 10 million samples.
    L,
}

/// When the sets begin, in milliseconds since 1970.
pub const START_MS: i64 = 1_735_689_600_000;
pub const FROM: &str = "2025-01-01T00:00:00Z";

impl Set {
    pub fn name(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
        }
    }

    pub fn to(self) -> &'static str {
        match self {
            Self::S => "2025-01-02T00:00:00Z",
            Self::M | Self::L => "2025-01-08T00:00:00Z",
        }
    }

    /// The samples as lines of tab-separated values: milliseconds, service, status, response time.
    pub fn file(self) -> Result<PathBuf> {
        let path = places::tool("bench-data")?.join(format!("{}.tsv", self.name()));
        if !path.exists() {
            println!("making set {}", self.name());
            let part = path.with_extension("part");
            let name = part.to_str().context("the target folder's path is no text")?;
            python::script_aloud("gen_metrics.py", &["--size", self.name(), "--out", name])?;
            fs::rename(part, &path)?;
        }
        Ok(path)
    }

    /// Calls `each` with every sample.
    pub fn each(self, mut each: impl FnMut(Row<'_>) -> Result<()>) -> Result<()> {
        let mut lines = BufReader::with_capacity(1 << 20, File::open(self.file()?)?);
        let mut line = String::new();
        while lines.read_line(&mut line)? > 0 {
            let mut parts = line.trim_end().split('\t');
            let mut part = || parts.next().context("a line of the data set is too short");
            each(Row { at_ms: part()?.parse()?, service: part()?, status: part()?, response: part()? })?;
            line.clear();
        }
        Ok(())
    }
}

/// One sample, as it is written.
pub struct Row<'a> {
    pub at_ms: i64,
    pub service: &'a str,
    pub status: &'a str,
    pub response: &'a str,
}

impl Row<'_> {
    /// The sample as one line of what the API takes.
    pub fn ndjson(&self, to: &mut String) {
        use std::fmt::Write;
        // Writing to a text cannot fail.
        let _ = writeln!(
            to,
            r#"{{"timestamp":"{}","service_id":"{}","status":"{}","response_ms":{}}}"#,
            rfc3339(self.at_ms),
            self.service,
            self.status,
            self.response
        );
    }
}

/// What is in a set, counted here once more: what both systems must find.
#[derive(Default)]
pub struct Expected {
    pub services: BTreeMap<String, Service>,
    pub samples: u64,
    pub failures: u64,
}

#[derive(Default)]
pub struct Service {
    pub samples: u64,
    pub failures_ms: Vec<i64>,
    last_ms: i64,
    /// The failures so far, summed up over all samples.
    sum: u64,
}

impl Expected {
    /// The one that the older system prints of what it found.
    pub fn fingerprint(&self) -> String {
        let line = |(name, Service { samples, failures_ms, last_ms, sum }): (&String, &Service)| {
            format!("{name} {samples} {} {last_ms} {sum}\n", failures_ms.len())
        };
        site::content_hash(self.services.iter().map(line).collect::<String>().as_bytes())
    }
}

pub fn expected(set: Set) -> Result<Expected> {
    let mut expected = Expected::default();
    set.each(|row| {
        expected.samples += 1;
        let service = match expected.services.get_mut(row.service) {
            Some(service) => service,
            None => expected.services.entry(row.service.to_owned()).or_default(),
        };
        service.samples += 1;
        service.last_ms = row.at_ms;
        if row.status == "failed" {
            service.failures_ms.push(row.at_ms);
            expected.failures += 1;
        }
        service.sum += service.failures_ms.len() as u64;
        Ok(())
    })?;
    Ok(expected)
}
