//! What `/metrics` tells a Prometheus: requests by route and status, jobs, last scores, and what the process uses.

use std::{
    fmt::Write as _,
    sync::{Mutex, PoisonError, atomic::AtomicU64},
    time::Duration,
};

use axum::http::{Method, StatusCode};
use model::{AnalysisKind, JobState};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Metric, Registry, Unit},
};

use store::Pool;

use crate::services::last_scores::Scores;

/// From half a millisecond to 16 s, doubling.
const FIRST_BUCKET: f64 = 0.0005;
const BUCKETS: u16 = 16;
/// Of jobs: from 5 ms to 11 min, tripling nearly.
const FIRST_JOB_BUCKET: f64 = 0.005;
const JOB_BUCKETS: u16 = 12;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ScoreLabels {
    kind: &'static str,
    asset: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ConnectionLabels {
    state: &'static str,
}

/// What is registered, in its order.
struct Told(Registry);

impl Told {
    fn as_it_is<M: Metric + Clone + Default>(&mut self, name: &str, help: &str) -> M {
        let metric = M::default();
        self.0.register(name, help, metric.clone());
        metric
    }

    fn with_unit<M: Metric + Clone>(&mut self, name: &str, help: &str, unit: Unit, metric: M) -> M {
        self.0.register_with_unit(name, help, unit, metric.clone());
        metric
    }
}

/// A figure between 0 and 1.
type Fraction = Gauge<f64, AtomicU64>;

/// All figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Histogram, fn() -> Histogram>,
    job_durations: Family<JobLabels, Histogram, fn() -> Histogram>,
    jobs: Family<StateLabels, Gauge>,
    scores: Family<ScoreLabels, Fraction>,
    aggregates: Family<KindLabels, Fraction>,
    /// While scores are noted, nobody tells them half.
    scores_turn: Mutex<()>,
    connections: Family<ConnectionLabels, Gauge>,
    most_connections: Gauge,
    resident_bytes: Gauge,
    open_files: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    pub fn new() -> Self {
        let mut told = Told(Registry::with_prefix("vedetta"));
        Self {
            requests: told.with_unit(
                "http_request_duration",
                "How long requests took, by route and status",
                Unit::Seconds,
                Family::new_with_constructor(|| Histogram::new(exponential_buckets(FIRST_BUCKET, 2.0, BUCKETS))),
            ),
            job_durations: told.with_unit(
                "job_duration",
                "How long jobs took that ended in this process, by kind and outcome",
                Unit::Seconds,
                Family::new_with_constructor(|| {
                    Histogram::new(exponential_buckets(FIRST_JOB_BUCKET, 2.9, JOB_BUCKETS))
                }),
            ),
            jobs: told.as_it_is("jobs", "How many jobs there are in each state"),
            scores: told.as_it_is(
                "last_score",
                "The score of a service or an asset in the newest report that holds it, from 0 to 1",
            ),
            aggregates: told
                .as_it_is("last_aggregated_score", "The aggregated score of the newest report of a kind, from 0 to 1"),
            scores_turn: Mutex::default(),
            connections: told
                .as_it_is("database_connections", "Connections to the database in this process' pool, by what they do"),
            most_connections: told.as_it_is("database_connections_most", "How many connections the pool may hold"),
            resident_bytes: told.with_unit(
                "process_resident_memory",
                "Memory that the process holds",
                Unit::Bytes,
                Gauge::default(),
            ),
            open_files: told.as_it_is("process_open_files", "Files and connections that the process has open"),
            registry: told.0,
        }
    }

    /// Counts an answered request. `route` is the pattern that matched, so that ids make no new series.
    pub fn observe_request(&self, method: &Method, route: &'static str, status: StatusCode, took: Duration) {
        let labels = RequestLabels { method: known_method(method), route, status: status.as_u16() };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// Counts a job that ended here, however it did.
    pub fn observe_job(&self, kind: AnalysisKind, outcome: &'static str, took: Duration) {
        let labels = JobLabels { kind: kind.as_str(), outcome };
        self.job_durations.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// Notes how many jobs the database holds in each state.
    pub fn set_jobs(&self, counts: &[(JobState, u64)]) {
        for state in JobState::ALL {
            let count = counts.iter().find(|(counted, _)| counted == state).map_or(0, |(_, count)| *count);
            let labels = StateLabels { state: state.as_str() };
            self.jobs.get_or_create(&labels).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
    }

    /// Notes the last scores; what is no longer scored is no longer told.
    pub fn set_scores(&self, all: &[Scores]) {
        let _turn = self.scores_turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.scores.clear();
        self.aggregates.clear();
        for scores in all {
            let kind = scores.kind.as_str();
            if let Some(aggregate) = scores.aggregate {
                self.aggregates.get_or_create(&KindLabels { kind }).set(aggregate);
            }
            for (asset, score) in &scores.assets {
                self.scores.get_or_create(&ScoreLabels { kind, asset: label_value(asset.as_str()) }).set(*score);
            }
        }
    }

    /// Notes how the pool of connections to the database stands.
    pub fn set_pool(&self, pool: Pool) {
        for (state, count) in [("in_use", pool.in_use), ("idle", pool.open.saturating_sub(pool.in_use))] {
            self.connections.get_or_create(&ConnectionLabels { state }).set(count.into());
        }
        self.most_connections.set(pool.most.into());
    }

    /// Everything as Prometheus' text.
    pub fn render(&self) -> String {
        if let Some(bytes) = resident_bytes() {
            self.resident_bytes.set(bytes);
        }
        if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
            self.open_files.set(files.count() as i64);
        }
        let mut text = String::new();
        let _turn = self.scores_turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = encode(&mut text, &self.registry) {
            let _ = write!(text, "# {error}");
        }
        text
    }
}

/// A text as the value of a label: the library writes it as it stands, and a quote would break the whole page.
fn label_value(text: &str) -> String {
    text.replace('\\', r"\\").replace('"', r#"\""#)
}

/// A method that somebody made up must not become a series of its own.
fn known_method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    KNOWN.into_iter().find(|known| method == known).unwrap_or("other")
}

fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    resident.trim().strip_suffix(" kB")?.parse::<i64>().ok().map(|kibibytes| kibibytes << 10)
}
