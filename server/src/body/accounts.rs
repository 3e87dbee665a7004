//! Bodies about accounts and sign-ins.

use super::{Fields, FromFields};

impl FromFields for api::NewSetup {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (username, password) = (fields.text("username"), fields.text("password"));
        let setup_token = fields.text("setup_token");
        Some(Self { username: username?, password: password?, setup_token: setup_token? })
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

impl FromFields for api::NewUser {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (username, password) = (fields.text("username"), fields.text("password"));
        let role = fields.role("role");
        Some(Self { username: username?, password: password?, role: role? })
    }
}

impl FromFields for api::UserPatch {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (role, disabled) = (fields.optional_role("role"), fields.optional_bool("disabled"));
        let password = fields.optional_text("password");
        Some(Self { role: role?, disabled: disabled?, password: password? })
    }
}
