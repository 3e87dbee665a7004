//! What becomes of data over an upgrade and over a restart.

use model::{AuditAction, BackupOutcome, JobState, ReportRun, SampleStatus, Timestamp, Window};
use rusqlite::{Connection, params};
use store::{AssetRuns, ClaimState, HourCount, Selection, ServiceSamples, Store};

use super::{Home, home, open};
use crate::{
    given::{admin, all_in, asset_id, at, counts, found, job_id, queued, row, rows, sample},
    leases::{LONG, claimed},
};

/// A database as the first version made it, with somebody, some samples and some runs in it; `later` takes it further.
fn of_version_1(version: u32, later: &str) -> Home {
    let home = home();
    let db = Connection::open(&home.path).unwrap();
    db.execute_batch(include_str!("../../../src/sqlite/schema/0001_foundation.sql")).unwrap();
    db.pragma_update(None, "application_id", 0x5645_4454).unwrap();
    db.pragma_update(None, "user_version", version).unwrap();
    db.execute(
        "INSERT INTO users VALUES ('id-of-ada', 'ada', 'admin', 0, '$argon2id$ada', ?1, ?2)",
        [at(0).timestamp_millis(), at(1).timestamp_millis()],
    )
    .unwrap();
    db.execute_batch("INSERT INTO subjects VALUES (1, 'web'), (2, 'db')").unwrap();
    for (service, millis, status) in [
        (1, at(3599).timestamp_millis(), 2),
        (1, at(3600).timestamp_millis(), 0),
        (1, at(3600).timestamp_millis(), 2),
        (1, at(7199).timestamp_millis(), 3),
        (2, -1, 1),
        (2, 0, 2),
    ] {
        db.execute("INSERT INTO samples VALUES (?1, ?2, ?3, NULL, NULL)", params![service, millis, status]).unwrap();
    }
    db.execute(
        "INSERT INTO backup_runs VALUES (2, ?1, 0, NULL, NULL, NULL), (2, ?1, 0, ?1, 7, 'fatto')",
        [at(50).timestamp_millis()],
    )
    .unwrap();
    db.execute_batch(later).unwrap();
    db.close().unwrap();
    home
}

pub async fn a_file_of_version_1_is_upgraded() {
    let home = of_version_1(1, "");
    let db = open(&home.path).await.unwrap();
    assert_eq!(db.find_user(&admin("ada").id).await.unwrap(), Some(admin("ada")));
    let moment = |millis| Timestamp::from_timestamp_millis(millis).unwrap();
    let counted = |hours: Vec<HourCount>| hours.iter().map(|hour| (hour.hour, hour.count)).collect::<Vec<_>>();
    let expected = [(moment(-3_600_000), 1), (moment(0), 1), (at(0), 1), (at(3600), 3)];
    assert_eq!(counted(db.sample_hours().await.unwrap()), expected);

    let window = Window { start: Timestamp::MIN_UTC, end: Timestamp::MAX_UTC };
    let found = db.read_samples(Selection { window, only: None }).await.unwrap().found;
    let (first, last) = (moment(-1), moment(0));
    let of_db =
        ServiceSamples { service_id: asset_id("db"), counts: counts([0, 1, 1, 0]), first, last, failures: vec![last] };
    let web = ServiceSamples {
        service_id: asset_id("web"),
        counts: counts([1, 0, 2, 1]),
        first: at(3599),
        last: at(7199),
        failures: vec![at(3599), at(3600)],
    };
    assert_eq!(found, [of_db, web]);
    let unstarted = ReportRun { ended_at: at(50), started_at: None, outcome: BackupOutcome::Success };
    let runs = vec![unstarted, ReportRun { started_at: Some(at(50)), ..unstarted }];
    let found = db.read_backup_runs(all_in(0, 100)).await.unwrap().found;
    assert_eq!(found, [AssetRuns { asset_id: asset_id("db"), runs }]);
    // What is there already is counted no second time.
    let again = [sample("web", 3600, SampleStatus::Ok), sample("web", 3601, SampleStatus::Ok)];
    assert_eq!(db.add_samples(&again).await.unwrap(), 1);
    assert_eq!(counted(db.sample_hours().await.unwrap())[3], (at(3600), 4));
    assert_eq!(db.sampled_services().await.unwrap(), [asset_id("db"), asset_id("web")]);
    db.close().await;
}

pub async fn a_removal_goes_on_after_an_upgrade_from_version_2() {
    let second = include_str!("../../../src/sqlite/schema/0002_analyses.sql");
    let removal = "INSERT INTO removed_subjects VALUES (1); DELETE FROM subjects WHERE key = 1;
                   DELETE FROM sample_hours WHERE service = 1;
                   INSERT INTO subjects VALUES (3, 'vm');
                   INSERT INTO backup_runs VALUES (3, 0, 0, 0, NULL, NULL);";
    let home = of_version_1(2, &format!("{second} {removal}"));
    let db = open(&home.path).await.unwrap();
    wait_until_left(&*db, &home, 2).await;
    // A service has samples, a machine with backups has none.
    assert_eq!(db.sampled_services().await.unwrap(), [asset_id("db")]);
    db.add_samples(&[sample("web", 3600, SampleStatus::Ok), sample("vm", 3600, SampleStatus::Ok)]).await.unwrap();
    assert_eq!(db.sampled_services().await.unwrap(), ["db", "vm", "web"].map(asset_id));
    assert_eq!(kept_in(&home), 4);
    db.close().await;
}

pub async fn a_job_of_a_process_that_ended_is_free_at_the_next_start() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    queued(&*db, "one", 0).await;
    let lost = claimed(&*db, LONG).await;
    db.close().await;

    let db = open(&home.path).await.unwrap();
    assert_eq!(found(&*db, &job_id("one")).await.state, JobState::Running);
    let claim = claimed(&*db, LONG).await;
    assert_eq!((claim.job.id.clone(), claim.job.claims), (lost.job.id.clone(), 2));
    assert_eq!(db.check_claim(&lost).await.unwrap(), ClaimState::Lost);
    db.close().await;
}

/// How many samples lie in the file, whether or not anybody can read them.
fn kept_in(home: &Home) -> i64 {
    let db = Connection::open(&home.path).unwrap();
    db.query_row("SELECT count(*) FROM samples", [], |row| row.get(0)).unwrap()
}

/// Writes, which take turns with the deleting in the background, until so many samples are left.
async fn wait_until_left(db: &dyn Store, home: &Home, left: i64) {
    while kept_in(home) != left {
        db.append_audit(row(AuditAction::SignIn)).await.unwrap();
        assert!(rows(db).await.len() < 500, "{} are left", kept_in(home));
    }
}

pub async fn removed_samples_leave_the_file() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    let many: Vec<_> = (0..25_000).map(|n| sample("web", n, SampleStatus::Failed)).collect();
    db.add_samples(&[sample("db", 0, SampleStatus::Ok)]).await.unwrap();
    db.add_samples(&many).await.unwrap();
    let sparse: Vec<_> = (0..500).map(|n| sample("web", n * 3600, SampleStatus::Failed)).collect();
    db.add_samples(&sparse).await.unwrap();
    db.remove_assets_and_data(&[asset_id("web")], row(AuditAction::DataRemoved)).await.unwrap();
    // They can be read no more before they are gone, and those that come under the name meanwhile stay.
    db.add_samples(&many[..10]).await.unwrap();
    wait_until_left(&*db, &home, 11).await;
    let found = db.read_samples(all_in(0, 100_000)).await.unwrap().found;
    assert_eq!(found.iter().map(|one| one.counts.total()).collect::<Vec<_>>(), [1, 10]);
    db.close().await;
}

pub async fn what_a_removal_left_goes_at_the_next_start() {
    let home = home();
    let db = open(&home.path).await.unwrap();
    db.add_samples(&[sample("web", 0, SampleStatus::Ok), sample("db", 0, SampleStatus::Ok)]).await.unwrap();
    db.close().await;
    let file = Connection::open(&home.path).unwrap();
    file.execute_batch(
        "INSERT INTO removed_hours SELECT key, hour FROM subjects JOIN sample_hours ON service = key WHERE id = 'web';
         DELETE FROM sample_hours WHERE service = (SELECT key FROM subjects WHERE id = 'web');
         DELETE FROM subjects WHERE id = 'web'",
    )
    .unwrap();
    file.close().unwrap();

    let db = open(&home.path).await.unwrap();
    wait_until_left(&*db, &home, 1).await;
    assert_eq!(db.sampled_services().await.unwrap(), [asset_id("db")]);
    db.close().await;
}
