//! The first run: whoever can read the console of the server makes the first admin.

use api::{Code, FieldFault};
use model::{AuditAction, Role, User, UserId};
use subtle::ConstantTimeEq;

use crate::{
    auth::{self, identity::Origin},
    error::{ServiceError, ServiceResult},
    services::{audit, credentials::Credentials},
    state::{AppState, SETUP_CODE},
};

/// The first admin, as far as it could be read.
pub struct SetupDraft {
    pub credentials: Credentials,
    pub setup_token: Option<String>,
}

/// Whether a first admin is still needed.
pub async fn is_needed(state: &AppState) -> ServiceResult<bool> {
    Ok(!state.store.has_users().await?)
}

/// Makes the first admin, for whoever has the code; some may have been found at fault already.
pub async fn set_up(
    state: &AppState,
    new: SetupDraft,
    mut faults: Vec<FieldFault>,
    origin: &Origin,
) -> ServiceResult<()> {
    if !is_needed(state).await? {
        return Err(ServiceError::refused(Code::AlreadySetUp, "the first admin has been set up already; sign in"));
    }
    let code = new.setup_token.and_then(|typed| check_code(&typed, &state.setup_code, &mut faults));
    let credentials = new.credentials.check(&mut faults);
    let (Some(()), Some((name, password)), true) = (code, credentials, faults.is_empty()) else {
        return Err(ServiceError::Invalid(faults));
    };

    let now = state.clock.now();
    let password_hash = state.passwords.hash(password).await?;
    let first = User {
        id: UserId::new(auth::random_id()).map_err(anyhow::Error::from)?,
        name,
        role: Role::Admin,
        disabled: false,
        password_hash,
        created_at: now,
        password_changed_at: now,
    };
    let name = first.name.as_str();
    let row = audit::done(&state.clock, origin, name, AuditAction::Setup, name);
    state.store.set_up(&first, row).await?;
    // Worthless from now on, whether or not it can be dropped.
    if let Err(error) = state.store.forget_secret(SETUP_CODE).await {
        tracing::warn!(%error, "the used set-up code could not be dropped");
    }
    Ok(())
}

/// Codes are read off a screen and typed: spaces and lower case are forgiven.
fn check_code(typed: &str, code: &str, faults: &mut Vec<FieldFault>) -> Option<()> {
    let typed = typed.trim().to_uppercase();
    if bool::from(typed.as_bytes().ct_eq(code.as_bytes())) {
        return Some(());
    }
    faults.push(FieldFault {
        pointer: "/setup_token".into(),
        message: "setup_token is not the code that the server printed when it started".into(),
    });
    None
}
