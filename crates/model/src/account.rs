//! People and their sign-ins, as they are kept.

use serde::{Deserialize, Serialize};

use crate::{SignInId, Timestamp, UserId, UserName, words::words};

words! {
    /// What a person may do: an admin everything, a viewer reads.
    Role { Admin = "admin", Viewer = "viewer" }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub name: UserName,
    pub role: Role,
    /// A disabled account keeps its name and its trail, and cannot sign in.
    pub disabled: bool,
    /// The argon2id hash in PHC form. Never sent anywhere, never logged.
    pub password_hash: String,
    pub created_at: Timestamp,
    pub password_changed_at: Timestamp,
}

impl User {
    /// Whether this account can manage the others.
    pub fn is_enabled_admin(&self) -> bool {
        self.role == Role::Admin && !self.disabled
    }
}

/// One sign-in on one device, carried on by a chain of refresh tokens of which only hashes are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub id: SignInId,
    pub user_id: UserId,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    /// The end that no refresh can move.
    pub expires_at: Timestamp,
    /// Where it came from, as the audit trail shows it.
    pub address: String,
    pub device: String,
    /// SHA-256 of the refresh token that is valid now, in hex.
    pub refresh_hash: String,
    /// SHA-256 of its immediate predecessor, which works a moment longer for the sake of a second tab.
    pub previous_hash: Option<String>,
    pub rotated_at: Timestamp,
}
