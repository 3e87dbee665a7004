//! Bodies about accounts and sign-ins.

use super::{Fields, FromFields};
use crate::services::{credentials::Credentials, setup::SetupDraft, users::UserDraft};

impl FromFields for SetupDraft {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self { credentials: credentials(fields), setup_token: fields.text("setup_token") })
    }
}

impl FromFields for api::NewSignIn {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (username, password) = (fields.text("username"), fields.text("password"));
        Some(Self { username: username?, password: password? })
    }
}

impl FromFields for api::NewPassword {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (old_password, new_password) = (fields.text("old_password"), fields.text("new_password"));
        Some(Self { old_password: old_password?, new_password: new_password? })
    }
}

impl FromFields for UserDraft {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self { credentials: credentials(fields), role: fields.role("role") })
    }
}

/// What is at fault is left out, so that the rest is looked at all the same.
impl FromFields for api::UserPatch {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        Some(Self {
            role: fields.optional_role("role").flatten(),
            disabled: fields.optional_bool("disabled").flatten(),
            password: fields.optional_text("password").flatten(),
        })
    }
}

fn credentials(fields: &mut Fields) -> Credentials {
    Credentials { username: fields.text("username"), password: fields.text("password") }
}
