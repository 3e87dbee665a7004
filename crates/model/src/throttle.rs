//! How guessing is slowed: pure rules over a counter that the store keeps for all servers.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What is kept of the attempts on one account or from one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    pub count: u32,
    /// Since when they count, for a limit per stretch of time.
    pub since: Timestamp,
    pub last: Timestamp,
}

/// An attempt that was not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooSoon {
    pub wait: Duration,
    /// The counter as it stands: another one than before only where the clock was set back.
    pub kept: Attempts,
}

/// A limit on attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Throttle {
    /// Per account: five free failures, then 1, 2, 4 ... 60 s between attempts, forgotten after 15 minutes.
    /// It only ever delays: a hard lock would let anybody shut anybody out.
    Account,
    /// Per address: twenty a minute.
    Address,
}

const FREE_FAILURES: u32 = 5;
const LONGEST_DELAY_SECONDS: i64 = 60;
const PER_MINUTE: u32 = 20;

impl Attempts {
    /// Where the clock was set back, they lie ahead, and nobody can tell how long ago they were. They count as now, so
    /// that nobody waits longer than the limit says.
    fn not_after(self, now: Timestamp) -> Self {
        Self { since: self.since.min(now), last: self.last.min(now), ..self }
    }
}

impl Throttle {
    /// How long an attempt is remembered.
    pub fn memory(self) -> Duration {
        match self {
            Self::Account => Duration::minutes(15),
            Self::Address => Duration::minutes(1),
        }
    }

    /// The counter after one more attempt, or how long to wait before it is let through.
    /// A refused attempt leaves no trace, so that knocking on does not lengthen the wait.
    pub fn attempt(self, kept: Option<Attempts>, now: Timestamp) -> Result<Attempts, TooSoon> {
        let kept = kept.map(|kept| kept.not_after(now)).filter(|kept| !self.is_forgotten(*kept, now));
        let Some(kept) = kept else {
            return Ok(Attempts { count: 1, since: now, last: now });
        };
        let wait = self.open_at(kept) - now;
        if wait > Duration::zero() {
            return Err(TooSoon { wait, kept });
        }
        Ok(Attempts { count: kept.count.saturating_add(1), last: now, ..kept })
    }

    fn is_forgotten(self, kept: Attempts, now: Timestamp) -> bool {
        let from = match self {
            Self::Account => kept.last,
            Self::Address => kept.since,
        };
        now - from >= self.memory()
    }

    fn open_at(self, kept: Attempts) -> Timestamp {
        match self {
            Self::Account if kept.count < FREE_FAILURES => kept.last,
            Self::Account => {
                let doublings = (kept.count - FREE_FAILURES).min(6);
                kept.last + Duration::seconds((1_i64 << doublings).min(LONGEST_DELAY_SECONDS))
            }
            Self::Address if kept.count < PER_MINUTE => kept.last,
            Self::Address => kept.since + self.memory(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(1_750_000_000 + seconds, 0).expect("a valid moment")
    }

    /// Attempts as fast as the throttle lets them through; the waits before each.
    fn waits(throttle: Throttle, attempts: usize) -> Vec<i64> {
        let (mut kept, mut now) = (None, at(0));
        let mut waits = Vec::new();
        while waits.len() < attempts {
            let wait = throttle.attempt(kept, now).err().map_or(Duration::zero(), |refused| refused.wait);
            now += wait;
            kept = Some(throttle.attempt(kept, now).expect("open after the wait"));
            waits.push(wait.num_seconds());
        }
        waits
    }

    #[test]
    fn an_account_slows_down_and_never_locks() {
        assert_eq!(waits(Throttle::Account, 14), [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn an_account_is_forgiven_after_a_quarter_of_an_hour() {
        let kept = Attempts { count: 30, since: at(0), last: at(0) };
        assert_eq!(Throttle::Account.attempt(Some(kept), at(900)).map(|kept| kept.count), Ok(1));
    }

    #[test]
    fn an_address_has_twenty_a_minute() {
        let waits = waits(Throttle::Address, 22);
        assert_eq!(waits[..20], [0; 20]);
        assert_eq!(waits[20..], [60, 0]);
    }

    #[test]
    fn once_the_clock_was_set_back_nobody_waits_longer_than_ever() {
        for throttle in [Throttle::Account, Throttle::Address] {
            let kept = Attempts { count: 30, since: at(3500), last: at(3600) };
            let refused = throttle.attempt(Some(kept), at(0)).expect_err("there were many just now");
            let stands = Attempts { count: 30, since: at(0), last: at(0) };
            assert_eq!(refused, TooSoon { wait: Duration::minutes(1), kept: stands }, "{throttle:?}");
            assert_eq!(throttle.attempt(Some(stands), at(30)).map_err(|refused| refused.wait.num_seconds()), Err(30));
            assert!(throttle.attempt(Some(stands), at(60)).is_ok(), "{throttle:?}");
        }
    }
}
