//! The table of accounts.

use model::{NewAuditEntry, Page, PageRequest, Role, SignInId, User, UserId, UserName};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{columns, sign_ins, trail};
use crate::{Conflict, Result, StoreError, UserChange, page};

pub fn set_up(db: &Connection, first: &User, audit: NewAuditEntry) -> Result<()> {
    if any(db)? {
        return Err(Conflict::AlreadySetUp.into());
    }
    add(db, first, audit)
}

pub fn add(db: &Connection, user: &User, audit: NewAuditEntry) -> Result<()> {
    if find_by_name(db, &user.name)?.is_some() {
        return Err(Conflict::NameTaken.into());
    }
    db.execute(
        "INSERT INTO users VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            user.id.as_str(),
            user.name.as_str(),
            user.role.as_str(),
            user.disabled,
            user.password_hash,
            user.created_at.timestamp_millis(),
            user.password_changed_at.timestamp_millis(),
        ],
    )?;
    trail::append(db, audit)
}

pub fn any(db: &Connection) -> Result<bool> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM users)", [], |row| row.get(0))?)
}

pub fn find(db: &Connection, id: &UserId) -> Result<Option<User>> {
    let mut query = db.prepare_cached("SELECT * FROM users WHERE id = ?1")?;
    Ok(query.query_row([id.as_str()], read).optional()?)
}

pub fn find_by_name(db: &Connection, name: &UserName) -> Result<Option<User>> {
    let mut query = db.prepare_cached("SELECT * FROM users WHERE name = ?1")?;
    Ok(query.query_row([name.as_str()], read).optional()?)
}

pub fn list(db: &Connection, page: &PageRequest) -> Result<Page<User>> {
    let mut query = db.prepare_cached("SELECT * FROM users WHERE name > coalesce(?1, '') ORDER BY name LIMIT ?2")?;
    let rows = query.query_map(params![page.cursor, page::to_read(page)], read)?;
    Ok(page::cut(rows.collect::<rusqlite::Result<_>>()?, page, |user: &User| user.name.to_string()))
}

pub fn change(
    db: &Connection,
    id: &UserId,
    change: UserChange,
    keep: Option<&SignInId>,
    audit: NewAuditEntry,
) -> Result<User> {
    let before = find(db, id)?.ok_or(StoreError::NotFound)?;
    change.check(&before)?;
    let was_admin = before.is_enabled_admin();
    let ends_sign_ins = change.ends_sign_ins();
    let after = change.apply_to(before);
    db.execute(
        "UPDATE users SET role = ?2, disabled = ?3, password_hash = ?4, password_changed_at = ?5 WHERE id = ?1",
        params![
            id.as_str(),
            after.role.as_str(),
            after.disabled,
            after.password_hash,
            after.password_changed_at.timestamp_millis()
        ],
    )?;
    if was_admin {
        refuse_without_admin(db)?;
    }
    if ends_sign_ins {
        sign_ins::end_all(db, id, keep)?;
    }
    trail::append(db, audit)?;
    find(db, id)?.ok_or(StoreError::NotFound)
}

pub fn rehash_password(db: &Connection, id: &UserId, old_hash: &str, new_hash: &str) -> Result<()> {
    db.execute(
        "UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2",
        params![id.as_str(), old_hash, new_hash],
    )?;
    Ok(())
}

pub fn remove(db: &Connection, id: &UserId, audit: NewAuditEntry) -> Result<()> {
    let user = find(db, id)?.ok_or(StoreError::NotFound)?;
    db.execute("DELETE FROM users WHERE id = ?1", [id.as_str()])?;
    if user.is_enabled_admin() {
        refuse_without_admin(db)?;
    }
    trail::append(db, audit)
}

/// Ends a change after which nobody could manage users any more; the error undoes it.
fn refuse_without_admin(db: &Connection) -> Result<()> {
    let left: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM users WHERE role = ?1 AND NOT disabled)",
        [Role::Admin.as_str()],
        |row| row.get(0),
    )?;
    if left { Ok(()) } else { Err(Conflict::LastAdmin.into()) }
}

fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: columns::parsed(row, "id", UserId::new)?,
        name: columns::parsed(row, "name", |name: String| UserName::new(&name))?,
        role: columns::word(row, "role", Role::from_word)?,
        disabled: row.get("disabled")?,
        password_hash: row.get("password_hash")?,
        created_at: columns::moment(row, "created_at")?,
        password_changed_at: columns::moment(row, "password_changed_at")?,
    })
}
