//! Runs of backups.

use std::cell::Cell;

use model::{AssetId, BackupOutcome, BackupRun, ReportRun, Timestamp, Unreadable};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use store::{AssetRuns, Selection, Store, StoreError};
use tokio::runtime::Handle;

use crate::given::{all_in, asset_id, at, backup_run as run};
use BackupOutcome::{Failed, Success, Warning};

/// What an analysis is given of a run.
fn in_short(run: &BackupRun) -> ReportRun {
    ReportRun { ended_at: run.timestamp, started_at: run.started_at, outcome: run.outcome }
}

fn runs_of(asset: &str, runs: &[&BackupRun]) -> AssetRuns {
    AssetRuns { asset_id: asset_id(asset), runs: runs.iter().map(|run| in_short(run)).collect() }
}

async fn read(db: &dyn Store, selection: Selection) -> Vec<AssetRuns> {
    let read = db.read_backup_runs(selection).await.unwrap();
    assert_eq!(read.unreadable, Unreadable::default());
    read.found
}

pub async fn a_run_is_read_back_as_written(db: &dyn Store) {
    let bare = BackupRun { started_at: None, size_bytes: None, message: None, ..run("vm-2", 20, Warning) };
    let runs = [run("vm-1", 10, Success), run("vm-1", 30, Failed), bare];
    assert_eq!(db.add_backup_runs(&[runs[1].clone(), runs[2].clone(), runs[0].clone()]).await.unwrap(), 3);
    let expected = [runs_of("vm-1", &[&runs[0], &runs[1]]), runs_of("vm-2", &[&runs[2]])];
    assert_eq!(read(db, all_in(0, 100)).await, expected);
}

pub async fn the_same_run_twice_is_one(db: &dyn Store) {
    let started = run("vm", 10, Success);
    let unstarted = BackupRun { started_at: None, ..started.clone() };
    let runs = [started.clone(), unstarted.clone(), started.clone(), unstarted.clone()];
    assert_eq!(db.add_backup_runs(&runs).await.unwrap(), 2);
    assert_eq!(db.add_backup_runs(&runs).await.unwrap(), 0);
    let other = run("vm", 10, Warning);
    assert_eq!(db.add_backup_runs(&[other.clone(), run("vm2", 10, Success)]).await.unwrap(), 2);
    let expected = [runs_of("vm", &[&unstarted, &started, &other]), runs_of("vm2", &[&started])];
    assert_eq!(read(db, all_in(0, 100)).await, expected);
}

pub async fn a_window_leaves_its_start_out_and_includes_its_end(db: &dyn Store) {
    let runs = [9, 10, 11, 20, 21].map(|seconds| run("vm", seconds, Success));
    db.add_backup_runs(&runs).await.unwrap();
    db.add_backup_runs(&[run("later", 21, Success)]).await.unwrap();
    // The run at 10 is the last one before the window. What has been backed up only after it is named.
    let expected = [runs_of("later", &[]), runs_of("vm", &[&runs[1], &runs[2], &runs[3]])];
    assert_eq!(read(db, all_in(10, 20)).await, expected);
}

pub async fn the_last_runs_before_the_window_count(db: &dyn Store) {
    let started = |run: BackupRun, seconds: i64| BackupRun { started_at: Some(at(seconds)), ..run };
    let never = [run("never", 20, Failed), run("never", 30, Failed)];
    let failing = [run("failing", 10, Success), run("failing", 20, Warning), run("failing", 30, Failed)];
    let in_window = run("failing", 110, Failed);
    let silent = run("silent", 20, Success);
    // The one that ended last is the newest, though it had begun first.
    let long = [started(run("long", 50, Success), 40), started(run("long", 60, Success), 1)];
    let unstarted = [started(run("unstarted", 50, Success), 1), run("unstarted", 45, Success)];
    let unstarted = [unstarted[0].clone(), BackupRun { started_at: None, ..unstarted[1].clone() }];
    let together =
        [started(run("together", 50, Success), 1), run("together", 50, Warning), run("together", 60, Failed)];
    for runs in [&together[..], &never, &failing, &[in_window.clone(), silent.clone()], &long, &unstarted] {
        db.add_backup_runs(runs).await.unwrap();
    }
    let expected = [
        runs_of("failing", &[&failing[1], &failing[2], &in_window]),
        runs_of("long", &[&long[1]]),
        runs_of("never", &[&never[1]]),
        runs_of("silent", &[&silent]),
        runs_of("together", &[&together[1], &together[2]]),
        runs_of("unstarted", &[&unstarted[0]]),
    ];
    assert_eq!(read(db, all_in(100, 200)).await, expected);
}

pub async fn a_selection_leaves_the_others_out(db: &dyn Store) {
    db.add_backup_runs(&["a", "b", "c"].map(|asset| run(asset, 10, Success))).await.unwrap();
    db.add_backup_runs(&["d", "e"].map(|asset| run(asset, 101, Success))).await.unwrap();
    for (only, expected) in
        [(&["c", "a", "c"][..], &["a", "c"][..]), (&["b", "nothing"], &["b"]), (&["d"], &["d"]), (&[], &[])]
    {
        let only = only.iter().map(|id| asset_id(id)).collect();
        let found = read(db, Selection { only: Some(only), ..all_in(0, 100) }).await;
        assert_eq!(found.iter().map(|one| one.asset_id.as_str()).collect::<Vec<_>>(), expected);
    }
}

pub async fn a_size_beyond_all_disks_is_refused(db: &dyn Store) {
    let sized = |size| BackupRun { size_bytes: Some(size), ..run("vm", 10, Success) };
    let largest = i64::MAX.unsigned_abs();
    let outcome = db.add_backup_runs(&[sized(largest), sized(largest + 1)]).await;
    assert!(matches!(outcome, Err(StoreError::Invalid(_))), "{outcome:?}");
    assert_eq!(read(db, all_in(0, 100)).await, []);
    assert_eq!(db.add_backup_runs(&[sized(largest)]).await.unwrap(), 1);
}

/// Asset, end, start and outcome of a run.
type Raw = (&'static str, i64, Option<i64>, BackupOutcome);

fn run_of() -> impl Strategy<Value = Raw> {
    (select(vec!["a", "b"]), 0..50_i64, prop::option::of(0..50_i64), select(vec![Success, Warning, Failed]))
}

/// Whatever is written, in whatever order and however often, every window tells what a plain look at it does.
pub async fn whatever_is_written_every_window_tells_the_truth(db: &dyn Store) {
    let case = Cell::new(0);
    let check = |raw: Vec<Raw>, windows: Vec<(i64, i64)>| {
        case.set(case.get() + 1);
        let name = |asset: &str| asset_id(&format!("{asset} of {:02}", case.get()));
        let runs: Vec<_> = raw
            .into_iter()
            .map(|(asset, end, start, outcome)| BackupRun {
                asset_id: name(asset),
                started_at: start.map(at),
                ..run("x", end, outcome)
            })
            .collect();
        let only = Some(vec![name("a"), name("b")]);
        Handle::current().block_on(async {
            db.add_backup_runs(&runs).await.unwrap();
            db.add_backup_runs(&runs[..runs.len() / 2]).await.unwrap();
            for (start, length) in windows {
                let selection = Selection { only: only.clone(), ..all_in(start, start + length) };
                let is_backed_up = |asset: &AssetId| runs.iter().any(|run| run.asset_id == *asset);
                let backed_up = ["a", "b"].into_iter().map(name).filter(is_backed_up);
                let expected: Vec<_> =
                    backed_up.map(|asset| look(&runs, asset, at(start), at(start + length))).collect();
                prop_assert_eq!(read(db, selection).await, expected);
            }
            Ok(())
        })
    };
    let strategy = (prop::collection::vec(run_of(), 0..30), prop::collection::vec((-5..55_i64, 1..60_i64), 1..5));
    tokio::task::block_in_place(|| {
        TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })
            .run(&strategy, |(raw, windows)| check(raw, windows))
            .unwrap();
    });
}

/// What the engines must find, worked out the slow way. Of runs alike, the last by end, start and outcome counts.
fn look(runs: &[BackupRun], asset_id: AssetId, start: Timestamp, end: Timestamp) -> AssetRuns {
    let place = |run: &ReportRun| (run.ended_at, run.started_at, run.outcome);
    let all = runs.iter().filter(|run| run.asset_id == asset_id && run.timestamp <= end).map(in_short);
    let (before, mut runs): (Vec<_>, Vec<_>) = all.partition(|run| run.ended_at <= start);
    runs.extend(before.iter().copied().max_by_key(place));
    let successes = before.into_iter().filter(|run| run.outcome != Failed);
    runs.extend(successes.max_by_key(|run| (run.ended_at, run.started_at.unwrap_or(run.ended_at), place(run))));
    runs.sort_unstable_by_key(place);
    runs.dedup();
    AssetRuns { asset_id, runs }
}
