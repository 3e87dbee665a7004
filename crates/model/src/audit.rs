//! Who did what, when, from where, with what result.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    Setup,
    SignIn,
    SignOut,
    RefreshReuse,
    SignInEnded,
    PasswordChanged,
    PasswordReset,
    UserAdded,
    UserChanged,
    UserRemoved,
    AccessDenied,
    AssetChanged,
    AssetRemoved,
    DataImported,
    DataRemoved,
    AnalysisStarted,
    AnalysisCancelled,
    ReportImported,
    ReportExported,
    ReportRemoved,
    PresetChanged,
    PresetRemoved,
}

impl AuditAction {
    pub const ALL: [Self; 22] = [
        Self::Setup,
        Self::SignIn,
        Self::SignOut,
        Self::RefreshReuse,
        Self::SignInEnded,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::UserAdded,
        Self::UserChanged,
        Self::UserRemoved,
        Self::AccessDenied,
        Self::AssetChanged,
        Self::AssetRemoved,
        Self::DataImported,
        Self::DataRemoved,
        Self::AnalysisStarted,
        Self::AnalysisCancelled,
        Self::ReportImported,
        Self::ReportExported,
        Self::ReportRemoved,
        Self::PresetChanged,
        Self::PresetRemoved,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
            Self::RefreshReuse => "refresh_reuse",
            Self::SignInEnded => "sign_in_ended",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::UserAdded => "user_added",
            Self::UserChanged => "user_changed",
            Self::UserRemoved => "user_removed",
            Self::AccessDenied => "access_denied",
            Self::AssetChanged => "asset_changed",
            Self::AssetRemoved => "asset_removed",
            Self::DataImported => "data_imported",
            Self::DataRemoved => "data_removed",
            Self::AnalysisStarted => "analysis_started",
            Self::AnalysisCancelled => "analysis_cancelled",
            Self::ReportImported => "report_imported",
            Self::ReportExported => "report_exported",
            Self::ReportRemoved => "report_removed",
            Self::PresetChanged => "preset_changed",
            Self::PresetRemoved => "preset_removed",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AuditResult {
    Done,
    Refused,
}

impl AuditResult {
    pub const ALL: [Self; 2] = [Self::Done, Self::Refused];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.as_str() == word)
    }
}

/// Stands for the name of somebody who is no user: what was typed may have been a password.
pub const UNKNOWN_ACTOR: &str = "unknown";
/// Stands for whoever may start the program where it runs.
pub const COMMAND_LINE_ACTOR: &str = "command line";

/// A row as the one who acts hands it in; the store gives it its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAuditEntry {
    pub at: Timestamp,
    /// The user name, or one of the names above.
    pub actor: String,
    pub address: String,
    pub action: AuditAction,
    /// What it was done to.
    pub object: String,
    pub result: AuditResult,
    pub request_id: String,
}

/// A kept row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// 1, 2, 3 ... without a gap.
    pub sequence: i64,
    #[serde(flatten)]
    pub entry: NewAuditEntry,
    /// The SHA-256, in hex, of the row before; of nothing, for the first.
    pub previous_hash: String,
}

/// Which rows are asked for; nothing set means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub user: Option<String>,
    pub action: Option<AuditAction>,
}

impl AuditEntry {
    /// What this row's successor hashes: every field, in a form that no two rows share.
    pub fn canonical(&self) -> String {
        let NewAuditEntry { at, actor, address, action, object, result, request_id } = &self.entry;
        // Lengths before texts keep "ab" + "c" apart from "a" + "bc".
        let mut text = format!("{}|{}|{}|{}", self.sequence, at.timestamp_millis(), action.as_str(), result.as_str());
        for part in [actor, address, object, request_id, &self.previous_hash] {
            text.push_str(&format!("|{}:{part}", part.len()));
        }
        text
    }
}
