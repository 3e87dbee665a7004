//! A month of a company that does not exist, to look around in: services and backups with their days, nights and bad
//! luck. The same seed and day make the same data. Nothing here knows of the database or of the clock.

mod backups;
mod catalogue;
mod dice;
mod services;

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use model::{Asset, BackupRun, Sample, Timestamp};

use self::catalogue::{ASSETS, DemoAsset, DemoService, SERVICES};

/// Every asset of the demo carries it, for people to see.
pub const TAG: &str = "demo";
pub const DEFAULT_SEED: u64 = 7;
pub const DEFAULT_DAYS: u32 = 30;
/// A longer month would take long to load.
pub const MOST_DAYS: u32 = 92;

/// Which month it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    pub seed: u64,
    /// The day that the data end before.
    pub until: NaiveDate,
    pub days: u32,
    /// The zone in which people go to work.
    pub zone: Tz,
}

impl Story {
    pub fn assets(&self) -> Vec<Asset> {
        SERVICES.iter().map(DemoService::asset).chain(ASSETS.iter().map(DemoAsset::asset)).collect()
    }

    /// The samples of each service in turn, so that they never have to be held together.
    pub fn samples(&self) -> impl Iterator<Item = Vec<Sample>> + '_ {
        SERVICES.iter().map(|service| services::samples(self, service))
    }

    pub fn backup_runs(&self) -> Vec<BackupRun> {
        ASSETS.iter().flat_map(|asset| backups::runs(self, asset)).collect()
    }

    /// A time of day, so many days before the end.
    fn at(&self, days_ago: u32, hour: u32, minute: u32) -> Timestamp {
        let day = self.until.checked_sub_days(Days::new(days_ago.into())).unwrap_or(self.until);
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(hour * 60 + minute));
        // An hour that is put forward does not exist: what would happen in it happens by the clock of UTC.
        self.zone.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc())
    }

    /// The first and the last moment, the latter left out.
    fn span(&self) -> (Timestamp, Timestamp) {
        (self.at(self.days, 0, 0), self.at(0, 0, 0))
    }
}

/// Every id that the demo uses.
pub fn ids() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().map(|service| service.id).chain(ASSETS.iter().map(|asset| asset.id))
}

#[cfg(test)]
mod tests;
