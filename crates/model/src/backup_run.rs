//! One ended run of a backup, and the words that other systems use for its outcome.

use serde::{Deserialize, Serialize};

use crate::{AssetId, SampleStatus, Timestamp};

/// How a run ended. A warning left usable data behind and counts as a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BackupOutcome {
    Success,
    Warning,
    Failed,
}

impl BackupOutcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }

    pub fn is_success(self) -> bool {
        self != Self::Failed
    }

    /// Reads the words of a sample's status as outcomes. A run that is still `running` has not ended,
    /// and a word that nobody agreed on promises nothing: neither is an outcome.
    pub fn from_word(word: &str) -> Option<Self> {
        if word.eq_ignore_ascii_case("running") {
            return None;
        }
        match SampleStatus::from_word(word) {
            SampleStatus::Ok => Some(Self::Success),
            SampleStatus::Degraded => Some(Self::Warning),
            SampleStatus::Failed => Some(Self::Failed),
            SampleStatus::Unknown => None,
        }
    }
}

/// One ended run of a backup of an asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BackupRun {
    /// When it ended.
    pub timestamp: Timestamp,
    pub asset_id: AssetId,
    pub outcome: BackupOutcome,
    pub started_at: Option<Timestamp>,
    pub size_bytes: Option<u64>,
    pub message: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_has_not_ended_has_no_outcome() {
        assert_eq!(BackupOutcome::from_word("Running"), None);
        assert_eq!(BackupOutcome::from_word("whatever"), None);
        assert_eq!(BackupOutcome::from_word("WARNING"), Some(BackupOutcome::Warning));
        assert_eq!(BackupOutcome::from_word("ok"), Some(BackupOutcome::Success));
        assert_eq!(BackupOutcome::from_word("error"), Some(BackupOutcome::Failed));
    }
}
