//! A believable bad day for the samples: services that fail at random, but at the same moments every time.

use crate::{
    components::Status,
    figures::{BurnPoint, calendar::MINUTE},
    replay::{Bin, Bounds, Mark},
};
use std::sync::Arc;

/// 1 September 2025 in Rome, to the last minute.
pub const BOUNDS: Bounds = Bounds { first: 1_756_677_600_000, last: 1_756_763_940_000 };
const BINS: usize = 180;

pub struct SampleService {
    pub name: &'static str,
    pub budget: u32,
    pub weight: u32,
    /// Moments in order; nothing where there is not a single sample.
    pub failures: Option<Vec<i64>>,
}

/// What the day looked like, as the scoring would say it.
pub struct SampleDay {
    pub services: Vec<SampleService>,
    /// All failures in order.
    pub events: Arc<[i64]>,
}

impl SampleDay {
    pub fn make() -> Self {
        let mut dice = Dice(41);
        let mut service = |name, budget, weight, bursts: &[(i64, u32)]| {
            let mut failures: Vec<i64> =
                bursts.iter().flat_map(|(minute, count)| dice.burst(*minute, *count)).collect();
            failures.sort_unstable();
            SampleService { name, budget, weight, failures: Some(failures) }
        };
        let mut services = vec![
            service("orders-db", 3, 10, &[(194, 4), (201, 3), (880, 1)]),
            service("nginx_web", 5, 8, &[(198, 2), (1020, 1)]),
            service("mail-relay", 6, 5, &[(90, 1), (455, 2), (760, 3), (1180, 1)]),
            service("gitlab-runner", 7, 3, &[(560, 1), (930, 2)]),
            service("checkout-api", 40, 6, &[(30, 2), (188, 9), (420, 3), (640, 4), (770, 5), (1100, 3), (1290, 6)]),
            service("grafana", 4, 4, &[]),
        ];
        services.push(SampleService { name: "old-fileserver", budget: 5, weight: 1, failures: None });
        let mut events: Vec<i64> = services.iter().filter_map(|service| service.failures.clone()).flatten().collect();
        events.sort_unstable();
        events.dedup();
        Self { services, events: events.into() }
    }

    pub fn score(&self, moment: i64) -> f64 {
        let scored = self.services.iter().filter_map(|service| Some((service.score(moment)?, service.weight)));
        let (sum, weights) = scored
            .fold((0.0, 0), |(sum, weights), (score, weight)| (sum + score * f64::from(weight), weights + weight));
        sum / f64::from(weights)
    }

    pub fn counts(&self, moment: i64, statuses: &[Status]) -> Vec<u32> {
        let count = |status: &Status| self.services.iter().filter(|service| service.status(moment) == *status).count();
        statuses.iter().map(|status| u32::try_from(count(status)).unwrap_or_default()).collect()
    }

    pub fn bins(&self) -> Arc<[Bin]> {
        let edge = |index: usize| BOUNDS.moment_at(index as f64 / BINS as f64);
        (0..BINS)
            .map(|index| {
                let (from, to) = (edge(index), edge(index + 1));
                let failures = self.services.iter().map(|service| service.between(from, to)).sum();
                Bin { failures, cost: self.score(from) - self.score(to), status: status_of(self.score(to)) }
            })
            .collect()
    }

    pub fn marks(&self) -> Arc<[Mark]> {
        let mut marks = Vec::new();
        for service in &self.services {
            let mut before = service.status(BOUNDS.first);
            for at in service.failures.iter().flatten() {
                let status = service.status(*at);
                if status != before {
                    marks.push(Mark { at: *at, status });
                }
                before = status;
            }
        }
        marks.into()
    }
}

impl SampleService {
    pub fn failures(&self, moment: i64) -> u32 {
        let failures = self.failures.as_deref().unwrap_or_default();
        u32::try_from(failures.partition_point(|at| *at <= moment)).unwrap_or_default()
    }

    pub fn score(&self, moment: i64) -> Option<f64> {
        self.failures.as_ref().map(|_| (1.0 - self.spent(moment) / 2.0).max(0.0))
    }

    pub fn budget_left(&self, moment: i64) -> f64 {
        1.0 - self.spent(moment)
    }

    pub fn status(&self, moment: i64) -> Status {
        self.score(moment).map_or(Status::NoData, status_of)
    }

    pub fn burn(&self) -> Arc<[BurnPoint]> {
        let start = self.failures.iter().map(|_| BurnPoint { at: 0.0, score: 1.0 });
        let point = |at: &i64| BurnPoint { at: BOUNDS.fraction(*at), score: self.score(*at).unwrap_or_default() };
        start.chain(self.failures.iter().flatten().map(point)).collect()
    }

    fn spent(&self, moment: i64) -> f64 {
        f64::from(self.failures(moment)) / f64::from(self.budget)
    }

    fn between(&self, from: i64, to: i64) -> u32 {
        self.failures(to) - self.failures(from)
    }
}

fn status_of(score: f64) -> Status {
    if score < 0.5 {
        Status::Critical
    } else if score <= 0.8 {
        Status::Warning
    } else {
        Status::Good
    }
}

/// Numbers that look thrown.
pub struct Dice(pub u64);

impl Dice {
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Failures one after another, a few minutes apart.
    fn burst(&mut self, minute: i64, count: u32) -> Vec<i64> {
        let mut at = BOUNDS.first + minute * MINUTE;
        let mut next = || {
            at += i64::try_from(self.throw(240_000)).unwrap_or_default() + 20_000;
            at
        };
        (0..count).map(|_| next()).collect()
    }
}
