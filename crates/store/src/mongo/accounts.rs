//! Accounts as the rest of Vedetta asks for them; the statements are with their collections.

use async_trait::async_trait;
use model::{Attempts, NewAuditEntry, Page, PageRequest, SignIn, SignInId, Timestamp, User, UserId, UserName};

use super::{MongoStore, attempts, sign_ins, users};
use crate::{Accounts, KnownRefresh, NewRefresh, Result, Rotation, UserChange};

#[async_trait]
impl Accounts for MongoStore {
    async fn set_up(&self, first: &User, audit: NewAuditEntry) -> Result<()> {
        self.audited(&users::SetUp(first), audit).await
    }

    async fn add_user(&self, user: &User, audit: NewAuditEntry) -> Result<()> {
        self.audited(&users::Add(user), audit).await
    }

    async fn has_users(&self) -> Result<bool> {
        users::any(&self.collections).await
    }

    async fn find_user(&self, id: &UserId) -> Result<Option<User>> {
        users::find(&self.collections, id).await
    }

    async fn find_user_by_name(&self, name: &UserName) -> Result<Option<User>> {
        users::find_by_name(&self.collections, name).await
    }

    async fn list_users(&self, page: PageRequest) -> Result<Page<User>> {
        users::list(&self.collections, &page).await
    }

    async fn change_user(
        &self,
        id: &UserId,
        change: UserChange,
        keep: Option<&SignInId>,
        audit: NewAuditEntry,
    ) -> Result<User> {
        self.audited(&users::Change { id, change: &change, keep }, audit).await
    }

    async fn rehash_password(&self, id: &UserId, old_hash: &str, new_hash: &str) -> Result<()> {
        users::rehash_password(&self.collections, id, old_hash, new_hash).await
    }

    async fn remove_user(&self, id: &UserId, audit: NewAuditEntry) -> Result<()> {
        self.audited(&users::Remove(id), audit).await
    }

    async fn add_sign_in(&self, sign_in: &SignIn, password_set_at: Timestamp, audit: NewAuditEntry) -> Result<()> {
        self.audited(&sign_ins::Add { sign_in, password_set_at }, audit).await?;
        // The sign-in holds, whatever becomes of others; the next one tries again.
        if let Err(error) = sign_ins::end_surplus(&self.collections, sign_in).await {
            tracing::warn!(%error, "sign-ins that are too many could not be ended");
        }
        Ok(())
    }

    async fn find_sign_in(&self, id: &SignInId) -> Result<Option<(SignIn, User)>> {
        sign_ins::find(&self.collections, id).await
    }

    async fn find_refresh(&self, hash: &str) -> Result<Option<KnownRefresh>> {
        sign_ins::find_refresh(&self.collections, hash).await
    }

    async fn rotate_refresh(&self, presented_hash: &str, rotation: NewRefresh) -> Result<Rotation> {
        sign_ins::rotate(&self.collections, presented_hash, &rotation).await
    }

    async fn list_sign_ins(&self, user: &UserId, now: Timestamp) -> Result<Vec<SignIn>> {
        sign_ins::list(&self.collections, user, now).await
    }

    async fn end_sign_in(&self, user: &UserId, id: &SignInId, audit: NewAuditEntry) -> Result<()> {
        self.audited(&sign_ins::End { user, id }, audit).await
    }

    async fn end_sign_ins(&self, user: &UserId, keep: Option<&SignInId>, audit: NewAuditEntry) -> Result<u64> {
        self.audited(&sign_ins::EndAll { user, keep }, audit).await
    }

    async fn sweep_accounts(&self, now: Timestamp, idle_since: Timestamp) -> Result<()> {
        sign_ins::sweep(&self.collections, now, idle_since).await
    }

    async fn find_attempts(&self, key: &str) -> Result<Option<Attempts>> {
        attempts::find(&self.collections, key).await
    }

    async fn swap_attempts(
        &self,
        key: &str,
        seen: Option<Attempts>,
        new: Attempts,
        forget_at: Timestamp,
    ) -> Result<bool> {
        attempts::swap(&self.collections, key, seen, new, forget_at).await
    }

    async fn forget_attempts(&self, key: &str) -> Result<()> {
        attempts::forget(&self.collections, key).await
    }
}
