//! Set-up, sign-in, users and the audit trail, as they are sent.

use model::{AuditEntry, Role, SignIn, SignInId, Timestamp, User, UserId, wire_moment};
use serde::{Deserialize, Serialize};

use crate::whole_number;

/// The answer of `GET /api/v1/setup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Setup {
    /// Whether a first admin is still needed.
    pub needed: bool,
}

/// Makes the first admin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSetup {
    pub username: String,
    pub password: String,
    /// The one-time code that is printed at start.
    pub setup_token: String,
}

/// Signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSignIn {
    pub username: String,
    pub password: String,
}

/// A sign-in that worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedIn {
    pub access_token: String,
    pub token_type: String,
    /// In seconds.
    #[serde(deserialize_with = "whole_number::deserialize")]
    pub expires_in: u32,
    pub user: UserView,
}

/// An account, as others see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserView {
    pub id: UserId,
    pub username: String,
    pub role: Role,
    #[serde(default)]
    pub disabled: bool,
    #[serde(deserialize_with = "wire_moment::deserialize")]
    pub created_at: Timestamp,
}

impl From<User> for UserView {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            username: user.name.into(),
            role: user.role,
            disabled: user.disabled,
            created_at: user.created_at,
        }
    }
}

/// One sign-in of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInView {
    pub id: SignInId,
    #[serde(deserialize_with = "wire_moment::deserialize")]
    pub created_at: Timestamp,
    #[serde(deserialize_with = "wire_moment::deserialize")]
    pub last_used_at: Timestamp,
    pub address: String,
    pub device: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl SignInView {
    pub fn new(sign_in: SignIn, asking: &SignInId) -> Self {
        Self {
            current: sign_in.id == *asking,
            id: sign_in.id,
            created_at: sign_in.created_at,
            last_used_at: sign_in.last_used_at,
            address: sign_in.address,
            device: sign_in.device,
        }
    }
}

/// How many sign-ins a request ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndedSignIns {
    pub ended: u64,
}

/// Changes one's own password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    pub old_password: String,
    pub new_password: String,
}

/// Adds a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    pub username: String,
    pub password: String,
    pub role: Role,
}

/// Changes a user; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    /// A new password, given by an admin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

/// One row of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditRow {
    pub sequence: i64,
    #[serde(deserialize_with = "wire_moment::deserialize")]
    pub at: Timestamp,
    pub user: String,
    pub address: String,
    pub action: String,
    pub object: String,
    pub result: String,
    pub request_id: String,
}

impl From<AuditEntry> for AuditRow {
    fn from(AuditEntry { sequence, entry, .. }: AuditEntry) -> Self {
        Self {
            sequence,
            at: entry.at,
            user: entry.actor,
            address: entry.address,
            action: entry.action.as_str().into(),
            object: entry.object,
            result: entry.result.as_str().into(),
            request_id: entry.request_id,
        }
    }
}
