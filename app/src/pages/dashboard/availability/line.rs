//! The line of a service over time.

use super::Board;
use crate::{charts::StepLine, figures::calendar::MINUTE, replay::Bounds};
use model::ServiceReport;
use scoring::{figures::AvailabilityFigures, steps::StepPoint};

/// A shorter silence is but the pace of the samples.
const LEAST_SILENCE: i64 = 15 * MINUTE;

impl Board {
    /// One service over time, with gaps where it was not heard of yet or any more.
    pub fn line(self, index: usize, figures: &AvailabilityFigures) -> StepLine {
        let film = self.film;
        let first = StepPoint { at: film.clock.bounds().first, value: 1.0 };
        let points = film.with_replay(|replay| {
            let service = &replay.services()[index];
            let point = |at: model::Timestamp| {
                let value = replay.service_at(index, figures, at).score?;
                Some(StepPoint { at: at.timestamp_millis(), value })
            };
            let scored = service.points.iter().filter_map(|point_of| point(point_of.timestamp));
            let start = service.final_score.map(|_| first);
            start.into_iter().chain(scored).collect()
        });
        let gaps = film.with_replay(|replay| silences(&replay.services()[index], film.clock.bounds()));
        StepLine { name: self.browse.name(index).into(), points, gaps: gaps.into() }
    }
}

/// Where a service was silent while others were not, as far as its first and last sample tell.
pub fn silences(service: &ServiceReport, bounds: Bounds) -> Vec<Bounds> {
    let Some(extent) = service.extent else {
        // The file of another tool may score a service without saying when it was seen.
        return if service.final_score.is_none() { vec![bounds] } else { Vec::new() };
    };
    let before = Bounds { first: bounds.first, last: extent.first.timestamp_millis() };
    let after = Bounds { first: extent.last.timestamp_millis(), last: bounds.last };
    [before, after].into_iter().filter(|gap| gap.length() >= LEAST_SILENCE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const BOUNDS: Bounds = Bounds { first: 1_756_684_800_000, last: 1_756_771_200_000 };

    fn check(extent: Value, final_score: Value, expected: &[(i64, i64)]) {
        let service = json!({
            "service_id": "mail", "name": "Mail", "error_budget": 5, "weight": 5, "extent": extent, "points": [],
            "samples": {"ok": 1, "degraded": 0, "failed": 0, "unknown": 0},
            "final_score": final_score, "final_status": "GOOD",
        });
        let gaps = silences(&serde_json::from_value(service).unwrap(), BOUNDS);
        let expected: Vec<_> = expected
            .iter()
            .map(|(first, last)| Bounds { first: BOUNDS.first + first * MINUTE, last: BOUNDS.first + last * MINUTE })
            .collect();
        assert_eq!(gaps, expected);
    }

    #[test]
    fn a_service_is_silent_before_its_first_and_after_its_last_sample() {
        let extent = |first: &str, last: &str| json!({"first": first, "last": last});
        check(extent("2025-09-01T00:01:00Z", "2025-09-01T23:59:00Z"), json!(1.0), &[]);
        check(extent("2025-09-01T02:00:00Z", "2025-09-02T00:00:00Z"), json!(1.0), &[(0, 120)]);
        check(extent("2025-09-01T02:00:00Z", "2025-09-01T23:00:00Z"), json!(1.0), &[(0, 120), (1380, 1440)]);
        check(Value::Null, Value::Null, &[(0, 1440)]);
        check(Value::Null, json!(0.8), &[]);
    }
}
