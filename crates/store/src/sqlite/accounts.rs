//! Accounts as the rest of Vedetta asks for them; the statements are with their tables.

use async_trait::async_trait;
use model::{Attempts, NewAuditEntry, Page, PageRequest, SignIn, SignInId, Timestamp, User, UserId, UserName};

use super::{SqliteStore, attempts, sign_ins, trail, users};
use crate::{Accounts, KnownRefresh, NewRefresh, Result, Rotation, UserChange};

#[async_trait]
impl Accounts for SqliteStore {
    async fn set_up(&self, first: &User, audit: NewAuditEntry) -> Result<()> {
        let first = first.clone();
        self.write(move |db| users::set_up(db, &first, audit)).await
    }

    async fn add_user(&self, user: &User, audit: NewAuditEntry) -> Result<()> {
        let user = user.clone();
        self.write(move |db| users::add(db, &user, audit)).await
    }

    async fn has_users(&self) -> Result<bool> {
        self.read(users::any).await
    }

    async fn find_user(&self, id: &UserId) -> Result<Option<User>> {
        let id = id.clone();
        self.read(move |db| users::find(db, &id)).await
    }

    async fn find_user_by_name(&self, name: &UserName) -> Result<Option<User>> {
        let name = name.clone();
        self.read(move |db| users::find_by_name(db, &name)).await
    }

    async fn list_users(&self, page: PageRequest) -> Result<Page<User>> {
        self.read(move |db| users::list(db, &page)).await
    }

    async fn change_user(
        &self,
        id: &UserId,
        change: UserChange,
        keep: Option<&SignInId>,
        audit: NewAuditEntry,
    ) -> Result<User> {
        let (id, keep) = (id.clone(), keep.cloned());
        self.write(move |db| users::change(db, &id, change, keep.as_ref(), audit)).await
    }

    async fn rehash_password(&self, id: &UserId, old_hash: &str, new_hash: &str) -> Result<()> {
        let (id, old_hash, new_hash) = (id.clone(), old_hash.to_owned(), new_hash.to_owned());
        self.write(move |db| users::rehash_password(db, &id, &old_hash, &new_hash)).await
    }

    async fn remove_user(&self, id: &UserId, audit: NewAuditEntry) -> Result<()> {
        let id = id.clone();
        self.write(move |db| users::remove(db, &id, audit)).await
    }

    async fn add_sign_in(&self, sign_in: &SignIn, password_set_at: Timestamp, audit: NewAuditEntry) -> Result<()> {
        let sign_in = sign_in.clone();
        self.write(move |db| sign_ins::add(db, &sign_in, password_set_at, audit)).await
    }

    async fn find_sign_in(&self, id: &SignInId) -> Result<Option<(SignIn, User)>> {
        let id = id.clone();
        self.read(move |db| sign_ins::find(db, &id)).await
    }

    async fn find_refresh(&self, hash: &str) -> Result<Option<KnownRefresh>> {
        let hash = hash.to_owned();
        self.read(move |db| sign_ins::find_refresh(db, &hash)).await
    }

    async fn rotate_refresh(&self, presented_hash: &str, rotation: NewRefresh) -> Result<Rotation> {
        let presented = presented_hash.to_owned();
        self.write(move |db| sign_ins::rotate(db, &presented, &rotation)).await
    }

    async fn list_sign_ins(&self, user: &UserId, now: Timestamp) -> Result<Vec<SignIn>> {
        let user = user.clone();
        self.read(move |db| sign_ins::list(db, &user, now)).await
    }

    async fn end_sign_in(&self, user: &UserId, id: &SignInId, audit: NewAuditEntry) -> Result<()> {
        let (user, id) = (user.clone(), id.clone());
        self.write(move |db| sign_ins::end(db, &user, &id, audit)).await
    }

    async fn end_sign_ins(&self, user: &UserId, keep: Option<&SignInId>, audit: NewAuditEntry) -> Result<u64> {
        let (user, keep) = (user.clone(), keep.cloned());
        self.write(move |db| {
            let ended = sign_ins::end_all(db, &user, keep.as_ref())?;
            trail::append(db, audit)?;
            Ok(ended)
        })
        .await
    }

    async fn sweep_accounts(&self, now: Timestamp, idle_since: Timestamp) -> Result<()> {
        self.write(move |db| sign_ins::sweep(db, now, idle_since)).await
    }

    async fn find_attempts(&self, key: &str) -> Result<Option<Attempts>> {
        let key = key.to_owned();
        self.read(move |db| attempts::find(db, &key)).await
    }

    async fn swap_attempts(
        &self,
        key: &str,
        seen: Option<Attempts>,
        new: Attempts,
        forget_at: Timestamp,
    ) -> Result<bool> {
        let key = key.to_owned();
        self.write(move |db| attempts::swap(db, &key, seen, new, forget_at)).await
    }

    async fn forget_attempts(&self, key: &str) -> Result<()> {
        let key = key.to_owned();
        self.write(move |db| attempts::forget(db, &key)).await
    }
}
