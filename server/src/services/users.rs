//! What admins do with accounts, in the browser and on the command line.

use api::{FieldFault, UserPatch, UserView};
use model::{AuditAction, Page, PageRequest, Role, User, UserId};
use store::UserChange;

use crate::{
    auth,
    error::{ServiceError, ServiceResult},
    services::{
        audit::Actor,
        credentials::{Credentials, check_password},
    },
    state::AppState,
};

/// A new account, as far as it could be read.
pub struct UserDraft {
    pub credentials: Credentials,
    pub role: Option<Role>,
}

pub async fn list(state: &AppState, page: PageRequest) -> ServiceResult<Page<UserView>> {
    Ok(state.store.list_users(page).await?.map(UserView::from))
}

/// Adds an account, of which some may have been found at fault already.
pub async fn add(
    state: &AppState,
    new: UserDraft,
    mut faults: Vec<FieldFault>,
    actor: &Actor<'_>,
) -> ServiceResult<UserView> {
    let credentials = new.credentials.check(&mut faults);
    if new.role.is_some_and(|role| role != Role::Admin) && !state.store.has_users().await? {
        faults.push(FieldFault { pointer: "/role".into(), message: "role of the first account must be admin".into() });
    }
    let (Some((name, password)), Some(role), true) = (credentials, new.role, faults.is_empty()) else {
        return Err(ServiceError::Invalid(faults));
    };
    let password_hash = state.passwords.hash(password).await?;
    let now = state.clock.now();
    let user = User {
        id: UserId::new(auth::random_id()).map_err(anyhow::Error::from)?,
        name,
        role,
        disabled: false,
        password_hash,
        created_at: now,
        password_changed_at: now,
    };
    let object = format!("{} ({})", user.name, user.role.as_str());
    state.store.add_user(&user, actor.did(state, AuditAction::UserAdded, &object)).await?;
    Ok(user.into())
}

/// Changes an account, where nothing was found at fault already.
pub async fn change(
    state: &AppState,
    id: &UserId,
    patch: UserPatch,
    mut faults: Vec<FieldFault>,
    actor: &Actor<'_>,
) -> ServiceResult<UserView> {
    let user = state.store.find_user(id).await?.ok_or(store::StoreError::NotFound)?;
    if let Some(password) = &patch.password {
        check_password(password, user.name.as_str(), "password", &mut faults);
        if user.name.as_str() == actor.name {
            // An open browser must not be enough to take an account over.
            faults.push(FieldFault {
                pointer: "/password".into(),
                message: "password of one's own account is changed on the profile, with the old one".into(),
            });
        }
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let password = match &patch.password {
        None => None,
        Some(password) => Some((state.passwords.hash(password.clone()).await?, state.clock.now())),
    };
    // Whoever looks for changes of roles in the trail must find those that came with a password, too.
    let is_reset = password.is_some() && patch.role.is_none() && patch.disabled.is_none();
    let action = if is_reset { AuditAction::PasswordReset } else { AuditAction::UserChanged };
    let object = describe(&user, &patch);
    let change = UserChange { role: patch.role, disabled: patch.disabled, password, only_if_set_at: None };
    Ok(state.store.change_user(id, change, None, actor.did(state, action, &object)).await?.into())
}

pub async fn remove(state: &AppState, id: &UserId, actor: &Actor<'_>) -> ServiceResult<()> {
    let user = state.store.find_user(id).await?.ok_or(store::StoreError::NotFound)?;
    Ok(state.store.remove_user(id, actor.did(state, AuditAction::UserRemoved, user.name.as_str())).await?)
}

/// What changes about an account, for the trail: `ada: role viewer, disabled`.
fn describe(user: &User, patch: &UserPatch) -> String {
    let role = patch.role.map(|role| format!("role {}", role.as_str()));
    let disabled = patch.disabled.map(|disabled| if disabled { "disabled".to_owned() } else { "enabled".to_owned() });
    let password = patch.password.as_ref().map(|_| "password reset".to_owned());
    let changes: Vec<String> = [role, disabled, password].into_iter().flatten().collect();
    format!("{}: {}", user.name, changes.join(", "))
}
