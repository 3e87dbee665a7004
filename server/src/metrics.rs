//! What `/metrics` tells a Prometheus: requests by route and status, and what the process uses.

use std::{fmt::Write as _, time::Duration};

use axum::http::{Method, StatusCode};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

/// From half a millisecond to 16 s, doubling.
const FIRST_BUCKET: f64 = 0.0005;
const BUCKETS: u16 = 16;

/// The kernel's page, in which it counts a process' memory. It is 4 KiB wherever Vedetta is built for.
const PAGE_BYTES: i64 = 4096;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

/// All figures of this process.
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Histogram, fn() -> Histogram>,
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
        let mut registry = Registry::with_prefix("vedetta");
        let requests = Family::<_, _, fn() -> Histogram>::new_with_constructor(|| {
            Histogram::new(prometheus_client::metrics::histogram::exponential_buckets(FIRST_BUCKET, 2.0, BUCKETS))
        });
        let resident_bytes = Gauge::default();
        let open_files = Gauge::default();
        registry.register_with_unit(
            "http_request_duration",
            "How long requests took, by route and status",
            Unit::Seconds,
            requests.clone(),
        );
        registry.register_with_unit(
            "process_resident_memory",
            "Memory that the process holds",
            Unit::Bytes,
            resident_bytes.clone(),
        );
        registry.register("process_open_files", "Files and connections that the process has open", open_files.clone());
        Self { registry, requests, resident_bytes, open_files }
    }

    /// Counts an answered request. `route` is the pattern that matched, so that ids make no new series.
    pub fn observe_request(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let labels = RequestLabels { method: known_method(method), route: route.into(), status: status.as_u16() };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
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
        if let Err(error) = encode(&mut text, &self.registry) {
            let _ = write!(text, "# {error}");
        }
        text
    }
}

/// A method that somebody made up must not become a series of its own.
fn known_method(method: &Method) -> String {
    const KNOWN: [Method; 7] =
        [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    if KNOWN.contains(method) { method.to_string() } else { "other".into() }
}

fn resident_bytes() -> Option<i64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    statm.split(' ').nth(1)?.parse::<i64>().ok().map(|pages| pages * PAGE_BYTES)
}
