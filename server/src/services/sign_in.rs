//! Signing in, staying signed in, and the ends of both.

use api::{Code, FieldFault, NewPassword, NewSignIn};
use chrono::Duration;
use model::{AuditAction, SignIn, SignInId, UNKNOWN_ACTOR, User, UserName};
use store::{Conflict, KnownRefresh, NewRefresh, Rotation, StoreError, UserChange};

use crate::{
    auth::{
        self,
        identity::{Identity, Origin, sign_in_needed},
        pace::Kind,
        passwords::Checked,
    },
    error::{ServiceError, ServiceResult},
    services::{audit, credentials::check_password, throttling},
    state::AppState,
};

/// A sign-in that is not used for this long has ended.
pub const IDLE: Duration = Duration::days(7);
/// However it is used, it ends after this.
pub const ABSOLUTE: Duration = Duration::days(30);
/// How long the immediate predecessor of a refresh token still works, for a tab that was slower.
const GRACE: Duration = Duration::seconds(10);

/// What a browser or a script is given.
pub struct Granted {
    pub access_token: String,
    /// None where a newer one has replaced it already: the cookie that another tab was given is there for both.
    pub refresh_token: Option<String>,
    pub user: User,
    pub expires_at: model::Timestamp,
}

/// Signs in with name and password. Which of the two is wrong, nobody learns.
pub async fn sign_in(state: &AppState, new: NewSignIn, origin: &Origin) -> ServiceResult<Granted> {
    let name = UserName::new(&new.username).ok();
    let attempt = throttling::count_attempt(state, name.as_ref(), origin).await?;
    let found = match &name {
        Some(name) => state.store.find_user_by_name(name).await?,
        None => None,
    };
    let hash = found.as_ref().map(|user| user.password_hash.clone());
    let checked = match state.passwords.check(new.password.clone(), hash).await {
        Ok(checked) => checked,
        Err(busy) => {
            attempt.was_turned_away(state).await?;
            return Err(busy);
        }
    };
    let user = match found {
        Some(user) if checked != Checked::Wrong && !user.disabled => user,
        found => {
            // A name that nobody has is not written down: it may be a password in the wrong field.
            let actor = found.map_or_else(|| UNKNOWN_ACTOR.to_owned(), |user| user.name.to_string());
            let row = audit::refused(&state.clock, origin, &actor, AuditAction::SignIn, &origin.device);
            state.store.append_audit(row).await?;
            return Err(wrong_credentials());
        }
    };
    // Each sign-in is a write that leaves a row in the trail. Until it passes, the attempt counts: as one of the address.
    state.paces.take(&user.id, Kind::Write, state.clock.now())?;
    attempt.succeeded(state).await?;
    if checked == Checked::RightButWeak {
        // A full queue is no reason to turn somebody away: the next sign-in tries again.
        if let Ok(hash) = state.passwords.hash(new.password).await {
            state.store.rehash_password(&user.id, &user.password_hash, &hash).await?;
        }
    }
    begin(state, user, origin).await
}

/// Which of the two it is, nobody learns.
fn wrong_credentials() -> ServiceError {
    ServiceError::refused(Code::WrongCredentials, "the user name or the password is wrong")
}

async fn begin(state: &AppState, user: User, origin: &Origin) -> ServiceResult<Granted> {
    let now = state.clock.now();
    let refresh_token = auth::random_text()?;
    let sign_in = SignIn {
        id: SignInId::new(auth::random_id()).map_err(anyhow::Error::from)?,
        user_id: user.id.clone(),
        created_at: now,
        last_used_at: now,
        expires_at: now + ABSOLUTE,
        address: origin.address.clone(),
        device: origin.device.clone(),
        refresh_hash: hash_of(&refresh_token),
        previous_hash: None,
        rotated_at: now,
    };
    let row = audit::done(&state.clock, origin, user.name.as_str(), AuditAction::SignIn, &origin.device);
    match state.store.add_sign_in(&sign_in, user.password_changed_at, row).await {
        // Disabled, removed or given another password while this one was being checked.
        Err(StoreError::NotFound) => return Err(wrong_credentials()),
        added => added?,
    }
    grant(state, user, &sign_in, Some(refresh_token))
}

fn grant(state: &AppState, user: User, sign_in: &SignIn, refresh_token: Option<String>) -> ServiceResult<Granted> {
    let access_token = state.tokens.issue(&user.id, &sign_in.id, state.clock.now())?;
    Ok(Granted { access_token, refresh_token, user, expires_at: sign_in.expires_at })
}

/// Goes on with a sign-in by its refresh token, which is replaced.
pub async fn refresh(state: &AppState, presented: &str, origin: &Origin) -> ServiceResult<Granted> {
    let (now, presented_hash) = (state.clock.now(), hash_of(presented));
    match state.store.find_refresh(&presented_hash).await? {
        // Whoever goes on again and again leaves a spent token each time. One that is refused here stays valid.
        Some(KnownRefresh::Newest(user)) => state.paces.take(&user, Kind::Write, now)?,
        Some(KnownRefresh::Replaced) => {}
        // Strangers may try as many as they like: none of theirs waits among the writes of others.
        None => return Err(sign_in_needed()),
    }
    let next = state.tokens.refresh_after(presented)?;
    let next_hash = hash_of(&next);
    let rotation = NewRefresh { hash: next_hash.clone(), now, idle_since: now - IDLE, grace_since: now - GRACE };
    let (sign_in, refresh_token) = match state.store.rotate_refresh(&presented_hash, rotation).await? {
        Rotation::Rotated(sign_in) => (sign_in, Some(next)),
        // The answer that held the next token may have been lost, with the tab that asked for it.
        Rotation::JustRotated(sign_in) => {
            let is_next = sign_in.refresh_hash == next_hash;
            (sign_in, is_next.then_some(next))
        }
        Rotation::Reused(sign_in) => {
            end_stolen(state, &sign_in, origin).await?;
            return Err(sign_in_needed());
        }
        Rotation::Unknown => return Err(sign_in_needed()),
    };
    let Some((sign_in, user)) = state.store.find_sign_in(&sign_in.id).await?.filter(|(_, user)| !user.disabled) else {
        return Err(sign_in_needed());
    };
    grant(state, user, &sign_in, refresh_token)
}

/// An old token came back: somebody has a copy, so the whole sign-in ends, everywhere.
async fn end_stolen(state: &AppState, sign_in: &SignIn, origin: &Origin) -> ServiceResult<()> {
    let user = state.store.find_user(&sign_in.user_id).await?;
    let actor = user.map_or_else(|| UNKNOWN_ACTOR.to_owned(), |user| user.name.to_string());
    let row = audit::refused(&state.clock, origin, &actor, AuditAction::RefreshReuse, &sign_in.device);
    match state.store.end_sign_in(&sign_in.user_id, &sign_in.id, row).await {
        Ok(()) | Err(StoreError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Signs out here.
pub async fn sign_out(state: &AppState, identity: &Identity, origin: &Origin) -> ServiceResult<()> {
    let Identity { user, sign_in } = identity;
    let row = audit::done(&state.clock, origin, user.name.as_str(), AuditAction::SignOut, &sign_in.device);
    Ok(state.store.end_sign_in(&user.id, &sign_in.id, row).await?)
}

/// Ends one of one's own sign-ins, wherever it is.
pub async fn end_one(state: &AppState, identity: &Identity, id: &SignInId, origin: &Origin) -> ServiceResult<()> {
    let name = identity.user.name.as_str();
    let row = audit::done(&state.clock, origin, name, AuditAction::SignInEnded, id.as_str());
    Ok(state.store.end_sign_in(&identity.user.id, id, row).await?)
}

/// Ends all of one's own sign-ins but the one that asks.
pub async fn end_others(state: &AppState, identity: &Identity, origin: &Origin) -> ServiceResult<u64> {
    let name = identity.user.name.as_str();
    let row = audit::done(&state.clock, origin, name, AuditAction::SignInEnded, "all others");
    Ok(state.store.end_sign_ins(&identity.user.id, Some(&identity.sign_in.id), row).await?)
}

/// Changes one's own password; every other sign-in ends.
pub async fn change_password(
    state: &AppState,
    identity: &Identity,
    new: NewPassword,
    origin: &Origin,
) -> ServiceResult<()> {
    let user = &identity.user;
    let mut faults = Vec::new();
    if !is_old_password(state, user, new.old_password, origin).await? {
        faults.push(wrong_old_password());
    }
    check_password(&new.new_password, user.name.as_str(), "new_password", &mut faults);
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let hash = state.passwords.hash(new.new_password).await?;
    let change = UserChange {
        password: Some((hash, state.clock.now())),
        // Hashing takes a while, in which an admin may have reset the password: whoever knows the old one only must not win.
        only_if_set_at: Some(user.password_changed_at),
        ..UserChange::default()
    };
    let row = audit::done(&state.clock, origin, user.name.as_str(), AuditAction::PasswordChanged, user.name.as_str());
    match state.store.change_user(&user.id, change, Some(&identity.sign_in.id), row).await {
        Err(StoreError::Conflict(Conflict::PasswordChanged)) => Err(ServiceError::Invalid(vec![wrong_old_password()])),
        changed => Ok(changed.map(drop)?),
    }
}

/// Whether it is the password of this account. It counts as an attempt, so that an open browser is no place to guess at.
async fn is_old_password(state: &AppState, user: &User, typed: String, origin: &Origin) -> ServiceResult<bool> {
    let attempt = throttling::count_attempt(state, Some(&user.name), origin).await?;
    match state.passwords.check(typed, Some(user.password_hash.clone())).await {
        Err(busy) => {
            attempt.was_turned_away(state).await?;
            Err(busy)
        }
        Ok(Checked::Wrong) => {
            let name = user.name.as_str();
            let row = audit::refused(&state.clock, origin, name, AuditAction::PasswordChanged, name);
            state.store.append_audit(row).await?;
            Ok(false)
        }
        Ok(_) => {
            attempt.succeeded(state).await?;
            Ok(true)
        }
    }
}

fn wrong_old_password() -> FieldFault {
    FieldFault { pointer: "/old_password".into(), message: "old_password is not the password of this account".into() }
}

/// What is kept of a refresh token.
fn hash_of(token: &str) -> String {
    store::sha256(token)
}
