//! The days that hold data, so that a person can pick one.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use api::{Coverage, CoveredDay, CoveredHour};
use chrono::TimeDelta;
use chrono_tz::Tz;
use model::{AnalysisKind, Timestamp};
use store::HourCount;
use tokio::sync::Mutex;

use crate::{days, error::ServiceResult, state::AppState};

/// A foreign database is read whole for it, so that it is not done for everybody anew.
const FRESH_FOR: TimeDelta = TimeDelta::seconds(10);
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
    at: Timestamp,
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
    fn is_fresh(&self, now: Timestamp, changes: u64) -> bool {
        (self.changes == changes || self.took > DEAR) && now - self.at < FRESH_FOR
    }
}

/// The days of the configured zone; at most some seconds old.
pub async fn find(state: &AppState, kind: AnalysisKind) -> ServiceResult<Arc<Coverage>> {
    let held = match kind {
        AnalysisKind::Availability => &state.coverages.availability,
        AnalysisKind::Resilience => &state.coverages.resilience,
    };
    // Whoever comes meanwhile waits for the one who asks.
    let mut held = held.clone().lock_owned().await;
    if let Some(found) = held.as_ref()
        && found.is_fresh(state.clock.now(), state.coverages.changes())
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
    let hours = match kind {
        AnalysisKind::Availability => state.store.sample_hours().await?,
        AnalysisKind::Resilience => state.store.backup_hours().await?,
    };
    Ok(Found {
        coverage: Arc::new(by_day(state.settings.timezone, &hours)),
        at: state.clock.now(),
        took: started.elapsed(),
        changes,
    })
}

fn by_day(zone: Tz, hours: &[HourCount]) -> Coverage {
    let days = hours.chunk_by(|one, next| days::day_of(zone, one.hour) == days::day_of(zone, next.hour));
    let day = |hours: &[HourCount]| CoveredDay {
        day: hours.first().map_or_else(String::new, |first| days::day_of(zone, first.hour).to_string()),
        count: hours.iter().map(|hour| hour.count).sum(),
        hours: hours.iter().map(|hour| CoveredHour { start: hour.hour, count: hour.count }).collect(),
    };
    Coverage { timezone: zone.name().into(), days: days.map(day).collect() }
}
