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

/// How many files are taken in at the same time, and how many of these may be of one user: each is held whole, and may
/// take many times its size when it is read.
const READERS: usize = 2;
const READERS_OF_ONE_USER: usize = 1;
/// How many read a report from the database at the same time.
const LOADERS: usize = 4;
/// How many hold a report whole for one client, as long as that reads, and how many of these may be of one user.
const HOLDERS: usize = 4;
const HOLDERS_OF_ONE_USER: usize = 2;
/// How long one waits for one's turn, in seconds.
const LONGEST_WAIT: u32 = 5;

/// The places of this server.
pub struct ReportTurns {
    readers: Places,
    loaders: Arc<Semaphore>,
    holders: Places,
}

/// Places of which one user may take but some: whoever is slow leaves places to others.
struct Places {
    of_all: Arc<Semaphore>,
    most_of_one_user: usize,
    /// Of each user who has one or waits for one, by the user's name.
    of_users: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

/// A place, until it is dropped.
type Turn = OwnedSemaphorePermit;

/// A place of a user, for as long as it is kept.
pub struct UsersTurn {
    _of_user: Turn,
    _of_all: Turn,
}

impl Default for ReportTurns {
    fn default() -> Self {
        Self {
            readers: Places::new(READERS, READERS_OF_ONE_USER),
            loaders: Arc::new(Semaphore::new(LOADERS)),
            holders: Places::new(HOLDERS, HOLDERS_OF_ONE_USER),
        }
    }
}

impl ReportTurns {
    /// A place among those who take a file in.
    pub async fn turn_to_read(&self, user: &str) -> ServiceResult<UsersTurn> {
        in_time(self.readers.take(user)).await
    }

    /// A place among those who read a report from the database.
    pub async fn turn_to_load(&self) -> ServiceResult<Turn> {
        in_time(self.loaders.clone().acquire_owned()).await
    }

    /// A place among those who hold a report whole.
    pub async fn turn_to_hold(&self, user: &str) -> ServiceResult<UsersTurn> {
        in_time(self.holders.take(user)).await
    }

    /// The same, where there is a place at once.
    pub fn free_turn_to_hold(&self, user: &str) -> Option<UsersTurn> {
        self.holders.take_free(user)
    }
}

impl Places {
    fn new(count: usize, most_of_one_user: usize) -> Self {
        Self { of_all: Arc::new(Semaphore::new(count)), most_of_one_user, of_users: Mutex::default() }
    }

    async fn take(&self, user: &str) -> Result<UsersTurn, AcquireError> {
        // Whoever waits for a place of their own takes none from others.
        let of_user = self.of_user(user).acquire_owned().await?;
        Ok(UsersTurn { _of_user: of_user, _of_all: self.of_all.clone().acquire_owned().await? })
    }

    fn take_free(&self, user: &str) -> Option<UsersTurn> {
        let of_user = self.of_user(user).try_acquire_owned().ok()?;
        Some(UsersTurn { _of_user: of_user, _of_all: self.of_all.clone().try_acquire_owned().ok()? })
    }

    fn of_user(&self, user: &str) -> Arc<Semaphore> {
        let mut of_users = self.of_users.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that nobody else has are whole, and made anew when they are needed.
        of_users.retain(|_, places| Arc::strong_count(places) > 1);
        let places = of_users.entry(user.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(self.most_of_one_user)));
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

    #[tokio::test(start_paused = true)]
    async fn one_user_takes_in_one_file_at_a_time() {
        let turns = ReportTurns::default();
        let first = turns.turn_to_read("ada").await.unwrap();
        assert!(matches!(turns.turn_to_read("ada").await, Err(ServiceError::TooMany { .. })));
        let _of_vera = turns.turn_to_read("vera").await.expect("a place that is not ada's");
        drop(first);
        let _second = turns.turn_to_read("ada").await.unwrap();
    }

    #[test]
    fn who_has_no_place_is_forgotten() {
        let places = Places::new(1, 1);
        drop(places.of_user("bob"));
        let _of_carl = places.of_user("carl");
        let known = places.of_users.lock().unwrap();
        assert_eq!((known.contains_key("bob"), known.contains_key("carl")), (false, true));
    }
}
