//! The audit trail.

use async_trait::async_trait;
use model::{AuditAction, AuditEntry, AuditFilter, AuditResult, NewAuditEntry, Page, PageRequest};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{SqliteStore, columns, conditions};
use crate::{Result, StoreError, Trail, chain, page};

/// Adds a row at the end of the chain, within the write that it tells of.
pub fn append(db: &Connection, entry: NewAuditEntry) -> Result<()> {
    let last =
        db.prepare_cached("SELECT * FROM audit ORDER BY sequence DESC LIMIT 1")?.query_row([], read).optional()?;
    let row = chain::follow(last.as_ref(), entry);
    db.prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?.execute(params![
        row.sequence,
        row.entry.at.timestamp_millis(),
        row.entry.actor,
        row.entry.address,
        row.entry.action.as_str(),
        row.entry.object,
        row.entry.result.as_str(),
        row.entry.request_id,
        row.previous_hash,
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<AuditEntry> {
    Ok(AuditEntry {
        sequence: row.get("sequence")?,
        entry: NewAuditEntry {
            at: columns::moment(row, "at")?,
            actor: row.get("actor")?,
            address: row.get("address")?,
            action: columns::word(row, "action", AuditAction::from_word)?,
            object: row.get("object")?,
            result: columns::word(row, "result", AuditResult::from_word)?,
            request_id: row.get("request_id")?,
        },
        previous_hash: row.get("previous_hash")?,
    })
}

fn list(db: &Connection, filter: &AuditFilter, page: &PageRequest) -> Result<Page<AuditEntry>> {
    let before = page.cursor.as_deref().map_or(Ok(i64::MAX), str::parse);
    let before = before.map_err(|_| StoreError::Cursor)?;
    let mut query = db.prepare_cached(&list_statement(filter))?;
    let rows = query.query_map(
        params![
            before,
            filter.from.map(|at| at.timestamp_millis()),
            filter.to.map(|at| at.timestamp_millis()),
            filter.user,
            filter.action.map(AuditAction::as_str),
            page::to_read(page),
        ],
        read,
    )?;
    let items = rows.collect::<rusqlite::Result<_>>()?;
    Ok(page::cut(items, page, |row: &AuditEntry| row.sequence.to_string()))
}

fn list_statement(filter: &AuditFilter) -> String {
    let conditions = conditions::all_of(&[
        (filter.from.is_some(), "at >= ?2"),
        (filter.to.is_some(), "at < ?3"),
        (filter.user.is_some(), "actor = ?4"),
        (filter.action.is_some(), "action = ?5"),
    ]);
    format!("SELECT * FROM audit WHERE sequence < ?1 AND {conditions} ORDER BY sequence DESC LIMIT ?6")
}

fn after(db: &Connection, sequence: i64, limit: u32) -> Result<Vec<AuditEntry>> {
    let mut query = db.prepare_cached("SELECT * FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2")?;
    let rows = query.query_map(params![sequence, limit], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[async_trait]
impl Trail for SqliteStore {
    async fn append_audit(&self, entry: NewAuditEntry) -> Result<()> {
        self.write(move |db| append(db, entry)).await
    }

    async fn list_audit(&self, filter: AuditFilter, page: PageRequest) -> Result<Page<AuditEntry>> {
        // Nothing but a walk through the trail finds the rows of a stretch of time.
        self.scan(move |db| list(db, &filter, &page)).await
    }

    async fn audit_after(&self, sequence: i64, limit: u32) -> Result<Vec<AuditEntry>> {
        self.read(move |db| after(db, sequence, limit)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::conditions::plan;

    #[test]
    fn the_rows_of_one_user_or_action_are_found_by_index() {
        let of_user = AuditFilter { user: Some("ada".into()), ..AuditFilter::default() };
        let of_action = AuditFilter { action: Some(AuditAction::SignIn), ..AuditFilter::default() };
        for (filter, index) in [(&of_user, "audit_by_actor"), (&of_action, "audit_by_action")] {
            let plan = plan(&list_statement(filter));
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
