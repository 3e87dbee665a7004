//! Sign-ins and the refresh tokens that carry them on.

use model::{NewAuditEntry, SignIn, SignInId, Timestamp, User, UserId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{attempts, columns, trail, users};
use crate::{KnownRefresh, MOST_SIGN_INS, NewRefresh, Result, Rotation, StoreError};

pub fn add(db: &Connection, sign_in: &SignIn, password_set_at: Timestamp, audit: NewAuditEntry) -> Result<()> {
    // Somebody may have removed or disabled the account, or changed its password, since that was checked.
    let holds = |user: &User| !user.disabled && user.password_changed_at == password_set_at;
    users::find(db, &sign_in.user_id)?.filter(holds).ok_or(StoreError::NotFound)?;
    db.execute(
        "INSERT INTO sign_ins VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            sign_in.id.as_str(),
            sign_in.user_id.as_str(),
            sign_in.created_at.timestamp_millis(),
            sign_in.last_used_at.timestamp_millis(),
            sign_in.expires_at.timestamp_millis(),
            sign_in.address,
            sign_in.device,
            sign_in.refresh_hash,
            sign_in.previous_hash,
            sign_in.rotated_at.timestamp_millis(),
        ],
    )?;
    db.execute(
        "DELETE FROM sign_ins WHERE id IN
         (SELECT id FROM sign_ins WHERE user_id = ?1 AND id <> ?2 ORDER BY last_used_at DESC, id LIMIT -1 OFFSET ?3)",
        params![sign_in.user_id.as_str(), sign_in.id.as_str(), MOST_SIGN_INS - 1],
    )?;
    trail::append(db, audit)
}

pub fn find(db: &Connection, id: &SignInId) -> Result<Option<(SignIn, User)>> {
    let mut query = db.prepare_cached("SELECT * FROM sign_ins WHERE id = ?1")?;
    let Some(sign_in) = query.query_row([id.as_str()], read).optional()? else {
        return Ok(None);
    };
    Ok(users::find(db, &sign_in.user_id)?.map(|user| (sign_in, user)))
}

pub fn find_refresh(db: &Connection, hash: &str) -> Result<Option<KnownRefresh>> {
    let mut newest = db.prepare_cached("SELECT user_id FROM sign_ins WHERE refresh_hash = ?1")?;
    if let Some(owner) = newest.query_row([hash], |row| columns::parsed(row, "user_id", UserId::new)).optional()? {
        return Ok(Some(KnownRefresh::Newest(owner)));
    }
    let mut replaced = db.prepare_cached("SELECT 1 FROM spent_refreshes WHERE hash = ?1")?;
    Ok(replaced.exists([hash])?.then_some(KnownRefresh::Replaced))
}

pub fn rotate(db: &Connection, presented: &str, new: &NewRefresh) -> Result<Rotation> {
    let rotated = db.query_row(
        "UPDATE sign_ins SET previous_hash = refresh_hash, refresh_hash = ?2, rotated_at = ?3, last_used_at = ?3
         WHERE refresh_hash = ?1 AND expires_at > ?3 AND last_used_at >= ?4 RETURNING *",
        params![presented, new.hash, new.now.timestamp_millis(), new.idle_since.timestamp_millis()],
        read,
    );
    if let Some(sign_in) = rotated.optional()? {
        db.execute("INSERT INTO spent_refreshes VALUES (?1, ?2)", params![presented, sign_in.id.as_str()])?;
        return Ok(Rotation::Rotated(sign_in));
    }
    judge_spent(db, presented, new)
}

/// What a token is that is not the valid one of a sign-in that goes on.
fn judge_spent(db: &Connection, presented: &str, new: &NewRefresh) -> Result<Rotation> {
    let found = db.query_row(
        "SELECT sign_ins.* FROM spent_refreshes JOIN sign_ins ON sign_ins.id = sign_in_id
         WHERE hash = ?1 AND expires_at > ?2 AND last_used_at >= ?3",
        params![presented, new.now.timestamp_millis(), new.idle_since.timestamp_millis()],
        read,
    );
    let Some(sign_in) = found.optional()? else {
        return Ok(Rotation::Unknown);
    };
    let just_replaced = sign_in.previous_hash.as_deref() == Some(presented) && sign_in.rotated_at >= new.grace_since;
    Ok(if just_replaced { Rotation::JustRotated(sign_in) } else { Rotation::Reused(sign_in) })
}

pub fn list(db: &Connection, user: &UserId, now: Timestamp) -> Result<Vec<SignIn>> {
    let mut query = db
        .prepare_cached("SELECT * FROM sign_ins WHERE user_id = ?1 AND expires_at > ?2 ORDER BY created_at DESC, id")?;
    let rows = query.query_map(params![user.as_str(), now.timestamp_millis()], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn end(db: &Connection, user: &UserId, id: &SignInId, audit: NewAuditEntry) -> Result<()> {
    let ended = db.execute("DELETE FROM sign_ins WHERE id = ?1 AND user_id = ?2", [id.as_str(), user.as_str()])?;
    if ended == 0 {
        return Err(StoreError::NotFound);
    }
    trail::append(db, audit)
}

/// Ends all of an account but `keep`; gives how many.
pub fn end_all(db: &Connection, user: &UserId, keep: Option<&SignInId>) -> Result<u64> {
    let ended = db.execute(
        "DELETE FROM sign_ins WHERE user_id = ?1 AND id IS NOT ?2",
        params![user.as_str(), keep.map(SignInId::as_str)],
    )?;
    Ok(ended as u64)
}

/// Drops what ended by itself: sign-ins past their end or not used any more, and forgotten counters.
pub fn sweep(db: &Connection, now: Timestamp, idle_since: Timestamp) -> Result<()> {
    db.execute(
        "DELETE FROM sign_ins WHERE expires_at <= ?1 OR last_used_at < ?2",
        [now.timestamp_millis(), idle_since.timestamp_millis()],
    )?;
    attempts::sweep(db, now)
}

fn read(row: &Row<'_>) -> rusqlite::Result<SignIn> {
    Ok(SignIn {
        id: columns::parsed(row, "id", SignInId::new)?,
        user_id: columns::parsed(row, "user_id", UserId::new)?,
        created_at: columns::moment(row, "created_at")?,
        last_used_at: columns::moment(row, "last_used_at")?,
        expires_at: columns::moment(row, "expires_at")?,
        address: row.get("address")?,
        device: row.get("device")?,
        refresh_hash: row.get("refresh_hash")?,
        previous_hash: row.get("previous_hash")?,
        rotated_at: columns::moment(row, "rotated_at")?,
    })
}
