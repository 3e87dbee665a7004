//! Data that analyses can be made of.

use chrono::{Duration, NaiveDate};
use model::{Asset, AssetId, AssetType, BackupOutcome, BackupRun, Sample, SampleStatus, ServiceType, Timestamp};

use crate::harness::App;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn id(text: &str) -> AssetId {
    AssetId::new(text).unwrap()
}

pub fn asset(name: &str, asset_type: AssetType, service_type: Option<ServiceType>) -> Asset {
    Asset { id: id(name), name: format!("The {name}"), asset_type, service_type, tags: Vec::new() }
}

pub fn sample(service: &str, timestamp: Timestamp, status: SampleStatus) -> Sample {
    Sample { timestamp, service_id: id(service), status, response_ms: None, message: None }
}

pub fn run(asset: &str, ended: Timestamp, started: Option<Timestamp>, outcome: BackupOutcome) -> BackupRun {
    BackupRun { timestamp: ended, asset_id: id(asset), outcome, started_at: started, size_bytes: None, message: None }
}

/// Numbers that look random and are always the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// From 0 to `below`, which is left out.
    pub fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// One service that fails twice on 1 September 2025, and one that never does.
pub async fn a_bad_day(app: &App) {
    let store = &app.state.store;
    store
        .put_assets(&[
            asset("web", AssetType::Service, Some(ServiceType::WebService)),
            asset("orders-db", AssetType::Service, Some(ServiceType::Database)),
        ])
        .await
        .unwrap();
    let start = at("2025-09-01T00:00:00Z");
    let mut samples = Vec::new();
    for hour in 0..24 {
        let moment = start + Duration::hours(hour);
        let web = if [3, 4].contains(&hour) { SampleStatus::Failed } else { SampleStatus::Ok };
        samples.push(sample("web", moment, web));
        samples.push(sample("orders-db", moment, SampleStatus::Ok));
    }
    store.add_samples(&samples).await.unwrap();
}

/// A virtual machine that is backed up every night but the last, until 8 September 2025.
pub async fn a_bad_night(app: &App) {
    let store = &app.state.store;
    store.put_assets(&[asset("vm-101", AssetType::Vm, None)]).await.unwrap();
    let runs: Vec<BackupRun> = (1..=7)
        .map(|day| {
            let start = NaiveDate::from_ymd_opt(2025, 9, day).unwrap().and_hms_opt(22, 0, 0).unwrap().and_utc();
            let outcome = if day == 7 { BackupOutcome::Failed } else { BackupOutcome::Success };
            run("vm-101", start + Duration::minutes(40), Some(start), outcome)
        })
        .collect();
    store.add_backup_runs(&runs).await.unwrap();
}

/// How often the service of [`so_much`] failed.
pub const MANY: u32 = 200_000;

/// So many failures that even a fast machine takes a moment to make their report.
pub async fn so_much(store: &dyn store::Store) {
    failures(store, MANY).await;
}

/// A service that fails each second, so many times.
pub async fn failures(store: &dyn store::Store, count: u32) {
    let start = at("2025-09-01T00:00:00Z");
    let failed = |second: u32| sample("flapping", start + Duration::seconds(second.into()), SampleStatus::Failed);
    for batch in (0..count).collect::<Vec<u32>>().chunks(10_000) {
        let samples: Vec<Sample> = batch.iter().map(|second| failed(*second)).collect();
        store.add_samples(&samples).await.unwrap();
    }
}

/// The configuration of the analysis of [`so_much`].
pub fn all_of_it() -> serde_json::Value {
    serde_json::json!({"kind": "availability", "from": "2025-09-01T00:00:00Z", "to": "2025-09-04T00:00:00Z"})
}
