//! The days that hold data, so that a person can pick one.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use api::{Coverage, CoveredDay, CoveredHour};
use chrono::NaiveDate;
use chrono_tz::Tz;
use model::AnalysisKind;
use store::HourCount;
use tokio::sync::Mutex;

use crate::{days, error::ServiceResult, state::AppState};

/// A foreign database is read whole for it, so that it is not done for everybody anew: not within some seconds, nor within
/// so many times as long as it took.
const FRESH_FOR: Duration = Duration::from_secs(10);
const TIMES_AS_LONG: u32 = 10;
const DEAR: Duration = Duration::from_millis(500);

/// What was found lately, one of each kind, and how often data have come or gone.
#[derive(Default)]
pub struct Coverages {
    availability: Arc<Mutex<Option<Found>>>,
    resilience: Arc<Mutex<Option<Found>>>,
    changes: AtomicU64,
}

struct Found {
    coverage: Arc<Coverage>,
    /// By a clock that nobody sets back.
    at: Instant,
    took: Duration,
    /// How often data had come or gone by then.
    changes: u64,
}

impl Coverages {
    /// Data have come or gone: whoever brought them wants to see their days at once.
    pub fn forget(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }
}

impl Found {
    /// What was dear to find is kept although rows have come: collectors send some all the time.
    fn is_fresh(&self, age: Duration, changes: u64) -> bool {
        (self.changes == changes || self.took > DEAR) && age < FRESH_FOR.max(self.took * TIMES_AS_LONG)
    }
}

/// The days of the configured zone; some seconds old, or older where they take long to find.
pub async fn find(state: &AppState, kind: AnalysisKind) -> ServiceResult<Arc<Coverage>> {
    let held = match kind {
        AnalysisKind::Availability => &state.coverages.availability,
        AnalysisKind::Resilience => &state.coverages.resilience,
    };
    // Whoever comes meanwhile waits for the one who asks.
    let mut held = held.clone().lock_owned().await;
    if let Some(found) = held.as_ref()
        && found.is_fresh(found.at.elapsed(), state.coverages.changes())
    {
        return Ok(found.coverage.clone());
    }
    let state = state.clone();
    // A task of its own: a database that takes longer than a request may is read to the end, for the next who asks.
    let finding = tokio::spawn(async move {
        let found = read(&state, kind).await?;
        let coverage = found.coverage.clone();
        *held = Some(found);
        Ok(coverage)
    });
    finding.await.map_err(anyhow::Error::from)?
}

async fn read(state: &AppState, kind: AnalysisKind) -> ServiceResult<Found> {
    let (changes, started) = (state.coverages.changes(), Instant::now());
    let mut hours = match kind {
        AnalysisKind::Availability => state.store.sample_hours().await?,
        AnalysisKind::Resilience => state.store.backup_hours().await?,
    };
    hours.retain(days::can_be_analysed);
    Ok(Found {
        coverage: Arc::new(by_day(state.settings.timezone, &hours)),
        at: Instant::now(),
        took: started.elapsed(),
        changes,
    })
}

fn by_day(zone: Tz, hours: &[HourCount]) -> Coverage {
    let mut by_day: BTreeMap<NaiveDate, CoveredDay> = BTreeMap::new();
    for hour in hours {
        // Where a day begins in the middle of it, nobody knows how much of it is of which: it counts for both.
        for day in days::days_of(zone, hour.window()) {
            let covered = || CoveredDay { day: day.to_string(), count: 0, hours: Vec::new() };
            let covered = by_day.entry(day).or_insert_with(covered);
            covered.count += hour.count;
            covered.hours.push(CoveredHour { start: hour.hour, count: hour.count });
        }
    }
    Coverage { timezone: zone.name().into(), days: by_day.into_values().collect() }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    #[test]
    fn what_took_long_to_find_is_kept_longer_and_though_rows_have_come() {
        let coverage = Arc::new(by_day(Tz::UTC, &[]));
        let fresh = |took, age, changes| {
            let found =
                Found { coverage: coverage.clone(), at: Instant::now(), took: Duration::from_millis(took), changes: 7 };
            found.is_fresh(Duration::from_secs(age), changes)
        };
        assert_eq!((fresh(1, 9, 7), fresh(1, 10, 7), fresh(1, 1, 8)), (true, false, false));
        assert_eq!((fresh(501, 9, 8), fresh(501, 10, 8)), (true, false));
        assert_eq!((fresh(30_000, 299, 8), fresh(30_000, 300, 7)), (true, false));
    }

    #[test]
    fn a_day_holds_what_lies_in_it_though_it_begins_in_the_middle_of_an_hour() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let hour = |hour, first, last| HourCount { hour: at(hour), count: 3, first: at(first), last: at(last) };
        // Midnight in Kolkata is half past six in the evening.
        let early = hour("2025-09-01T18:00:00Z", "2025-09-01T18:10:00Z", "2025-09-01T18:29:59Z");
        let shared = hour("2025-09-02T18:00:00Z", "2025-09-02T18:29:59Z", "2025-09-02T18:30:00Z");
        let late = hour("2025-09-03T18:00:00Z", "2025-09-03T18:45:00Z", "2025-09-03T18:45:00Z");
        let found = by_day(Tz::Asia__Kolkata, &[early, shared, late]);
        let found: Vec<_> = found.days.iter().map(|day| (day.day.as_str(), day.count, day.hours.len())).collect();
        assert_eq!(found, [("2025-09-01", 3, 1), ("2025-09-02", 3, 1), ("2025-09-03", 3, 1), ("2025-09-04", 3, 1)]);
    }
}
