//! How long a frame, a jump and a what-if take on the largest report that must stay fluent: 1000 services with 120,000
//! failures. Run it optimised: `cargo run -p scoring --example replay_speed --release`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement speaks on the terminal, or fails")]

use std::hint::black_box;
use std::time::Instant;

use model::{ErrorBudget, Report, Timestamp};
use scoring::availability;
use scoring::replay::{AvailabilityFrame, AvailabilityReplay};

const SERVICES: u64 = 1000;
const FAILURES: u64 = 120;
const MILLISECONDS: u64 = 7 * 24 * 3_600_000;
const START: u64 = 1_756_684_800_000;

fn main() {
    let report = report();
    let replay = timed("made from its report", 5, |_| AvailabilityReplay::new(&report).unwrap());
    let mut frame = AvailabilityFrame::default();
    timed("a jump to anywhere", 200, |turn| {
        replay.show(replay.original(), moment(turn * 7_919_317 % MILLISECONDS), &mut frame);
    });
    timed("a frame of the film", 10_000, |turn| replay.show(replay.original(), moment(turn * 60_000), &mut frame));
    let mut tried = replay.original().clone();
    for service in &mut tried.services {
        service.error_budget = ErrorBudget::known(50);
    }
    timed("the series, all budgets 50", 5, |_| replay.aggregate(&tried));
    let series = replay.aggregate(&tried);
    timed("the histogram, all budgets 50", 5, |_| replay.histogram(&series, 200));
    timed("the events, all budgets 50", 5, |_| replay.events(&tried));
}

/// Prints the mean of some turns.
fn timed<T>(what: &str, turns: u64, mut run: impl FnMut(u64) -> T) -> T {
    let started = Instant::now();
    let mut result = run(0);
    for turn in 1..turns {
        result = black_box(run(turn));
    }
    println!("{what:<32} {:>9.3} ms", started.elapsed().as_secs_f64() * 1000.0 / turns as f64);
    result
}

fn moment(passed: u64) -> Timestamp {
    Timestamp::from_timestamp_millis(i64::try_from(START + passed).unwrap()).unwrap()
}

fn report() -> Report {
    let budget = ErrorBudget::known(5);
    let services: Vec<_> = (0..SERVICES)
        .map(|service| {
            let mut failures: Vec<_> = (0..FAILURES)
                .map(|failure| {
                    moment((service * 131 + failure * 104_729 + service * failure * 7919) * 60_000 % MILLISECONDS)
                })
                .collect();
            failures.sort_unstable();
            let points = availability::points(&failures, budget);
            let score = points[points.len() - 1].score;
            serde_json::json!({
                "service_id": format!("service-{service:04}"), "name": "", "error_budget": 5, "weight": 5,
                "samples": {"ok": 1, "degraded": 0, "failed": FAILURES, "unknown": 0}, "extent": null,
                "final_score": score, "final_status": availability::status(score).as_str(), "points": points,
            })
        })
        .collect();
    serde_json::from_value(serde_json::json!({
        "id": "speed", "kind": "availability", "origin": "analysis", "created_at": moment(0), "created_by": "ada",
        "window": {"start": moment(0), "end": moment(MILLISECONDS)}, "timezone": "UTC", "score": 0.0,
        "total": SERVICES, "statuses": [], "partial": false, "failed": [], "unreadable": {"count": 0, "examples": []},
        "timeline": {"first": moment(0), "last": moment(MILLISECONDS)}, "services": services,
    }))
    .unwrap()
}
