//! The collection of backup runs, which another program may write too.

use std::collections::{BTreeMap, HashSet};

use async_trait::async_trait;
use model::{AssetId, BackupOutcome, BackupRun, ReportRun, Timestamp, Unreadable, Window, moment};
use mongodb::{
    Collection,
    bson::{RawDocument, RawDocumentBuf, cstr, doc, rawdoc},
    error::Result as DriverResult,
};

use super::{
    MongoStore, coverage,
    documents::to_date,
    foreign, identity, insert,
    repeat::{self, repeat_bulk, repeat_scan},
    selected, timestamps,
};
use crate::{AssetRuns, BackupRuns, HourCount, Read, Result, Selection, backup_size};

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
struct Seen<'a> {
    window: Window,
    /// Nothing else counts, where it is said what does.
    only: Option<HashSet<&'a str>>,
    assets: BTreeMap<AssetId, Runs>,
    unreadable: Unreadable,
}

/// What has been seen of one asset.
#[derive(Default)]
struct Runs {
    in_window: Vec<ReportRun>,
    newest_before: Option<ReportRun>,
    restorable_before: Option<ReportRun>,
}

impl Seen<'_> {
    fn add(&mut self, document: &RawDocument) {
        if self.only.is_some() && id(document).is_ok_and(|id| !self.counts(&id)) {
            return;
        }
        match read(document) {
            Ok(Some(run)) => self.add_run(run),
            Ok(None) => {}
            Err(fault) => self.unreadable.add(|| format!("{}: {fault}", foreign::name(document))),
        }
    }

    fn counts(&self, id: &AssetId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(id.as_str()))
    }

    /// Whether all that count are known to be backed up.
    fn has_all(&self) -> bool {
        self.only.as_ref().is_some_and(|only| only.len() == self.assets.len())
    }

    /// Takes in whoever is backed up, be it only after the window.
    fn add_backed_up(&mut self, ids: Vec<AssetId>) {
        for id in ids {
            if self.counts(&id) {
                self.assets.entry(id).or_default();
            }
        }
    }

    fn add_run(&mut self, run: BackupRun) {
        let Window { start, end } = self.window;
        let BackupRun { asset_id, timestamp: ended_at, started_at, outcome, .. } = run;
        let run = ReportRun { ended_at, started_at, outcome };
        if ended_at <= end {
            self.assets.entry(asset_id).or_default().add(run, ended_at > start);
        }
    }

    fn finish(self) -> Read<Vec<AssetRuns>> {
        let found = self.assets.into_iter().map(|(asset_id, runs)| AssetRuns { asset_id, runs: runs.finish() });
        Read { found: found.collect(), unreadable: self.unreadable }
    }
}

impl Runs {
    fn add(&mut self, run: ReportRun, is_in_window: bool) {
        if is_in_window {
            self.in_window.push(run);
            return;
        }
        if self.newest_before.is_none_or(|newest| newest < run) {
            self.newest_before = Some(run);
        }
        if run.outcome.is_success() && self.restorable_before.is_none_or(|best| age(&best) < age(&run)) {
            self.restorable_before = Some(run);
        }
    }

    fn finish(self) -> Vec<ReportRun> {
        let mut runs = self.in_window;
        let also = self.restorable_before.filter(|run| self.newest_before != Some(*run));
        runs.extend(self.newest_before.into_iter().chain(also));
        runs.sort_unstable();
        runs
    }
}

/// Orders successful runs by their ends, and those that ended together by what they leave to restore from.
fn age(run: &ReportRun) -> (Timestamp, Timestamp, ReportRun) {
    (run.ended_at, run.restore_point(), *run)
}

fn id(document: &RawDocument) -> std::result::Result<AssetId, String> {
    foreign::id(document, &["asset_id"])
}

/// A run, or nothing where the document tells of one that still goes on.
fn read(document: &RawDocument) -> std::result::Result<Option<BackupRun>, String> {
    let timestamp = foreign::moment(document, "timestamp")?;
    let asset_id = id(document)?;
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
        // A year 1 says that nobody set it.
        started_at: foreign::moment(document, "started_at").ok().filter(|at| moment::is_plausible(*at)),
        size_bytes: foreign::size(document, "size_bytes"),
        message: document.get("message").ok().flatten().and_then(foreign::text).map(Into::into),
    }))
}

async fn scan(backups: &Collection<RawDocumentBuf>, selection: &Selection) -> DriverResult<Read<Vec<AssetRuns>>> {
    let only = selection.only.as_deref().map(|only| only.iter().map(AssetId::as_str).collect());
    let window = selection.window;
    let mut seen = Seen { window, only, assets: BTreeMap::new(), unreadable: Unreadable::default() };
    let fields = doc! { "timestamp": 1, "asset_id": 1, "status": 1, "started_at": 1 };
    for query in [timestamps::dated_until(selection.window.end), timestamps::not_dated()] {
        let query = selected::by(query, "asset_id", selection.only.as_deref());
        let mut found = backups
            .find(query)
            .projection(fields.clone())
            .batch_size(repeat::SCAN_BATCH)
            .max_time(repeat::SCAN_LIMIT)
            .await?;
        while found.advance().await? {
            seen.add(found.current());
        }
    }
    if !seen.has_all() {
        seen.add_backed_up(coverage::ids(backups, "asset_id").await?);
    }
    Ok(seen.finish())
}

/// The end of a run that can be read.
fn moment(document: &RawDocument) -> Option<Timestamp> {
    read(document).ok().flatten().map(|run| run.timestamp)
}

#[async_trait]
impl BackupRuns for MongoStore {
    async fn add_backup_runs(&self, runs: &[BackupRun]) -> Result<u64> {
        let documents = runs.iter().map(to_document).collect::<Result<_>>()?;
        insert::new_ones(&self.collections.backups, documents, &self.run_overlap).await
    }

    async fn read_backup_runs(&self, selection: Selection) -> Result<Read<Vec<AssetRuns>>> {
        repeat_scan(|| scan(&self.collections.backups, &selection)).await
    }

    async fn newest_backup_run(&self) -> Result<Option<Timestamp>> {
        repeat_scan(|| coverage::newest(&self.collections.backups, moment)).await
    }

    async fn backup_hours(&self) -> Result<Vec<HourCount>> {
        Ok(repeat_bulk(|| coverage::hours(&self.collections.backups, moment)).await?.finish())
    }

    async fn backed_up_assets(&self) -> Result<Vec<AssetId>> {
        repeat_scan(|| coverage::ids(&self.collections.backups, "asset_id")).await
    }
}
