//! How fast one user may go: a rate with room for bursts, per server. It protects the others; it is no lock.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::Duration;
use model::{Timestamp, UserId};

use crate::error::{ServiceError, ServiceResult};

/// What a request does, which is what its rate depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Read,
    Write,
    /// Rows of data, which collectors send without end.
    Ingest,
    /// Starts an analysis, on top of being a write.
    Analysis,
}

impl Kind {
    /// Time that one request takes of the user's allowance: 50 reads, 5 writes or 200 batches of rows a second, 10
    /// analyses a minute.
    fn cost(self) -> Duration {
        match self {
            Self::Read => Duration::milliseconds(20),
            Self::Write => Duration::milliseconds(200),
            Self::Ingest => Duration::milliseconds(5),
            Self::Analysis => Duration::seconds(6),
        }
    }

    /// How long an allowance may gather. Ten seconds' worth of requests may come at once: a script that adds thirty
    /// users is no attack.
    fn burst(self) -> Duration {
        match self {
            Self::Read | Self::Write | Self::Ingest => Duration::seconds(10),
            Self::Analysis => Duration::seconds(60),
        }
    }
}

/// Above this, users whose allowance is whole again are dropped.
const MANY: usize = 10_000;

/// The pace of each user: the moment at which their allowance is whole again.
#[derive(Default)]
pub struct Paces(Mutex<HashMap<(UserId, Kind), Timestamp>>);

impl Paces {
    /// Counts a request, or says how long to wait.
    pub fn take(&self, user: &UserId, kind: Kind, now: Timestamp) -> ServiceResult<()> {
        let mut paces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if paces.len() > MANY {
            paces.retain(|_, whole_at| *whole_at > now);
        }
        let whole_at = paces.entry((user.clone(), kind)).or_insert(now);
        // Further ahead than after a full burst it is once the clock was set back. Whoever had used theirs would wait
        // until it is where it was; so this request is taken for the last of a burst.
        if *whole_at > now + kind.burst() {
            *whole_at = now + kind.burst() - kind.cost();
        }
        *whole_at = (*whole_at).max(now);
        let next = *whole_at + kind.cost();
        let missing = next - now - kind.burst();
        if missing > Duration::zero() {
            let seconds = u32::try_from((missing.num_milliseconds() + 999) / 1000).unwrap_or(u32::MAX);
            let detail = format!("too many requests at once; wait {seconds} s");
            return Err(ServiceError::TooMany { retry_after: seconds, detail });
        }
        *whole_at = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many requests pass at each of some moments, given in milliseconds.
    fn passed(kind: Kind, moments: &[i64]) -> Vec<usize> {
        let (paces, user) = (Paces::default(), UserId::new("ada").unwrap());
        let at = |moment| Timestamp::from_timestamp_millis(1_750_000_000_000 + moment).unwrap();
        let pass_all = |moment: &i64| (0..1000).take_while(|_| paces.take(&user, kind, at(*moment)).is_ok()).count();
        moments.iter().map(pass_all).collect()
    }

    #[test]
    fn bursts_pass_and_the_rate_holds() {
        assert_eq!(passed(Kind::Read, &[0, 1000, 1020, 20_000]), [500, 50, 1, 500]);
        assert_eq!(passed(Kind::Write, &[0, 1000, 20_000]), [50, 5, 50]);
        assert_eq!(passed(Kind::Analysis, &[0, 1000, 6000, 120_000]), [10, 0, 1, 10]);
    }

    #[test]
    fn once_the_clock_was_set_back_the_rate_holds_as_after_a_burst() {
        assert_eq!(passed(Kind::Read, &[600_000, 0, 1000, 11_000]), [500, 1, 50, 500]);
        assert_eq!(passed(Kind::Analysis, &[3_600_000, 0, 6000, 66_000]), [10, 1, 1, 10]);
        assert_eq!(passed(Kind::Write, &[600_000, 601_000, 599_000, 600_000]), [50, 5, 1, 5]);
    }
}
