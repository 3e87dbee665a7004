//! What only the embedded engine promises: one file, one process, and no change on the disk where it refuses.

mod data;

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::future::{join, join_all};
use libtest_mimic::Trial;
use model::{AuditAction, BackupOutcome, NewAuditEntry, SampleStatus};
use rusqlite::{Connection, config::DbConfig};
use store::{DatabaseUrl, OpenError, Store, StoreError};
use tempfile::TempDir;

use crate::{
    audited,
    fresh::block_on,
    given::{added, admin, all_in, backup_run, row, rows, sample, viewer},
};

macro_rules! trials {
    ($($test:path),+ $(,)?) => {
        pub fn trials() -> Vec<Trial> {
            vec![$(Trial::test(concat!("sqlite::file::", stringify!($test)), || {
                block_on($test());
                Ok(())
            })),+]
        }
    };
}

trials![
    what_was_written_outlives_closing,
    what_was_acknowledged_outlives_a_kill,
    many_writes_share_commits_and_fail_alone,
    long_reads_keep_nobody_from_short_ones,
    nothing_is_done_without_its_row,
    only_its_owner_may_read_it,
    what_was_not_finished_is_made_anew,
    a_second_store_is_refused,
    another_name_is_the_same_file,
    what_is_no_file_is_refused,
    an_unwritable_folder_is_refused,
    what_is_no_database_is_refused,
    a_foreign_database_is_refused,
    a_newer_schema_is_refused,
    a_damaged_header_is_refused,
    a_damaged_page_is_refused,
    what_was_never_written_is_damage,
    a_shortened_file_is_refused,
    a_damaged_log_is_refused,
    a_log_without_its_file_is_refused,
    data::a_file_of_version_1_is_upgraded,
    data::a_removal_goes_on_after_an_upgrade_from_version_2,
    data::a_job_of_a_process_that_ended_is_free_at_the_next_start,
    data::removed_samples_leave_the_file,
    data::what_a_removal_left_goes_at_the_next_start,
];

/// A folder for one test, and the database file in it.
struct Home {
    folder: TempDir,
    path: PathBuf,
}

fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vedetta.db");
    Home { folder, path }
}

async fn open(path: &Path) -> Result<Arc<dyn Store>, OpenError> {
    store::open(&DatabaseUrl::Sqlite { path: path.to_owned() }).await
}

/// A closed database with somebody in it.
async fn made() -> Home {
    let home = home();
    let db = open(&home.path).await.unwrap();
    added(&*db, admin("ada")).await;
    db.close().await;
    home
}

/// A database as a kill leaves it: much in the log, little in the file.
async fn killed() -> Home {
    let (alive, home) = (home(), home());
    let db = open(&alive.path).await.unwrap();
    for name in ["ada", "bob", "carl", "dora"] {
        added(&*db, viewer(name)).await;
    }
    for suffix in ["", "-wal"] {
        fs::copy(beside(&alive.path, suffix), beside(&home.path, suffix)).unwrap();
    }
    db.close().await;
    home
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// Every file in a folder with all its bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Opening must be refused in one line that says `why`, and leave every byte as it was.
async fn assert_refused(home: &Home, path: &Path, why: &str) {
    let before = bytes(home.folder.path());
    let line = match open(path).await {
        Err(OpenError::Refused(line)) => line,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("{why}: it was opened"),
    };
    assert!(line.contains(why) && !line.contains('\n'), "{line:?} does not say {why:?}");
    assert!(line.contains("vedetta.db") || line.contains("folder"), "{line:?} does not name the file");
    assert_eq!(bytes(home.folder.path()), before, "{why}");
}

/// Overwrites a few bytes of a file.
fn overwrite(path: &Path, at: usize, new: &[u8]) {
    let mut content = fs::read(path).unwrap();
    content[at..at + new.len()].copy_from_slice(new);
    fs::write(path, content).unwrap();
}

async fn what_was_written_outlives_closing() {
    let home = made().await;
    assert_eq!(bytes(home.folder.path()).len(), 1, "closing leaves one file");
    let db = open(&home.path).await.unwrap();
    assert_eq!(db.find_user_by_name(&admin("ada").name).await.unwrap(), Some(admin("ada")));
    db.close().await;
}

async fn what_was_acknowledged_outlives_a_kill() {
    let home = killed().await;
    let db = open(&home.path).await.unwrap();
    assert_eq!(rows(&*db).await.len(), 4);
    db.close().await;
}

async fn many_writes_share_commits_and_fail_alone() {
    let home = made().await;
    let db = open(&home.path).await.unwrap();
    let outcomes = join_all((0..300).map(|n| {
        let db = &db;
        async move {
            if n % 7 == 0 {
                // Ada is there already.
                db.add_user(&admin("ada"), row(AuditAction::UserAdded)).await
            } else {
                db.append_audit(NewAuditEntry { object: n.to_string(), ..row(AuditAction::SignIn) }).await
            }
        }
    }))
    .await;
    for (n, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.is_err(), n % 7 == 0, "{n}: {outcome:?}");
    }
    db.close().await;
    let db = open(&home.path).await.unwrap();
    // The first row tells of Ada.
    let mut kept: Vec<usize> = rows(&*db).await[1..].iter().map(|row| row.entry.object.parse().unwrap()).collect();
    kept.sort_unstable();
    assert_eq!(kept, (0..300).filter(|n| n % 7 != 0).collect::<Vec<_>>());
    db.close().await;
}

/// One of the reads that take a while where there is much.
async fn read_long(db: &dyn Store, which: usize) {
    match which % 4 {
        0 => drop(db.read_samples(all_in(0, 1_000_000)).await.unwrap()),
        1 => drop(db.sample_hours().await.unwrap()),
        2 => drop(db.read_backup_runs(all_in(0, 1_000_000)).await.unwrap()),
        _ => drop(db.backup_hours().await.unwrap()),
    }
}

async fn long_reads_keep_nobody_from_short_ones() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    let places = (0..20_000).map(|n: i64| (format!("s-{}", n % 100), n / 100 * 3600));
    let samples: Vec<_> = places.clone().map(|(id, at)| sample(&id, at, SampleStatus::Ok)).collect();
    db.add_samples(&samples).await.unwrap();
    let runs: Vec<_> = places.map(|(id, at)| backup_run(&id, at, BackupOutcome::Success)).collect();
    db.add_backup_runs(&runs).await.unwrap();

    let ended = AtomicUsize::new(0);
    let long = (0..20).map(|which| {
        let (db, ended) = (&*db, &ended);
        async move {
            read_long(db, which).await;
            ended.fetch_add(1, Ordering::SeqCst);
        }
    });
    let short = async {
        db.has_users().await.unwrap();
        ended.load(Ordering::SeqCst)
    };
    let (_, before) = join(join_all(long), short).await;
    assert!(before < 10, "{before} of 20 were done first");
    db.close().await;
}

async fn nothing_is_done_without_its_row() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    let refuse_rows = async || {
        let trigger = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the trail is full'); END";
        Connection::open(&home.path).unwrap().execute_batch(trigger).unwrap();
    };
    audited::nothing_is_done_without_its_row(&*db, refuse_rows).await;
}

async fn only_its_owner_may_read_it() {
    let home = home();
    let path = home.folder.path().join("new/data/vedetta.db");
    let db = open(&path).await.unwrap();
    added(&*db, admin("ada")).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    for suffix in ["", "-wal", "-shm", "-lock"] {
        assert_eq!(mode(&beside(&path, suffix)), 0o600, "{suffix:?}");
    }
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    db.close().await;
}

async fn what_was_not_finished_is_made_anew() {
    let home = home();
    for suffix in ["-new", "-new-wal", "-new-journal"] {
        fs::write(beside(&home.path, suffix), "half a database").unwrap();
    }
    let db = open(&home.path).await.unwrap();
    db.close().await;
    assert_eq!(bytes(home.folder.path()).into_keys().collect::<Vec<_>>(), std::slice::from_ref(&home.path));
}

async fn a_second_store_is_refused() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    assert_refused(&home, &home.path, "in use by another Vedetta").await;
    db.ping().await.unwrap();
    db.close().await;
    open(&home.path).await.unwrap().close().await;
}

async fn another_name_is_the_same_file() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    let link = home.folder.path().join("link.db");
    symlink(&home.path, &link).unwrap();
    assert_refused(&home, &link, "in use by another Vedetta").await;
    db.close().await;
}

async fn what_is_no_file_is_refused() {
    let home = home();
    fs::create_dir(&home.path).unwrap();
    assert_refused(&home, &home.path, "is a folder").await;

    let link = home.folder.path().join("link-to-vedetta.db");
    symlink(home.folder.path().join("nowhere"), &link).unwrap();
    assert_refused(&home, &link, "is a link to a file that is not there").await;

    let file = home.folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert_refused(&home, &file.join("vedetta.db"), "Not a directory").await;
    assert_refused(&home, &file.join("deeper/vedetta.db"), "Not a directory").await;
}

async fn an_unwritable_folder_is_refused() {
    let home = home();
    let folder = home.folder.path().join("locked");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_err() {
        return assert_refused(&home, &folder.join("vedetta.db"), "cannot be written to").await;
    }
    // To root all folders are writable but those that are not on a disk.
    assert_refused(&home, Path::new("/proc/vedetta.db"), "cannot be written to").await;
}

async fn what_is_no_database_is_refused() {
    let home = home();
    for content in ["", "a", "CREATE TABLE users", &"\0".repeat(5000)] {
        fs::write(&home.path, content).unwrap();
        assert_refused(&home, &home.path, "is not a SQLite database").await;
    }
}

async fn a_foreign_database_is_refused() {
    let home = home();
    let db = Connection::open(&home.path).unwrap();
    db.execute_batch("CREATE TABLE users (id); INSERT INTO users VALUES (1)").unwrap();
    db.close().unwrap();
    assert_refused(&home, &home.path, "is a database of another program").await;
}

async fn a_newer_schema_is_refused() {
    for only_in_the_log in [false, true] {
        let home = made().await;
        let db = Connection::open(&home.path).unwrap();
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, only_in_the_log).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        db.close().unwrap();
        assert_eq!(beside(&home.path, "-wal").exists(), only_in_the_log);
        assert_refused(&home, &home.path, "was written by a newer Vedetta").await;
    }
}

async fn a_damaged_header_is_refused() {
    for (at, new, why) in [
        (0, &[0; 100][..], "is not a SQLite database"),
        (3, b"X", "is not a SQLite database"),
        (16, b"\x00\x03", "is damaged"),
        (18, b"\x09\x09", "is damaged"),
        (68, b"\0\0\0\0", "is a database of another program"),
    ] {
        let home = made().await;
        overwrite(&home.path, at, new);
        assert_refused(&home, &home.path, why).await;
    }
}

async fn a_damaged_page_is_refused() {
    // A page that an earlier version used and this one does not may hold anything.
    async fn made_dense() -> Home {
        let home = made().await;
        Connection::open(&home.path).unwrap().execute_batch("VACUUM").unwrap();
        home
    }
    let pages = fs::metadata(&made_dense().await.path).unwrap().len() / 4096;
    for page in 1..pages {
        let home = made_dense().await;
        overwrite(&home.path, usize::try_from(page).unwrap() * 4096, &[0xAA; 4096]);
        assert_refused(&home, &home.path, "is damaged").await;
    }
}

async fn what_was_never_written_is_damage() {
    let home = made().await;
    Connection::open(&home.path).unwrap().execute("UPDATE users SET role = 'emperor'", []).unwrap();
    let db = open(&home.path).await.unwrap();
    let outcome = db.find_user(&admin("ada").id).await;
    assert!(matches!(&outcome, Err(StoreError::Damaged(why)) if why.contains("role")), "{outcome:?}");
    db.close().await;
}

async fn a_shortened_file_is_refused() {
    for kept in [50, 100, 4096, 5000, 20_000] {
        let home = made().await;
        let content = fs::read(&home.path).unwrap();
        fs::write(&home.path, &content[..kept]).unwrap();
        assert_refused(&home, &home.path, "damaged").await;
    }
}

async fn a_damaged_log_is_refused() {
    let length = fs::metadata(beside(&killed().await.path, "-wal")).unwrap().len();
    for at in [0, 20, 60, usize::try_from(length).unwrap() / 2] {
        let home = killed().await;
        overwrite(&beside(&home.path, "-wal"), at, b"damage");
        assert_refused(&home, &home.path, "vedetta.db-wal is damaged").await;
    }
}

async fn a_log_without_its_file_is_refused() {
    let home = killed().await;
    fs::remove_file(&home.path).unwrap();
    assert_refused(&home, &home.path, "is damaged").await;
}
