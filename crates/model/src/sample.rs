//! One status check of a service, and the words that other systems use for its status.

use serde::{Deserialize, Serialize};

use crate::{AssetId, Timestamp};

/// What a check found. Only `Failed` counts against the error budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SampleStatus {
    Ok,
    Degraded,
    Failed,
    Unknown,
}

/// The words that read as each status, in lower case.
const WORDS: [(SampleStatus, &[&str]); 3] = [
    (SampleStatus::Ok, &["up", "ok", "healthy", "running", "success", "1", "true"]),
    (SampleStatus::Degraded, &["warning", "warn", "degraded"]),
    (SampleStatus::Failed, &["down", "failed", "failure", "error", "critical", "unreachable", "0", "false"]),
];

impl SampleStatus {
    pub const ALL: [Self; 4] = [Self::Ok, Self::Degraded, Self::Failed, Self::Unknown];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Degraded => "degraded",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The place in [`Self::ALL`], and in every list in that order.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Reads whatever word a collector wrote; a word that nobody agreed on is `Unknown`.
    pub fn from_word(word: &str) -> Self {
        WORDS
            .into_iter()
            .find(|(_, words)| words.iter().any(|one| one.eq_ignore_ascii_case(word)))
            .map_or(Self::Unknown, |(status, _)| status)
    }

    /// Every lower-case word that reads as this status, for an engine that must ask for them.
    pub fn words(self) -> &'static [&'static str] {
        WORDS.into_iter().find(|(status, _)| *status == self).map_or(&[], |(_, words)| words)
    }
}

/// One status check of a service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    pub timestamp: Timestamp,
    pub service_id: AssetId,
    pub status: SampleStatus,
    pub response_ms: Option<f64>,
    pub message: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_either_case() {
        for (word, expected) in [
            ("UP", SampleStatus::Ok),
            ("Healthy", SampleStatus::Ok),
            ("1", SampleStatus::Ok),
            ("Warn", SampleStatus::Degraded),
            ("UNREACHABLE", SampleStatus::Failed),
            ("false", SampleStatus::Failed),
            ("0", SampleStatus::Failed),
            ("", SampleStatus::Unknown),
            ("maintenance", SampleStatus::Unknown),
        ] {
            assert_eq!(SampleStatus::from_word(word), expected, "{word:?}");
        }
    }
}
