//! The days that hold data, so that a person can pick one.

use std::sync::Arc;

use api::{Coverage, CoveredDay, CoveredHour};
use chrono::Duration;
use chrono_tz::Tz;
use model::{AnalysisKind, Timestamp};
use store::HourCount;
use tokio::sync::Mutex;

use crate::{error::ServiceResult, jobs::days, state::AppState};

/// A foreign database is read whole for it, so that it is not done for everybody anew.
fn fresh_for() -> Duration {
    Duration::seconds(10)
}

/// What was found lately, and when; one of each kind.
#[derive(Default)]
pub struct Coverages {
    availability: Mutex<Option<(Timestamp, Arc<Coverage>)>>,
    resilience: Mutex<Option<(Timestamp, Arc<Coverage>)>>,
}

impl Coverages {
    /// Data have come or gone: whoever brought them wants to see their days at once.
    pub async fn forget(&self) {
        *self.availability.lock().await = None;
        *self.resilience.lock().await = None;
    }
}

/// The days of the configured zone; at most some seconds old.
pub async fn find(state: &AppState, kind: AnalysisKind) -> ServiceResult<Arc<Coverage>> {
    let held = match kind {
        AnalysisKind::Availability => &state.coverages.availability,
        AnalysisKind::Resilience => &state.coverages.resilience,
    };
    // Whoever comes meanwhile waits for the one who asks.
    let mut held = held.lock().await;
    let now = state.clock.now();
    if let Some((found_at, coverage)) = held.as_ref()
        && now - *found_at < fresh_for()
    {
        return Ok(coverage.clone());
    }
    let hours = match kind {
        AnalysisKind::Availability => state.store.sample_hours().await?,
        AnalysisKind::Resilience => state.store.backup_hours().await?,
    };
    let coverage = Arc::new(by_day(state.settings.timezone, &hours));
    *held = Some((now, coverage.clone()));
    Ok(coverage)
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
