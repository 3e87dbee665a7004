//! Which hours hold data, how new it is, and whom it names.

use model::{BackupOutcome, SampleStatus, Timestamp};
use store::{HourCount, Store};

use crate::given::{asset_id, at, backup_run, sample};
use SampleStatus::{Failed, Ok as Up};

fn counted(hours: Vec<HourCount>) -> Vec<(i64, u64)> {
    let number = |hour: &HourCount| (hour.hour - at(0)).num_hours();
    hours.iter().map(|hour| (number(hour), hour.count)).collect()
}

pub async fn nothing_has_no_hours(db: &dyn Store) {
    assert_eq!(db.sample_hours().await.unwrap(), []);
    assert_eq!(db.backup_hours().await.unwrap(), []);
    assert_eq!(db.newest_sample().await.unwrap(), None);
    assert_eq!(db.newest_backup_run().await.unwrap(), None);
    assert_eq!(db.sampled_services().await.unwrap(), []);
    assert_eq!(db.backed_up_assets().await.unwrap(), []);
}

pub async fn hours_of_samples_are_counted(db: &dyn Store) {
    let samples = [("web", 3600), ("web", 7199), ("db", 3601), ("db", 7200), ("web", -1), ("web", 0), ("web", 360_000)];
    let samples = samples.map(|(service, seconds)| sample(service, seconds, Up));
    db.add_samples(&samples).await.unwrap();
    // The same again, and another status at one of the moments.
    db.add_samples(&[&samples[..], &[sample("web", 0, Failed)]].concat()).await.unwrap();
    assert_eq!(counted(db.sample_hours().await.unwrap()), [(-1, 1), (0, 2), (1, 3), (2, 1), (100, 1)]);
}

pub async fn hours_of_backup_runs_are_counted(db: &dyn Store) {
    let runs = [("a", 0), ("b", 3599), ("a", 3600), ("a", -1), ("a", -3600), ("a", -3601)];
    let runs = runs.map(|(asset, seconds)| backup_run(asset, seconds, BackupOutcome::Success));
    db.add_backup_runs(&runs).await.unwrap();
    db.add_backup_runs(&runs).await.unwrap();
    assert_eq!(counted(db.backup_hours().await.unwrap()), [(-2, 1), (-1, 2), (0, 2), (1, 1)]);
}

pub async fn hours_tell_their_first_and_last_moment(db: &dyn Store) {
    for (owner, seconds) in [("b", 1800), ("a", 100), ("a", 3599), ("c", 3600), ("c", 7000)] {
        db.add_samples(&[sample(owner, seconds, Up)]).await.unwrap();
        db.add_backup_runs(&[backup_run(owner, seconds, BackupOutcome::Success)]).await.unwrap();
    }
    let ends = |hours: Vec<HourCount>| hours.into_iter().map(|hour| (hour.first, hour.last)).collect::<Vec<_>>();
    let expected = [(at(100), at(3599)), (at(3600), at(7000))];
    assert_eq!(ends(db.sample_hours().await.unwrap()), expected);
    assert_eq!(ends(db.backup_hours().await.unwrap()), expected);
}

pub async fn hours_before_1970_are_hours_too(db: &dyn Store) {
    let moment = |text: &str| text.parse::<Timestamp>().unwrap();
    let mut check = sample("web", 0, Up);
    let mut run = backup_run("vm", 0, BackupOutcome::Failed);
    let mut expected = Vec::new();
    for (timestamp, hour) in [
        ("1969-12-31T22:59:59.999Z", "1969-12-31T22:00:00Z"),
        ("1969-12-31T23:00:00Z", "1969-12-31T23:00:00Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ] {
        (check.timestamp, run.timestamp) = (moment(timestamp), moment(timestamp));
        db.add_samples(&[check.clone()]).await.unwrap();
        db.add_backup_runs(&[run.clone()]).await.unwrap();
        expected.push(HourCount { hour: moment(hour), count: 1, first: check.timestamp, last: check.timestamp });
    }
    assert_eq!(db.sample_hours().await.unwrap(), expected);
    assert_eq!(db.backup_hours().await.unwrap(), expected);
}

pub async fn the_newest_is_found(db: &dyn Store) {
    db.add_samples(&[sample("web", 50, Up), sample("db", 90_000, Up), sample("web", 70_000, Up)]).await.unwrap();
    assert_eq!(db.newest_sample().await.unwrap(), Some(at(90_000)));
    // What comes late is not new.
    db.add_samples(&[sample("db", 89_999, Failed)]).await.unwrap();
    assert_eq!(db.newest_sample().await.unwrap(), Some(at(90_000)));
    let run = |asset, seconds| backup_run(asset, seconds, BackupOutcome::Failed);
    db.add_backup_runs(&[run("a", 50), run("b", 90), run("a", 70)]).await.unwrap();
    assert_eq!(db.newest_backup_run().await.unwrap(), Some(at(90)));
}

pub async fn ids_are_listed_once(db: &dyn Store) {
    db.add_samples(&["web", "db", "é", "B", "web"].map(|id| sample(id, 10, Up))).await.unwrap();
    db.add_samples(&[sample("web", 20, Failed)]).await.unwrap();
    db.add_backup_runs(&["vm", "db", "vm"].map(|id| backup_run(id, 10, BackupOutcome::Success))).await.unwrap();
    assert_eq!(db.sampled_services().await.unwrap(), ["B", "db", "web", "é"].map(asset_id));
    assert_eq!(db.backed_up_assets().await.unwrap(), ["db", "vm"].map(asset_id));
}
