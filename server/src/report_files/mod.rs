//! Reports as files, in the shape that other tools know too. What is ours alone stands under `vedetta`, so that a
//! report of ours comes back whole.

mod availability;
mod csv;
mod faults;
mod import;
mod resilience;
mod shape;

use std::io::{self, Write};

use chrono::NaiveDate;
use chrono_tz::Tz;
use model::{AnalysisKind, Report, ReportBody, ReportHead};

use crate::days;

pub use availability::metric;
pub use import::{Importer, Refused, read};

/// The forms that a report is exported in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    Json,
    Csv,
}

impl FileFormat {
    pub const ALL: [Self; 2] = [Self::Json, Self::Csv];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// The name that the file of a report has.
pub fn file_name(head: &ReportHead, format: FileFormat) -> String {
    let kind = match head.kind {
        AnalysisKind::Availability => "cumulative_availability_analysis",
        AnalysisKind::Resilience => "resilience_analysis",
    };
    format!("{kind}_{}.{}", head.created_at.format("%Y%m%d_%H%M%S"), format.as_str())
}

/// How many stand at each status, and zero where nothing does: who reads the file counts on every name.
fn counts<S: Copy>(
    all: &'static [S],
    word: fn(S) -> &'static str,
    head: &ReportHead,
) -> impl Iterator<Item = (&'static str, u32)> {
    let count = |word: &str| head.statuses.iter().find(|one| one.status == word).map_or(0, |one| one.count);
    all.iter().map(move |status| (word(*status), count(word(*status))))
}

/// The days that a report touches, in its own zone.
fn days_of(head: &ReportHead) -> Vec<NaiveDate> {
    days::days_of(head.timezone.parse().unwrap_or(Tz::UTC), head.window)
}

/// Writes a report; nothing but the report itself is held.
pub fn write(report: &Report, format: FileFormat, mut out: impl Write) -> io::Result<()> {
    match (format, &report.body) {
        (FileFormat::Json, ReportBody::Availability(body)) => {
            serde_json::to_writer_pretty(&mut out, &availability::file(report, body))?;
        }
        (FileFormat::Json, ReportBody::Resilience(body)) => {
            serde_json::to_writer_pretty(&mut out, &resilience::file(report, body))?;
        }
        (FileFormat::Csv, ReportBody::Availability(body)) => csv::write_availability(body, &mut out)?,
        (FileFormat::Csv, ReportBody::Resilience(body)) => csv::write_resilience(report, body, &mut out)?,
    }
    out.flush()
}

/// A fraction in percent. The last digits, which are noise of the multiplication, are rounded away.
fn percent(fraction: f64) -> f64 {
    (fraction * 1e12).round() / 1e10
}

/// The fraction behind a percent figure: ours to the last digit, where the file has it and it was not changed since.
fn fraction(shown: f64, exact: Option<f64>) -> f64 {
    exact.filter(|exact| percent(*exact) == shown).unwrap_or(shown / 100.0)
}

#[cfg(test)]
mod tests;
