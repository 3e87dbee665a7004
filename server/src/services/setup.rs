//! The first run: whoever can read the console of the server makes the first admin.

use api::{Code, NewSetup};
use model::{AuditAction, Role, User, UserId};
use subtle::ConstantTimeEq;

use crate::{
    auth::{self, identity::Origin},
    error::{ServiceError, ServiceResult},
    services::{
        audit,
        credentials::{check_password, check_username},
    },
    state::AppState,
};

/// Whether a first admin is still needed.
pub async fn is_needed(state: &AppState) -> ServiceResult<bool> {
    Ok(!state.store.has_users().await?)
}

/// Makes the first admin, for whoever has the code.
pub async fn set_up(state: &AppState, new: NewSetup, origin: &Origin) -> ServiceResult<()> {
    if !is_needed(state).await? {
        return Err(ServiceError::refused(Code::AlreadySetUp, "the first admin has been set up already; sign in"));
    }
    // Codes are read off a screen and typed: spaces and lower case are forgiven.
    let typed = new.setup_token.trim().to_uppercase();
    let mut faults = Vec::new();
    if !bool::from(typed.as_bytes().ct_eq(state.setup_code.as_bytes())) {
        faults.push(api::FieldFault {
            pointer: "/setup_token".into(),
            message: "setup_token is not the code that the server printed when it started".into(),
        });
    }
    let name = check_username(&new.username, "username", &mut faults);
    check_password(&new.password, &new.username, "password", &mut faults);
    let Some(name) = name.filter(|_| faults.is_empty()) else {
        return Err(ServiceError::Invalid(faults));
    };

    let now = state.clock.now();
    let password_hash = state.passwords.hash(new.password).await?;
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
    if let Err(error) = state.store.forget_secret("setup").await {
        tracing::warn!(%error, "the used set-up code could not be dropped");
    }
    Ok(())
}
