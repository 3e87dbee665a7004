//! Whose turn it is with whole reports and files of them, of which only a few fit in memory at the same time.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{AcquireError, OwnedSemaphorePermit, Semaphore, SemaphorePermit},
    time::timeout,
};

use crate::error::{ServiceError, ServiceResult};

/// How many files are taken in at the same time: each is held whole, and may take many times its size when it is read.
static READERS: Semaphore = Semaphore::const_new(2);
/// How many read a report from the database at the same time.
static LOADERS: Semaphore = Semaphore::const_new(4);
/// How many hold a report whole for one client, as long as that reads.
static HOLDERS: Semaphore = Semaphore::const_new(4);
/// How many of these may be of one user: whoever reads slowly leaves places to others.
const MOST_OF_ONE_USER: usize = 2;
/// The places of each user who has one or waits for one, by the user's name.
static OF_USERS: Mutex<BTreeMap<String, Arc<Semaphore>>> = Mutex::new(BTreeMap::new());
/// How long one waits for one's turn, in seconds.
const LONGEST_WAIT: u32 = 5;

/// A place among those who hold a report whole, for as long as it is kept.
pub struct Holding {
    _of_user: OwnedSemaphorePermit,
    _of_all: SemaphorePermit<'static>,
}

/// A place among those who take a file in.
pub async fn turn_to_read() -> ServiceResult<SemaphorePermit<'static>> {
    in_time(READERS.acquire()).await
}

/// A place among those who read a report from the database.
pub async fn turn_to_load() -> ServiceResult<SemaphorePermit<'static>> {
    in_time(LOADERS.acquire()).await
}

/// A place among those who hold a report whole.
pub async fn turn_to_hold(user: &str) -> ServiceResult<Holding> {
    in_time(async {
        // Whoever waits for a place of their own takes none from others.
        let of_user = places_of(user).acquire_owned().await?;
        Ok(Holding { _of_user: of_user, _of_all: HOLDERS.acquire().await? })
    })
    .await
}

/// The same, where there is a place at once.
pub fn free_turn_to_hold(user: &str) -> Option<Holding> {
    let of_user = places_of(user).try_acquire_owned().ok()?;
    Some(Holding { _of_user: of_user, _of_all: HOLDERS.try_acquire().ok()? })
}

fn places_of(user: &str) -> Arc<Semaphore> {
    let mut of_users = OF_USERS.lock().unwrap_or_else(PoisonError::into_inner);
    // Those that nobody else has are whole, and made anew when they are needed.
    of_users.retain(|_, places| Arc::strong_count(places) > 1);
    let places = of_users.entry(user.to_owned()).or_insert_with(|| Arc::new(Semaphore::new(MOST_OF_ONE_USER)));
    Arc::clone(places)
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
        let first = turn_to_hold("ada").await.unwrap();
        let _second = turn_to_hold("ada").await.unwrap();
        assert!(free_turn_to_hold("ada").is_none());
        assert!(matches!(turn_to_hold("ada").await, Err(ServiceError::TooMany { .. })));
        let _of_vera = free_turn_to_hold("vera").expect("a place that is not ada's");
        drop(first);
        let _third = turn_to_hold("ada").await.unwrap();
        let _of_eve = free_turn_to_hold("eve").expect("the last place of all");
        assert!(free_turn_to_hold("vera").is_none(), "all are taken");
    }

    #[test]
    fn who_has_no_place_is_forgotten() {
        drop(places_of("bob"));
        let _of_carl = places_of("carl");
        let known = OF_USERS.lock().unwrap();
        assert_eq!((known.contains_key("bob"), known.contains_key("carl")), (false, true));
    }
}
