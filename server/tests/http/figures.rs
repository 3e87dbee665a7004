//! Every figure of a report against a plain calculation that shares no code with the program: from the rows alone, by
//! the rules as they are written down.

use chrono::Duration;
use model::{AssetType, BackupOutcome, BackupRun, Sample, SampleStatus, ServiceType, Timestamp};
use serde_json::{Value, json};

use crate::{
    given::{self, Dice, at},
    harness::App,
};

/// Sums may differ in their last digit; nothing else may.
fn check_close(found: &Value, expected: f64, what: &str) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{what} is no number"));
    assert!((found - expected).abs() < 1e-12, "{what}: {found} instead of {expected}");
}

fn moment(at: Timestamp) -> Value {
    serde_json::to_value(at).unwrap()
}

const SERVICES: [(&str, ServiceType, u32, u32); 6] = [
    ("calm", ServiceType::WebService, 5, 5),
    ("shaky", ServiceType::Database, 3, 5),
    ("bad", ServiceType::Application, 8, 5),
    ("awful", ServiceType::Mail, 6, 5),
    ("chosen", ServiceType::CiCd, 50, 10),
    ("silent", ServiceType::Backup, 10, 1),
];

/// A sample every ten minutes of three days, out of order, with duplicates and several statuses at one moment.
fn rolled_samples(dice: &mut Dice) -> Vec<Sample> {
    let start = at("2025-08-31T00:00:00Z");
    let mut samples = Vec::new();
    for (place, (service, ..)) in SERVICES.iter().enumerate().take(5) {
        for step in 0..432 {
            let moment = start + Duration::minutes(10 * step) + Duration::milliseconds(dice.roll(3) as i64);
            let status = match dice.roll(100) {
                roll if roll < [0, 2, 6, 20, 15][place] => SampleStatus::Failed,
                roll if roll < 30 => SampleStatus::Degraded,
                roll if roll < 33 => SampleStatus::Unknown,
                _ => SampleStatus::Ok,
            };
            samples.push(given::sample(service, moment, status));
            if dice.roll(20) == 0 {
                samples.push(given::sample(service, moment, status));
                samples.push(given::sample(service, moment, SampleStatus::Failed));
            }
        }
    }
    for place in (1..samples.len()).rev() {
        samples.swap(place, dice.roll(place as u64 + 1) as usize);
    }
    samples
}

/// The rule of availability, as it is written.
fn plain_score(failures: u32, budget: u32) -> f64 {
    let (p, e) = (f64::from(failures), f64::from(budget));
    if failures == 0 {
        1.0
    } else if failures <= budget {
        1.0 - (p / e) * 0.5
    } else {
        f64::max(0.0, 0.5 - ((p - e) / e) * 0.5)
    }
}

/// What a report says of a service, and what was rolled for it within the window: each sample once, in their order.
struct Service {
    found: Value,
    name: &'static str,
    budget: u32,
    weight: u32,
    samples: Vec<Sample>,
}

impl Service {
    fn count(&self, status: SampleStatus) -> u32 {
        self.samples.iter().filter(|sample| sample.status == status).count() as u32
    }

    /// None without data.
    fn score(&self) -> Option<f64> {
        (!self.samples.is_empty()).then(|| plain_score(self.count(SampleStatus::Failed), self.budget))
    }

    fn status(&self) -> &'static str {
        match self.score() {
            None => "NO_DATA",
            Some(score) if score < 0.5 => "CRITICAL",
            Some(score) if score <= 0.8 => "ATTENZIONE",
            Some(_) => "GOOD",
        }
    }

    /// The score after each failure; of several at one moment, after the last.
    fn points(&self) -> Vec<Value> {
        let mut points: Vec<Value> = Vec::new();
        let failed = self.samples.iter().filter(|sample| sample.status == SampleStatus::Failed);
        for (failures, sample) in (1..).zip(failed) {
            let score = plain_score(failures, self.budget);
            let point = json!({"timestamp": moment(sample.timestamp), "failures": failures, "score": score});
            match points.last_mut() {
                Some(last) if last["timestamp"] == point["timestamp"] => *last = point,
                _ => points.push(point),
            }
        }
        points
    }
}

/// A report of what was rolled, and its services.
async fn availability() -> (Value, Vec<Service>) {
    let app = App::start().await;
    let ada = app.admin().await;
    let assets: Vec<_> = SERVICES
        .iter()
        .map(|(name, service_type, ..)| given::asset(name, AssetType::Service, Some(*service_type)))
        .collect();
    app.state.store.put_assets(&assets).await.unwrap();
    let mut samples = rolled_samples(&mut Dice::new(7));
    for batch in samples.chunks(500) {
        app.state.store.add_samples(batch).await.unwrap();
    }
    let _workers = app.workers();
    let (from, to) = (at("2025-08-31T06:05:00Z"), at("2025-09-02T17:00:00.001Z"));
    let chosen: Vec<Value> = SERVICES
        .iter()
        .map(|(name, _, budget, weight)| match *name {
            "chosen" | "silent" => json!({"service_id": name, "error_budget": budget, "weight": weight}),
            _ => json!({"service_id": name}),
        })
        .collect();
    let report = ada.analyze(&json!({"kind": "availability", "from": from, "to": to, "services": chosen})).await;

    samples.retain(|sample| from <= sample.timestamp && sample.timestamp < to);
    samples.sort_by_key(|sample| (sample.timestamp, sample.status));
    let mut expected = SERVICES;
    expected.sort_by_key(|(name, ..)| *name);
    let services = expected.into_iter().zip(report["services"].as_array().unwrap());
    let services = services.map(|((name, _, budget, weight), found)| {
        let mut own: Vec<Sample> = samples.iter().filter(|one| one.service_id.as_str() == name).cloned().collect();
        own.dedup();
        Service { found: found.clone(), name, budget, weight, samples: own }
    });
    let services = services.collect();
    (report, services)
}

fn extent<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Value {
    let mut moments: Vec<Timestamp> = samples.into_iter().map(|sample| sample.timestamp).collect();
    moments.sort();
    let Some((first, last)) = moments.first().zip(moments.last()) else { return Value::Null };
    json!({"first": moment(*first), "last": moment(*last)})
}

#[tokio::test]
async fn every_sample_of_the_window_is_counted_once() {
    let (report, services) = availability().await;
    for service in &services {
        let Service { found, name, samples, .. } = service;
        let counts = json!({
            "ok": service.count(SampleStatus::Ok), "degraded": service.count(SampleStatus::Degraded),
            "failed": service.count(SampleStatus::Failed), "unknown": service.count(SampleStatus::Unknown),
        });
        assert_eq!((&found["samples"], &found["extent"]), (&counts, &extent(samples)), "{name}");
    }
    assert_eq!(report["timeline"], extent(services.iter().flat_map(|service| &service.samples)));
}

#[tokio::test]
async fn the_score_of_a_service_is_what_its_failures_leave_of_its_budget() {
    let (_, services) = availability().await;
    for service in &services {
        let Service { found, name, budget, weight, .. } = service;
        assert_eq!(
            (&found["service_id"], &found["error_budget"], &found["weight"]),
            (&json!(name), &json!(budget), &json!(weight))
        );
        assert_eq!(found["points"], Value::from(service.points()), "{name}");
        assert_eq!(
            (&found["final_score"], &found["final_status"]),
            (&json!(service.score()), &json!(service.status())),
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_score_of_a_report_is_the_weighted_mean_of_those_that_have_one() {
    let (report, services) = availability().await;
    let (mut weighted, mut weights) = (0.0, 0.0);
    for service in &services {
        if let Some(score) = service.score() {
            weighted += score * f64::from(service.weight);
            weights += f64::from(service.weight);
        }
    }
    check_close(&report["score"], weighted / weights, "the aggregate");
    let counted: Vec<Value> = ["GOOD", "ATTENZIONE", "CRITICAL", "NO_DATA"]
        .into_iter()
        .map(|status| (status, services.iter().filter(|service| service.status() == status).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(status, count)| json!({"status": status, "count": count}))
        .collect();
    assert_eq!(report["statuses"], Value::from(counted));
}

const ASSETS: [(&str, AssetType, f64, u32); 6] = [
    ("container", AssetType::Container, 12.0, 1),
    ("file-server", AssetType::PhysicalServer, 48.0, 4),
    ("job", AssetType::BackupJob, 24.0, 1),
    ("never", AssetType::ProxmoxNode, 24.0, 1),
    ("tight", AssetType::Vm, 1.5, 10),
    ("vm", AssetType::Vm, 24.0, 1),
];

/// Nightly runs over a month, some failed, some without a start, some that took half a day.
fn rolled_runs(dice: &mut Dice) -> Vec<BackupRun> {
    let mut runs = Vec::new();
    for (asset, ..) in ASSETS.iter().filter(|(asset, ..)| *asset != "never") {
        for night in 0..30 {
            let start = at("2025-08-15T22:00:00Z") + Duration::days(night) + Duration::seconds(dice.roll(7200) as i64);
            let end = start + Duration::minutes(dice.roll(900) as i64);
            let outcome =
                [BackupOutcome::Success, BackupOutcome::Warning, BackupOutcome::Failed][dice.roll(3) as usize];
            runs.push(given::run(asset, end, (dice.roll(4) > 0).then_some(start), outcome));
        }
    }
    runs
}

#[tokio::test]
async fn resilience_is_what_a_plain_calculation_says() {
    let app = App::start().await;
    let ada = app.admin().await;
    let assets: Vec<_> = ASSETS.iter().map(|(name, asset_type, ..)| given::asset(name, *asset_type, None)).collect();
    app.state.store.put_assets(&assets).await.unwrap();
    let runs = rolled_runs(&mut Dice::new(11));
    app.state.store.add_backup_runs(&runs).await.unwrap();
    let _workers = app.workers();
    let chosen: Vec<Value> = ASSETS
        .iter()
        .map(|(name, _, target, weight)| match *name {
            "tight" | "file-server" => json!({"asset_id": name, "target_rpo_hours": target, "weight": weight}),
            _ => json!({"asset_id": name}),
        })
        .collect();
    let until = at("2025-09-08T05:00:00Z");
    for curve in ["linear", "threshold"] {
        let wish = json!({
            "kind": "resilience", "until": until, "curve": curve, "weights": {"rpo": 0.7, "success": 0.3}, "assets": chosen,
        });
        let report = ada.analyze(&wish).await;
        check_resilience(&report, &runs, until, curve);
    }
}

fn check_resilience(report: &Value, runs: &[BackupRun], until: Timestamp, curve: &str) {
    let start = until - Duration::hours(168);
    assert_eq!(report["window"], json!({"start": moment(start), "end": moment(until)}));
    let (mut weighted, mut weights) = (0.0, 0.0);
    for (place, (name, asset_type, target, weight)) in ASSETS.into_iter().enumerate() {
        let found = &report["assets"][place];
        assert_eq!((&found["asset_id"], &found["asset_type"]), (&json!(name), &json!(asset_type)));
        let own: Vec<&BackupRun> =
            runs.iter().filter(|run| run.asset_id.as_str() == name && run.timestamp <= until).collect();
        let is_good = |run: &BackupRun| run.outcome != BackupOutcome::Failed;
        let in_week: Vec<&&BackupRun> = own.iter().filter(|run| run.timestamp > start).collect();
        let good = in_week.iter().filter(|run| is_good(run)).count();
        assert_eq!((&found["total_runs"], &found["successful_runs"]), (&json!(in_week.len()), &json!(good)), "{name}");
        assert_eq!(found["no_runs"], json!(own.is_empty()), "{name}");
        let restore_point =
            own.iter().filter(|run| is_good(run)).map(|run| run.started_at.unwrap_or(run.timestamp)).max();
        let compliance = restore_point.map_or(0.0, |point| {
            let age = (until - point).num_milliseconds() as f64 / 3_600_000.0;
            if curve == "linear" {
                f64::max(0.0, 1.0 - age / target)
            } else if age <= target {
                1.0
            } else {
                0.0
            }
        });
        let score =
            if in_week.is_empty() { compliance } else { 0.7 * compliance + 0.3 * (good as f64 / in_week.len() as f64) };
        let status = match score {
            score if score > 0.90 => "EXCELLENT",
            score if score >= 0.75 => "GOOD",
            score if score >= 0.60 => "ACCEPTABLE",
            score if score >= 0.40 => "CRITICAL",
            _ => "SEVERE",
        };
        assert_eq!((&found["final_score"], &found["final_status"]), (&json!(score), &json!(status)), "{name}, {curve}");
        weighted += score * f64::from(weight);
        weights += f64::from(weight);
    }
    check_close(&report["score"], weighted / weights, "the aggregate");
}
