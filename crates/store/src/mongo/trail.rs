//! The audit trail. A row's place in the chain is its `_id`, so no two rows can take the same.

use std::{
    mem,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use model::{AuditAction, AuditEntry, AuditFilter, AuditResult, NewAuditEntry, Page, PageRequest};
use mongodb::bson::{Document, doc};
use tokio::sync::oneshot;

use super::{
    MongoStore,
    audited::Deed,
    documents::{self, to_date},
    fault::UnitResult,
    repeat,
    unit::Unit,
};
use crate::{Result, StoreError, Trail, chain, page};

/// Adds rows at the end of the chain, within the write that they tell of.
pub async fn append(unit: &mut Unit<'_>, entries: &[NewAuditEntry]) -> UnitResult<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let audit = &unit.collections.audit;
    let mut last = unit.find_last(audit).await?.as_ref().map(read).transpose()?;
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let row = chain::follow(last.as_ref(), entry.clone());
        rows.push(to_document(&row));
        last = Some(row);
    }
    Ok(unit.insert_all(audit, &rows).await?)
}

fn to_document(row: &AuditEntry) -> Document {
    doc! {
        "_id": row.sequence,
        "at": to_date(row.entry.at),
        "actor": &row.entry.actor,
        "address": &row.entry.address,
        "action": row.entry.action.as_str(),
        "object": &row.entry.object,
        "result": row.entry.result.as_str(),
        "request_id": &row.entry.request_id,
        "previous_hash": &row.previous_hash,
    }
}

fn read(row: &Document) -> Result<AuditEntry> {
    Ok(AuditEntry {
        sequence: documents::number(row, "_id")?,
        entry: NewAuditEntry {
            at: documents::moment(row, "at")?,
            actor: documents::text(row, "actor")?,
            address: documents::text(row, "address")?,
            action: documents::word(row, "action", AuditAction::from_word)?,
            object: documents::text(row, "object")?,
            result: documents::word(row, "result", AuditResult::from_word)?,
            request_id: documents::text(row, "request_id")?,
        },
        previous_hash: documents::text(row, "previous_hash")?,
    })
}

/// Rows that wait to be written, each with the one who waits for it. Whoever has the turn next writes all of them at
/// once, so that a storm of refused sign-ins costs a few writes, not one each.
#[derive(Default)]
pub struct Waiting(Mutex<Vec<(NewAuditEntry, Reply)>>);

type Reply = oneshot::Sender<Result<()>>;

impl Waiting {
    fn add(&self, entry: NewAuditEntry, reply: Reply) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((entry, reply));
    }

    fn take(&self) -> (Vec<NewAuditEntry>, Vec<Reply>) {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().unzip()
    }
}

/// Rows that tell of nothing else in the database.
struct Alone;

#[async_trait]
impl Deed for Alone {
    type Found = ();

    async fn apply(&self, _: &mut Unit<'_>) -> UnitResult<()> {
        Ok(())
    }
}

fn to_query(filter: AuditFilter, before: Option<i64>) -> Document {
    let mut query = Document::new();
    if let Some(before) = before {
        query.insert("_id", doc! { "$lt": before });
    }
    let mut at = Document::new();
    if let Some(from) = filter.from {
        at.insert("$gte", to_date(from));
    }
    if let Some(to) = filter.to {
        at.insert("$lt", to_date(to));
    }
    if !at.is_empty() {
        query.insert("at", at);
    }
    if let Some(user) = filter.user {
        query.insert("actor", doc! { "$eq": user });
    }
    if let Some(action) = filter.action {
        query.insert("action", action.as_str());
    }
    query
}

#[async_trait]
impl Trail for MongoStore {
    async fn append_audit(&self, entry: NewAuditEntry) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        self.waiting.add(entry, reply);
        let store = self.clone();
        // A task of its own: whoever asked may go, and the rows of others are written with his.
        tokio::spawn(async move { repeat::within(repeat::REQUEST_LIMIT, store.write_waiting()).await });
        repeat::within(repeat::REQUEST_LIMIT, async {
            // No answer means that the one who was writing the row gave up.
            answer.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the row was not written in time".into())))
        })
        .await
    }

    async fn list_audit(&self, filter: AuditFilter, page: PageRequest) -> Result<Page<AuditEntry>> {
        let before = page.cursor.as_deref().map(str::parse).transpose();
        let before = before.map_err(|_| StoreError::Cursor)?;
        let query = to_query(filter, before);
        let rows = self.find_rows(query, -1, page::to_read(&page)).await?;
        Ok(page::cut(rows, &page, |row| row.sequence.to_string()))
    }

    async fn audit_after(&self, sequence: i64, limit: u32) -> Result<Vec<AuditEntry>> {
        self.find_rows(doc! { "_id": { "$gt": sequence } }, 1, limit).await
    }
}

impl MongoStore {
    async fn write_waiting(&self) -> Result<()> {
        let _turn = self.turn.lock().await;
        // Somebody who had the turn before may have written them all.
        let (entries, replies) = self.waiting.take();
        if entries.is_empty() {
            return Ok(());
        }
        let outcome = self.together(&Alone, &entries).await;
        for reply in replies {
            // Whoever waited may have gone.
            let _ = reply.send(outcome.clone());
        }
        Ok(())
    }

    async fn find_rows(&self, query: Document, order: i32, limit: u32) -> Result<Vec<AuditEntry>> {
        // A limit of zero would mean no limit.
        let limit = i64::from(limit.max(1));
        let search = || self.collections.audit.find(query.clone()).sort(doc! { "_id": order }).limit(limit);
        repeat::all(search).await?.iter().map(read).collect()
    }
}
