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
}

impl AuditAction {
    pub const ALL: [Self; 11] = [
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

/// A row as the one who acts hands it in; the store gives it its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAuditEntry {
    pub at: Timestamp,
    /// The user name, or the name that was tried.
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
