//! Runs of backups.

use std::cell::Cell;

use model::{BackupOutcome, BackupRun, Window};
use proptest::{prelude::*, test_runner::TestRunner};
use store::{Store, StoreError, Unreadable};
use tokio::runtime::Handle;

use crate::given::{asset_id, at, window};
use BackupOutcome::{Failed, Success, Warning};

const OUTCOMES: [BackupOutcome; 3] = [Success, Warning, Failed];

fn run(asset: &str, seconds: i64, outcome: BackupOutcome) -> BackupRun {
    BackupRun {
        timestamp: at(seconds),
        asset_id: asset_id(asset),
        outcome,
        started_at: Some(at(seconds - 5)),
        size_bytes: Some(1 << 40),
        message: Some("fatto".into()),
    }
}

async fn read(db: &dyn Store, window: Window) -> Vec<BackupRun> {
    let read = db.read_backup_runs(window).await.unwrap();
    assert_eq!(read.unreadable, Unreadable::default());
    read.found
}

pub async fn a_run_is_read_back_as_written(db: &dyn Store) {
    let bare = BackupRun { started_at: None, size_bytes: None, message: None, ..run("vm-2", 20, Warning) };
    let runs = [run("vm-1", 10, Success), run("vm-1", 30, Failed), bare];
    assert_eq!(db.add_backup_runs(&[runs[1].clone(), runs[2].clone(), runs[0].clone()]).await.unwrap(), 3);
    assert_eq!(read(db, window(0, 100)).await, runs);
    assert_eq!(read(db, window(10, 30)).await, [runs[0].clone(), runs[2].clone()]);
}

pub async fn the_same_run_twice_is_one(db: &dyn Store) {
    let started = run("vm", 10, Success);
    let unstarted = BackupRun { started_at: None, ..started.clone() };
    let runs = [started.clone(), unstarted.clone(), started, unstarted];
    assert_eq!(db.add_backup_runs(&runs).await.unwrap(), 2);
    assert_eq!(db.add_backup_runs(&runs).await.unwrap(), 0);
    assert_eq!(db.add_backup_runs(&[run("vm", 10, Warning), run("vm2", 10, Success)]).await.unwrap(), 2);
    assert_eq!(read(db, window(0, 100)).await.len(), 4);
}

pub async fn the_newest_success_before_the_window_counts(db: &dyn Store) {
    let runs = [
        run("failing", 30, Failed),
        run("old", 10, Success),
        run("old", 20, Warning),
        run("old", 30, Failed),
        run("old", 110, Failed),
        run("silent", 20, Success),
    ];
    db.add_backup_runs(&runs).await.unwrap();
    let expected = [runs[2].clone(), runs[4].clone(), runs[5].clone()];
    assert_eq!(read(db, window(100, 200)).await, expected);
}

pub async fn a_size_beyond_all_disks_is_refused(db: &dyn Store) {
    let sized = |size| BackupRun { size_bytes: Some(size), ..run("vm", 10, Success) };
    let largest = i64::MAX.unsigned_abs();
    let outcome = db.add_backup_runs(&[sized(largest), sized(largest + 1)]).await;
    assert!(matches!(outcome, Err(StoreError::Invalid(_))), "{outcome:?}");
    assert_eq!(read(db, window(0, 100)).await, []);
    db.add_backup_runs(&[sized(largest)]).await.unwrap();
    assert_eq!(read(db, window(0, 100)).await, [sized(largest)]);
}

/// End, outcome, start, size and message of a run.
type Raw = (i64, usize, Option<i64>, Option<u32>, Option<String>);

/// Whatever is written, in whatever order, comes back equal.
pub async fn what_is_written_is_read(db: &dyn Store) {
    let moment = 0..50_i64;
    let one = (moment.clone(), 0..3_usize, prop::option::of(moment), any::<Option<u32>>(), any::<Option<String>>());
    let case = Cell::new(0);
    let check = |raw: Vec<Raw>| {
        case.set(case.get() + 1);
        let start = case.get() * 100;
        // One asset per case, so that an earlier case leaves no success before this one's window.
        let asset = format!("vm {}", case.get());
        let mut runs: Vec<_> = raw
            .into_iter()
            .map(|(end, outcome, started, size, message)| BackupRun {
                timestamp: at(start + end),
                asset_id: asset_id(&asset),
                outcome: OUTCOMES[outcome],
                started_at: started.map(|started| at(start + started)),
                size_bytes: size.map(u64::from),
                message,
            })
            .collect();
        Handle::current().block_on(async {
            db.add_backup_runs(&runs).await.unwrap();
            let mut found = read(db, window(start, start + 50)).await;
            found.retain(|run| run.asset_id.as_str() == asset);
            let identity = |run: &BackupRun| (run.timestamp, run.started_at, run.outcome);
            // Of runs with one identity, the first is kept; a stable sort keeps it first.
            runs.sort_by_key(identity);
            runs.dedup_by_key(|run| identity(run));
            prop_assert_eq!(found, runs);
            Ok(())
        })
    };
    tokio::task::block_in_place(|| {
        TestRunner::new(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })
            .run(&prop::collection::vec(one, 0..30), check)
            .unwrap();
    });
}
