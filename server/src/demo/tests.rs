use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Timelike};
use model::{BackupOutcome, SampleStatus};

use super::*;

fn story(seed: u64) -> Story {
    Story { seed, until: NaiveDate::from_ymd_opt(2025, 11, 21).unwrap(), days: 30, zone: Tz::Europe__Rome }
}

/// When a service failed, as a day of the month and a time.
fn failures(service: &str) -> Vec<(u32, String)> {
    let story = story(DEFAULT_SEED);
    let samples = story.samples().flatten().filter(|sample| sample.service_id.as_str() == service);
    samples
        .filter(|sample| sample.status == SampleStatus::Failed)
        .map(|sample| sample.timestamp.with_timezone(&story.zone))
        .map(|at| (at.day(), format!("{:02}:{:02}", at.hour(), at.minute())))
        .collect()
}

#[test]
fn everybody_has_a_name_of_their_own_and_the_tag() {
    let assets = story(1).assets();
    let names: HashSet<&str> = ids().collect();
    assert_eq!((assets.len(), names.len()), (68, 68));
    assert!(assets.iter().all(|asset| asset.tags[0] == TAG && names.contains(asset.id.as_str())));
}

#[test]
fn a_seed_tells_one_story() {
    let all = |seed| story(seed).samples().flatten().collect::<Vec<_>>();
    assert_eq!(all(3), all(3));
    assert_ne!(all(3), all(4));
    assert_eq!(story(3).backup_runs(), story(3).backup_runs());
    assert_ne!(story(3).backup_runs(), story(4).backup_runs());
}

#[test]
fn a_month_is_whole_and_no_larger() {
    let story = story(DEFAULT_SEED);
    let (start, end) = story.span();
    let samples: Vec<Sample> = story.samples().flatten().collect();
    assert!((300_000..400_000).contains(&samples.len()), "{}", samples.len());
    assert!(samples.iter().all(|sample| start <= sample.timestamp && sample.timestamp < end));
    let mut counts = BTreeMap::new();
    for sample in &samples {
        *counts.entry(sample.status).or_insert(0) += 1;
    }
    assert!(counts[&SampleStatus::Failed] * 200 < samples.len(), "most is well: {counts:?}");
    assert!(counts[&SampleStatus::Failed] > 300 && counts[&SampleStatus::Unknown] > 100, "{counts:?}");
    assert!(samples.iter().all(|sample| sample.response_ms.is_none_or(|response| response > 0.0)));
}

#[test]
fn the_deployment_and_the_database_night_are_told() {
    let afternoon = |service| {
        failures(service).iter().filter(|(day, at)| *day == 20 && ("15:20".."16:00").contains(&at.as_str())).count()
    };
    for service in ["shop-web", "checkout-api", "payments-gateway"] {
        assert_eq!(afternoon(service), 8, "{service}");
    }
    assert_eq!(afternoon("docs-site"), 0);
    let night = |service| {
        failures(service).iter().filter(|(day, at)| *day == 15 && ("01:50".."03:35").contains(&at.as_str())).count()
    };
    for service in ["orders-db", "orders-api", "reporting"] {
        assert!(night(service) >= 18, "{service}");
    }
}

#[test]
fn backups_have_their_fates() {
    let runs = story(DEFAULT_SEED).backup_runs();
    let of = |asset: &'static str| runs.iter().filter(move |run| run.asset_id.as_str() == asset);
    assert!(of("vm-107-time-clock").count() > 25);
    assert!(of("vm-107-time-clock").all(|run| run.outcome == BackupOutcome::Failed));
    let stopped = of("vm-103-archive").map(|run| run.timestamp).max().unwrap();
    assert_eq!(stopped.with_timezone(&Tz::Europe__Rome).day(), 15);
    assert_eq!(of("ct-205-playground").count(), 0);
    let newest = runs.iter().map(|run| run.timestamp).max().unwrap();
    assert_eq!(newest.with_timezone(&Tz::Europe__Rome).day(), 20);
    assert!(runs.iter().all(|run| run.started_at.is_some_and(|started| started < run.timestamp)));
    assert!(runs.iter().any(|run| run.outcome == BackupOutcome::Warning));
}
