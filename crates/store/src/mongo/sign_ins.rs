//! The collection of sign-ins, and that of the refresh tokens that were replaced.

use async_trait::async_trait;
use model::{SignIn, SignInId, Timestamp, User, UserId};
use mongodb::{
    bson::{Bson, Document, doc},
    options::ReturnDocument,
};

use super::{
    attempts,
    audited::Deed,
    collections::Collections,
    documents::{self, to_date},
    fault::UnitResult,
    repeat::{self, repeat},
    unit::Unit,
    users,
};
use crate::{KnownRefresh, MOST_SIGN_INS, NewRefresh, Result, Rotation};

pub async fn find(collections: &Collections, id: &SignInId) -> Result<Option<(SignIn, User)>> {
    let found = repeat(|| collections.sign_ins.find_one(doc! { "_id": id.as_str() })).await?;
    let Some(sign_in) = found.as_ref().map(read).transpose()? else { return Ok(None) };
    let user = users::find(collections, &sign_in.user_id).await?;
    Ok(user.map(|user| (sign_in, user)))
}

pub async fn list(collections: &Collections, user: &UserId, now: Timestamp) -> Result<Vec<SignIn>> {
    let query = doc! { "user_id": user.as_str(), "expires_at": { "$gt": to_date(now) } };
    let search = || collections.sign_ins.find(query.clone()).sort(doc! { "created_at": -1, "_id": 1 });
    repeat::all(search).await?.iter().map(read).collect()
}

/// Ends those of an account that are too many beside a new one, as they were used longest ago.
pub async fn end_surplus(collections: &Collections, new: &SignIn) -> Result<()> {
    let others = doc! { "user_id": new.user_id.as_str(), "_id": { "$ne": new.id.as_str() } };
    let surplus = repeat::all(|| {
        let find = collections.sign_ins.find(others.clone()).projection(doc! { "_id": 1 });
        find.sort(doc! { "last_used_at": -1, "_id": 1 }).skip((MOST_SIGN_INS - 1).into())
    })
    .await?;
    if surplus.is_empty() {
        return Ok(());
    }
    let ids: Vec<&Bson> = surplus.iter().filter_map(|document| document.get("_id")).collect();
    repeat(|| collections.sign_ins.delete_many(doc! { "_id": { "$in": &ids } })).await?;
    Ok(())
}

pub async fn find_refresh(collections: &Collections, hash: &str) -> Result<Option<KnownRefresh>> {
    if let Some(newest) = repeat(|| collections.sign_ins.find_one(doc! { "refresh_hash": hash })).await? {
        return Ok(Some(KnownRefresh::Newest(read(&newest)?.user_id)));
    }
    let replaced = repeat(|| collections.spent_refreshes.find_one(doc! { "_id": hash })).await?;
    Ok(replaced.map(|_| KnownRefresh::Replaced))
}

/// Replaces a token. Each step does the same when repeated, so that a lost answer loses no sign-in.
pub async fn rotate(collections: &Collections, presented: &str, new: &NewRefresh) -> Result<Rotation> {
    if let Some(sign_in) = find_live(collections, doc! { "refresh_hash": presented }, new).await? {
        // Noted before it is replaced: a token that is spent must never be one that nobody knows.
        note_spent(collections, presented, &sign_in).await?;
        if let Some(rotated) = replace(collections, presented, new).await? {
            return Ok(Rotation::Rotated(rotated));
        }
    }
    judge_spent(collections, presented, new).await
}

/// The one conditional update: of many that present the same token, it succeeds for one.
async fn replace(collections: &Collections, presented: &str, new: &NewRefresh) -> Result<Option<SignIn>> {
    let mut valid = live(new);
    valid.insert("refresh_hash", presented);
    let change = doc! { "$set": {
        "refresh_hash": &new.hash,
        "previous_hash": presented,
        "rotated_at": to_date(new.now),
        "last_used_at": to_date(new.now),
    } };
    let rotated = repeat(|| {
        let update = collections.sign_ins.find_one_and_update(valid.clone(), change.clone());
        update.return_document(ReturnDocument::After)
    });
    rotated.await?.as_ref().map(read).transpose()
}

/// What a token is that is not the valid one of a sign-in that goes on.
async fn judge_spent(collections: &Collections, presented: &str, new: &NewRefresh) -> Result<Rotation> {
    let Some(spent) = repeat(|| collections.spent_refreshes.find_one(doc! { "_id": presented })).await? else {
        return Ok(Rotation::Unknown);
    };
    let id = documents::text(&spent, "sign_in_id")?;
    let Some(sign_in) = find_live(collections, doc! { "_id": id }, new).await? else {
        return Ok(Rotation::Unknown);
    };
    // The same token is followed by the same one, so that the moment tells whose update it was.
    let replaced_by_us = sign_in.refresh_hash == new.hash && sign_in.rotated_at == new.now;
    let just_replaced = sign_in.previous_hash.as_deref() == Some(presented) && sign_in.rotated_at >= new.grace_since;
    Ok(match sign_in {
        // Our own update had happened, only its answer was lost.
        sign_in if replaced_by_us => Rotation::Rotated(sign_in),
        sign_in if just_replaced => Rotation::JustRotated(sign_in),
        sign_in => Rotation::Reused(sign_in),
    })
}

async fn find_live(collections: &Collections, mut query: Document, new: &NewRefresh) -> Result<Option<SignIn>> {
    query.extend(live(new));
    let found = repeat(|| collections.sign_ins.find_one(query.clone())).await?;
    found.as_ref().map(read).transpose()
}

/// What holds of a sign-in that has not ended by itself.
fn live(new: &NewRefresh) -> Document {
    doc! {
        "expires_at": { "$gt": to_date(new.now) },
        "last_used_at": { "$gte": to_date(new.idle_since) },
    }
}

async fn note_spent(collections: &Collections, presented: &str, sign_in: &SignIn) -> Result<()> {
    let spent = doc! {
        "_id": presented,
        "sign_in_id": sign_in.id.as_str(),
        "expires_at": to_date(sign_in.expires_at),
    };
    repeat::insert_new(&collections.spent_refreshes, &spent).await.map(drop)
}

/// Drops what ended by itself: sign-ins past their end or not used any more, and forgotten counters.
pub async fn sweep(collections: &Collections, now: Timestamp, idle_since: Timestamp) -> Result<()> {
    let expired = doc! { "expires_at": { "$lte": to_date(now) } };
    let ended = doc! { "$or": [expired.clone(), { "last_used_at": { "$lt": to_date(idle_since) } }] };
    repeat(|| collections.sign_ins.delete_many(ended.clone())).await?;
    repeat(|| collections.spent_refreshes.delete_many(expired.clone())).await?;
    attempts::sweep(collections, now).await
}

fn read(document: &Document) -> Result<SignIn> {
    Ok(SignIn {
        id: documents::parsed(document, "_id", SignInId::new)?,
        user_id: documents::parsed(document, "user_id", UserId::new)?,
        created_at: documents::moment(document, "created_at")?,
        last_used_at: documents::moment(document, "last_used_at")?,
        expires_at: documents::moment(document, "expires_at")?,
        address: documents::text(document, "address")?,
        device: documents::text(document, "device")?,
        refresh_hash: documents::text(document, "refresh_hash")?,
        previous_hash: documents::optional_text(document, "previous_hash"),
        rotated_at: documents::moment(document, "rotated_at")?,
    })
}

fn to_document(sign_in: &SignIn) -> Document {
    doc! {
        "_id": sign_in.id.as_str(),
        "user_id": sign_in.user_id.as_str(),
        "created_at": to_date(sign_in.created_at),
        "last_used_at": to_date(sign_in.last_used_at),
        "expires_at": to_date(sign_in.expires_at),
        "address": &sign_in.address,
        "device": &sign_in.device,
        "refresh_hash": &sign_in.refresh_hash,
        "previous_hash": sign_in.previous_hash.as_deref(),
        "rotated_at": to_date(sign_in.rotated_at),
    }
}

/// Signing in.
pub struct Add<'a> {
    pub sign_in: &'a SignIn,
    pub password_set_at: Timestamp,
}

#[async_trait]
impl Deed for Add<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        // Somebody may have removed or disabled the account, or changed its password, since that was checked.
        let holds = doc! {
            "_id": self.sign_in.user_id.as_str(),
            "disabled": false,
            "password_changed_at": to_date(self.password_set_at),
        };
        unit.expect(&unit.collections.users, holds).await.map(drop)
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        Ok(unit.insert(&unit.collections.sign_ins, &to_document(self.sign_in)).await?)
    }
}

/// Ending one sign-in of an account.
pub struct End<'a> {
    pub user: &'a UserId,
    pub id: &'a SignInId,
}

impl End<'_> {
    fn query(&self) -> Document {
        doc! { "_id": self.id.as_str(), "user_id": self.user.as_str() }
    }
}

#[async_trait]
impl Deed for End<'_> {
    type Found = ();

    async fn check(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        unit.expect(&unit.collections.sign_ins, self.query()).await.map(drop)
    }

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<()> {
        unit.delete(&unit.collections.sign_ins, self.query()).await?;
        Ok(())
    }
}

/// Ending all sign-ins of an account but one.
pub struct EndAll<'a> {
    pub user: &'a UserId,
    pub keep: Option<&'a SignInId>,
}

#[async_trait]
impl Deed for EndAll<'_> {
    type Found = u64;

    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<u64> {
        end_all(unit, self.user, self.keep).await
    }
}

/// Ends all of an account but `keep`; gives how many.
pub async fn end_all(unit: &mut Unit<'_>, user: &UserId, keep: Option<&SignInId>) -> UnitResult<u64> {
    let mut query = doc! { "user_id": user.as_str() };
    if let Some(keep) = keep {
        query.insert("_id", doc! { "$ne": keep.as_str() });
    }
    Ok(unit.delete(&unit.collections.sign_ins, query).await?)
}
