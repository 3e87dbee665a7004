//! Whose turn it is with whole reports and files of them, of which only a few fit in memory at the same time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{AcquireError, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::error::{ServiceError, ServiceResult};

/// How many files are taken in at the same time: each is held whole, and may take many times its size when it is read.
const READERS: usize = 2;
/// How many read a report from the database at the same time.
const LOADERS: usize = 4;
/// How many hold a report whole for one client, as long as that reads.
const HOLDERS: usize = 4;
/// How many of these may be of one user: whoever reads slowly leaves places to others.
const MOST_OF_ONE_USER: usize = 2;
/// How long one waits for one's turn, in seconds.
const LONGEST_WAIT: u32 = 5;

/// The places of this server.
pub struct ReportTurns {
    readers: Arc<Semaphore>,
    loaders: Arc<Semaphore>,
    holders: Arc<Semaphore>,
    /// The places of each user who has one or waits for one, by the user's name.
    of_users: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

/// A place, until it is dropped.
pub type Turn = OwnedSemaphorePermit;

/// A place among those who hold a report whole, for as long as it is kept.
pub struct Holding {
    _of_user: Turn,
    _of_all: Turn,
}

impl Default for ReportTurns {
    fn default() -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self {
            readers: places(READERS),
            loaders: places(LOADERS),
            holders: places(HOLDERS),
            of_users: Mutex::default(),
        }
    }
}

impl ReportTurns {
    /// A place among those who take a file in.
    pub async fn turn_to_read(&self) -> ServiceResult<Turn> {
        in_time(self.readers.clone().acquire_owned()).await
    }

    /// A place among those who read a report from the database.
    pub async fn turn_to_load(&self) -> ServiceResult<Turn> {
        in_time(self.loaders.clone().acquire_owned()).await
    }

    /// A place among those who hold a report whole.
    pub async fn turn_to_hold(&self, user: &str) -> ServiceResult<Holding> {
        in_time(async {
            // Whoever waits for a place of their own takes none from others.
            let of_user = self.places_of(user).acquire_owned().await?;
            Ok(Holding { _of_user: of_user, _of_all: self.holders.clone().acquire_owned().await? })
        })
        .await
    }

    /// The same, where there is a place at once.
    pub fn free_turn_to_hold(&self, user: &str) -> Option<Holding> {
        let of_user = self.places_of(user).try_acquire_owned().ok()?;
        Some(Holding { _of_user: of_user, _of_all: self.holders.clone().try_acquire_owned().ok()? })
    }

    fn places_of(&self, user: &str) -> Arc<Semaphore> {
        let mut of_users = self.of_users.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that nobody else has are whole, and made anew when they are needed.
        of_users.retain(|_, places| Arc::strong_count(places) > 1);
        let places = of_users.entry(user.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(MOST_OF_ONE_USER)));
        Arc::clone(places)
    }
}

async fn in_time<T>(turn: impl Future<Output = Result<T, AcquireError>>) -> ServiceResult<T> {
    match timeout(Duration::from_secs(LONGEST_WAIT.into()), turn).await {
        Ok(turn) => Ok(turn.map_err(anyhow::Error::from)?),
        Err(_) => Err(ServiceError::TooMany {
            retry_after: LONGEST_WAIT,
            detail: "too many whole reports are on their way at the moment".into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_user_leaves_places_to_others() {
        let turns = ReportTurns::default();
        let first = turns.turn_to_hold("ada").await.unwrap();
        let _second = turns.turn_to_hold("ada").await.unwrap();
        assert!(turns.free_turn_to_hold("ada").is_none());
        assert!(matches!(turns.turn_to_hold("ada").await, Err(ServiceError::TooMany { .. })));
        let _of_vera = turns.free_turn_to_hold("vera").expect("a place that is not ada's");
        drop(first);
        let _third = turns.turn_to_hold("ada").await.unwrap();
        let _of_eve = turns.free_turn_to_hold("eve").expect("the last place of all");
        assert!(turns.free_turn_to_hold("vera").is_none(), "all are taken");
    }

    #[test]
    fn who_has_no_place_is_forgotten() {
        let turns = ReportTurns::default();
        drop(turns.places_of("bob"));
        let _of_carl = turns.places_of("carl");
        let known = turns.of_users.lock().unwrap();
        assert_eq!((known.contains_key("bob"), known.contains_key("carl")), (false, true));
    }
}
