//! The collection of backup runs, which another program may write too.

use std::{cmp::Reverse, collections::HashMap};

use async_trait::async_trait;
use model::{AssetId, BackupOutcome, BackupRun, Timestamp, Window};
use mongodb::{
    Collection,
    bson::{RawDocument, RawDocumentBuf, cstr, doc, rawdoc},
    error::Result as DriverResult,
};

use super::{
    MongoStore,
    documents::to_date,
    foreign, identity, insert,
    repeat::{self, repeat_scan},
    timestamps,
};
use crate::{BackupRuns, Read, Result, Unreadable, backup_size};

fn to_document(run: &BackupRun) -> Result<RawDocumentBuf> {
    let outcome = run.outcome.as_str();
    let started = run.started_at.map(|at| at.timestamp_millis().to_string()).unwrap_or_default();
    let mut document = rawdoc! {
        "_id": identity::of(run.timestamp, &[run.asset_id.as_str(), outcome, &started]),
        "timestamp": to_date(run.timestamp),
        "asset_id": run.asset_id.as_str(),
        "status": outcome,
    };
    if let Some(started_at) = run.started_at {
        document.append(cstr!("started_at"), to_date(started_at));
    }
    if let Some(size_bytes) = backup_size::to_kept(run.size_bytes)? {
        document.append(cstr!("size_bytes"), size_bytes);
    }
    if let Some(message) = &run.message {
        document.append(cstr!("message"), message.as_str());
    }
    Ok(document)
}

/// What a scan has seen so far.
#[derive(Default)]
struct Seen {
    in_window: Vec<BackupRun>,
    newest_success_before: HashMap<AssetId, BackupRun>,
    unreadable: Unreadable,
}

impl Seen {
    fn add(&mut self, document: &RawDocument, window: Window) {
        match read(document) {
            Ok(Some(run)) => self.add_run(run, window),
            Ok(None) => {}
            Err(fault) => self.unreadable.add(|| format!("{}: {fault}", foreign::name(document))),
        }
    }

    fn add_run(&mut self, run: BackupRun, window: Window) {
        if window.contains(run.timestamp) {
            self.in_window.push(run);
        } else if run.timestamp < window.start && run.outcome != BackupOutcome::Failed {
            let newest = self.newest_success_before.get(&run.asset_id);
            if newest.is_none_or(|newest| age(newest) < age(&run)) {
                self.newest_success_before.insert(run.asset_id.clone(), run);
            }
        }
    }

    fn finish(self) -> Read<Vec<BackupRun>> {
        let mut found = self.in_window;
        found.extend(self.newest_success_before.into_values());
        found.sort_by(|one, other| {
            let place = |run: &BackupRun| (run.timestamp, run.started_at, run.outcome);
            one.asset_id.cmp(&other.asset_id).then_with(|| place(one).cmp(&place(other)))
        });
        Read { found, unreadable: self.unreadable }
    }
}

/// Orders successful runs by what they leave to restore from.
fn age(run: &BackupRun) -> (Timestamp, Option<Timestamp>, Reverse<BackupOutcome>) {
    (run.timestamp, run.started_at, Reverse(run.outcome))
}

/// A run, or nothing where the document tells of one that still goes on.
fn read(document: &RawDocument) -> std::result::Result<Option<BackupRun>, String> {
    let timestamp = foreign::moment(document, "timestamp")?;
    let asset_id = foreign::id(document, &["asset_id"])?;
    let word = foreign::field(document, "status").and_then(foreign::text).ok_or("no status")?;
    let word = word.trim();
    if word.eq_ignore_ascii_case("running") {
        return Ok(None);
    }
    let outcome = BackupOutcome::from_word(word)
        .ok_or_else(|| format!("its status {:?} is no outcome", foreign::shorten(word)))?;
    Ok(Some(BackupRun {
        timestamp,
        asset_id,
        outcome,
        started_at: foreign::moment(document, "started_at").ok(),
        size_bytes: foreign::size(document, "size_bytes"),
        message: document.get("message").ok().flatten().and_then(foreign::text).map(Into::into),
    }))
}

async fn scan(backups: &Collection<RawDocumentBuf>, window: Window) -> DriverResult<Read<Vec<BackupRun>>> {
    let mut seen = Seen::default();
    let fields = doc! { "timestamp": 1, "asset_id": 1, "status": 1, "started_at": 1, "size_bytes": 1, "message": 1 };
    for query in [timestamps::dated(None, window.end), timestamps::not_dated()] {
        let mut cursor = backups.find(query).projection(fields.clone()).max_time(repeat::SCAN_LIMIT).await?;
        while cursor.advance().await? {
            seen.add(cursor.current(), window);
        }
    }
    Ok(seen.finish())
}

#[async_trait]
impl BackupRuns for MongoStore {
    async fn add_backup_runs(&self, runs: &[BackupRun]) -> Result<u64> {
        let documents = runs.iter().map(to_document).collect::<Result<_>>()?;
        insert::new_ones(&self.collections.backups, documents).await
    }

    async fn read_backup_runs(&self, window: Window) -> Result<Read<Vec<BackupRun>>> {
        repeat_scan(|| scan(&self.collections.backups, window)).await
    }
}
