//! Reports: the table of their heads, and their content in parts.

use async_trait::async_trait;
use model::{AnalysisKind, JobId, NewAuditEntry, Page, PageRequest, ReportHead, ReportId, ReportOrigin, Window};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{SqliteStore, columns, conditions, trail};
use crate::{Conflict, Reports, Result, StoreError, page};

/// How much of a content makes a part. SQLite copies a value more than once on its way to the disk.
const PART: usize = 1 << 20;

/// Keeps a report, within the write that it is the result of.
pub fn add(db: &Connection, head: &ReportHead, content: &[u8]) -> Result<()> {
    if find(db, &head.id)?.is_some() {
        return Err(Conflict::ReportExists.into());
    }
    db.prepare_cached("INSERT INTO reports VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")?.execute(
        params![
            head.id.as_str(),
            head.kind.as_str(),
            head.origin.as_str(),
            head.job_id.as_ref().map(JobId::as_str),
            head.created_at.timestamp_millis(),
            head.created_by,
            head.window.start.timestamp_millis(),
            head.window.end.timestamp_millis(),
            head.timezone,
            head.score,
            head.total,
            columns::to_json(&head.statuses)?,
            head.partial,
        ],
    )?;
    let mut insert = db.prepare_cached("INSERT INTO report_parts VALUES (?1, ?2, ?3)")?;
    for (part, number) in content.chunks(PART).zip(0_i64..) {
        insert.execute(params![head.id.as_str(), number, part])?;
    }
    Ok(())
}

fn find(db: &Connection, id: &ReportId) -> Result<Option<ReportHead>> {
    let mut query = db.prepare_cached("SELECT * FROM reports WHERE id = ?1")?;
    Ok(query.query_row([id.as_str()], read_head).optional()?)
}

fn read_content(db: &Connection, id: &ReportId) -> Result<Option<Vec<u8>>> {
    if find(db, id)?.is_none() {
        return Ok(None);
    }
    let mut query = db.prepare_cached("SELECT content FROM report_parts WHERE report_id = ?1 ORDER BY number")?;
    let mut rows = query.query([id.as_str()])?;
    let mut content = Vec::new();
    while let Some(row) = rows.next()? {
        content.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    Ok(Some(content))
}

fn list(db: &Connection, kind: Option<AnalysisKind>, page: &PageRequest) -> Result<Page<ReportHead>> {
    let (at, id) = page::after(page)?.unzip();
    let mut query = db.prepare_cached(&list_statement(kind.is_some(), at.is_some()))?;
    let rows = query.query_map(params![at, id, kind.map(AnalysisKind::as_str), page::to_read(page)], read_head)?;
    let items = rows.collect::<rusqlite::Result<_>>()?;
    Ok(page::cut(items, page, |head: &ReportHead| page::place(head.created_at, head.id.as_str())))
}

fn list_statement(is_of_a_kind: bool, goes_on: bool) -> String {
    let conditions = conditions::all_of(&[(goes_on, "(created_at, id) < (?1, ?2)"), (is_of_a_kind, "kind = ?3")]);
    format!("SELECT * FROM reports WHERE {conditions} ORDER BY created_at DESC, id DESC LIMIT ?4")
}

fn remove(db: &Connection, id: &ReportId, audit: NewAuditEntry) -> Result<()> {
    // Its parts go with it.
    match db.execute("DELETE FROM reports WHERE id = ?1", [id.as_str()])? {
        0 => Err(StoreError::NotFound),
        _ => trail::append(db, audit),
    }
}

fn read_head(row: &Row<'_>) -> rusqlite::Result<ReportHead> {
    Ok(ReportHead {
        id: columns::parsed(row, "id", ReportId::new)?,
        kind: columns::word(row, "kind", AnalysisKind::from_word)?,
        origin: columns::word(row, "origin", ReportOrigin::from_word)?,
        job_id: columns::optional(row, "job_id", JobId::new)?,
        created_at: columns::moment(row, "created_at")?,
        created_by: row.get("created_by")?,
        window: Window { start: columns::moment(row, "window_start")?, end: columns::moment(row, "window_end")? },
        timezone: row.get("timezone")?,
        score: row.get("score")?,
        total: row.get("total")?,
        statuses: columns::json(row, "statuses")?,
        partial: row.get("partial")?,
    })
}

#[async_trait]
impl Reports for SqliteStore {
    async fn add_report(&self, head: &ReportHead, content: &[u8], audit: NewAuditEntry) -> Result<()> {
        let (head, content) = (head.clone(), content.to_vec());
        self.write(move |db| {
            add(db, &head, &content)?;
            trail::append(db, audit)
        })
        .await
    }

    async fn find_report(&self, id: &ReportId) -> Result<Option<ReportHead>> {
        let id = id.clone();
        self.read(move |db| find(db, &id)).await
    }

    async fn read_report(&self, id: &ReportId) -> Result<Option<Vec<u8>>> {
        let id = id.clone();
        self.read(move |db| read_content(db, &id)).await
    }

    async fn list_reports(&self, kind: Option<AnalysisKind>, page: PageRequest) -> Result<Page<ReportHead>> {
        self.read(move |db| list(db, kind, &page)).await
    }

    async fn remove_report(&self, id: &ReportId, audit: NewAuditEntry) -> Result<()> {
        let id = id.clone();
        self.write(move |db| remove(db, &id, audit)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::conditions::plan;

    #[test]
    fn a_later_page_is_found_by_index() {
        for is_of_a_kind in [false, true] {
            let plan = plan(&list_statement(is_of_a_kind, true));
            assert!(plan.contains("SEARCH reports USING INDEX") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
