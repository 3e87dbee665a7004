//! Who did what, when, from where, with what result.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, words::words};

words! {
    /// What is written down.
    AuditAction {
        Setup = "setup",
        SignIn = "sign_in",
        SignOut = "sign_out",
        RefreshReuse = "refresh_reuse",
        SignInEnded = "sign_in_ended",
        PasswordChanged = "password_changed",
        PasswordReset = "password_reset",
        UserAdded = "user_added",
        UserChanged = "user_changed",
        UserRemoved = "user_removed",
        AccessDenied = "access_denied",
        AssetChanged = "asset_changed",
        AssetRemoved = "asset_removed",
        DataImported = "data_imported",
        DataRemoved = "data_removed",
        AnalysisStarted = "analysis_started",
        AnalysisCancelled = "analysis_cancelled",
        ReportImported = "report_imported",
        ReportExported = "report_exported",
        ReportRemoved = "report_removed",
        PresetChanged = "preset_changed",
        PresetRemoved = "preset_removed",
    }
}

words! {
    /// How it ended.
    AuditResult { Done = "done", Refused = "refused" }
}

/// Stands for the name of somebody who is no user: what was typed may have been a password. With a space in it, neither of
/// these is the name of a user.
pub const UNKNOWN_ACTOR: &str = "unknown user";
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
