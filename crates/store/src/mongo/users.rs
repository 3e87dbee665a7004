//! The collection of accounts.

use async_trait::async_trait;
use model::{Page, PageRequest, Role, SignInId, User, UserId, UserName};
use mongodb::bson::{Document, doc};

use super::{
    audited::Deed,
    collections::Collections,
    documents::{self, to_date},
    fault::UnitResult,
    pages,
    repeat::repeat,
    sign_ins,
    unit::Unit,
};
use crate::{Conflict, Result, UserChange};

pub async fn any(collections: &Collections) -> Result<bool> {
    Ok(repeat(|| collections.users.find_one(doc! {})).await?.is_some())
}

pub async fn find(collections: &Collections, id: &UserId) -> Result<Option<User>> {
    let found = repeat(|| collections.users.find_one(doc! { "_id": id.as_str() })).await?;
    found.as_ref().map(read).transpose()
}

pub async fn find_by_name(collections: &Collections, name: &UserName) -> Result<Option<User>> {
    let found = repeat(|| collections.users.find_one(doc! { "name": name.as_str() })).await?;
    found.as_ref().map(read).transpose()
}

pub async fn list(collections: &Collections, page: &PageRequest) -> Result<Page<User>> {
    let query = page.cursor.as_deref().map_or_else(Document::new, |after| doc! { "name": { "$gt": after } });
    let search = || collections.users.find(query.clone()).sort(doc! { "name": 1 });
    pages::read(search, page, read, |user| user.name.to_string()).await
}

pub async fn rehash_password(collections: &Collections, id: &UserId, old_hash: &str, new_hash: &str) -> Result<()> {
    let unchanged = doc! { "_id": id.as_str(), "password_hash": old_hash };
    let change = doc! { "$set": { "password_hash": new_hash } };
    repeat(|| collections.users.update_one(unchanged.clone(), change.clone())).await.map(drop)
}

fn read(document: &Document) -> Result<User> {
    Ok(User {
        id: documents::parsed(document, "_id", UserId::new)?,
        name: documents::parsed(document, "name", |name| UserName::new(&name))?,
        role: documents::word(document, "role", Role::from_word)?,
        disabled: documents::flag(document, "disabled")?,
        password_hash: documents::text(document, "password_hash")?,
        created_at: documents::moment(document, "created_at")?,
        password_changed_at: documents::moment(document, "password_changed_at")?,
    })
}

fn to_document(user: &User) -> Document {
    doc! {
        "_id": user.id.as_str(),
        "name": user.name.as_str(),
        "role": user.role.as_str(),
        "disabled": user.disabled,
        "password_hash": &user.password_hash,
        "created_at": to_date(user.created_at),
        "password_changed_at": to_date(user.password_changed_at),
    }
}

/// Adding the very first account.
pub struct SetUp<'a>(pub &'a User);

#[async_trait]
impl Deed for SetUp<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        match unit.find(&unit.collections.users, doc! {}).await? {
            Some(_) => Err(Conflict::AlreadySetUp.into()),
            None => Ok(()),
        }
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        // The mark is unique: where there are no transactions, it decides between two servers.
        let mut first = to_document(self.0);
        first.insert("first", true);
        Ok(unit.insert(&unit.collections.users, &first).await?)
    }
}

/// Adding one more account.
pub struct Add<'a>(pub &'a User);

#[async_trait]
impl Deed for Add<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        match unit.find(&unit.collections.users, doc! { "name": self.0.name.as_str() }).await? {
            Some(_) => Err(Conflict::NameTaken.into()),
            None => Ok(()),
        }
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        Ok(unit.insert(&unit.collections.users, &to_document(self.0)).await?)
    }
}

/// Changing an account.
pub struct Change<'a> {
    pub id: &'a UserId,
    pub change: &'a UserChange,
    /// The sign-in that goes on where the others end.
    pub keep: Option<&'a SignInId>,
}

#[async_trait]
impl Deed for Change<'_> {
    type Found = User;

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        let before = find_in(unit, self.id).await?;
        self.change.check(&before)?;
        let after = self.change.clone().apply_to(before.clone());
        if before.is_enabled_admin() && !after.is_enabled_admin() {
            refuse_last_admin(unit, self.id).await?;
        }
        Ok(())
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<User> {
        let change = to_update(self.change);
        if !change.is_empty() {
            unit.update(&unit.collections.users, doc! { "_id": self.id.as_str() }, doc! { "$set": change }).await?;
        }
        if self.change.ends_sign_ins() {
            sign_ins::end_all(unit, self.id, self.keep).await?;
        }
        find_in(unit, self.id).await
    }
}

fn to_update(change: &UserChange) -> Document {
    let mut update = Document::new();
    if let Some(role) = change.role {
        update.insert("role", role.as_str());
    }
    if let Some(disabled) = change.disabled {
        update.insert("disabled", disabled);
    }
    if let Some((hash, changed_at)) = &change.password {
        update.insert("password_hash", hash);
        update.insert("password_changed_at", to_date(*changed_at));
    }
    update
}

/// Removing an account.
pub struct Remove<'a>(pub &'a UserId);

#[async_trait]
impl Deed for Remove<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        if find_in(unit, self.0).await?.is_enabled_admin() {
            refuse_last_admin(unit, self.0).await?;
        }
        Ok(())
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        unit.delete(&unit.collections.users, doc! { "_id": self.0.as_str() }).await?;
        sign_ins::end_all(unit, self.0, None).await?;
        Ok(())
    }
}

async fn find_in(unit: &mut Unit<'_>, id: &UserId) -> UnitResult<User> {
    Ok(read(&unit.expect(&unit.collections.users, doc! { "_id": id.as_str() }).await?)?)
}

/// Refuses to take an admin away when there is no other.
async fn refuse_last_admin(unit: &mut Unit<'_>, id: &UserId) -> UnitResult<()> {
    let other = doc! { "_id": { "$ne": id.as_str() }, "role": Role::Admin.as_str(), "disabled": false };
    match unit.find(&unit.collections.users, other).await? {
        Some(_) => Ok(()),
        None => Err(Conflict::LastAdmin.into()),
    }
}
