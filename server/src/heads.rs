//! Heads of requests while they come. Each is held until it is whole, by a connection of which nothing is known yet; so a
//! long one is taken in all the same, but few of them at a time.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Up to this many bytes a head is like any other: browsers and scripts send a few kilobytes.
const SHORT: usize = 64 << 10;
/// How many longer ones may be on their way.
const MOST_LONG: usize = 16;

/// The places for long heads of all connections.
#[derive(Clone)]
pub struct LongHeads(Arc<Semaphore>);

/// The head that comes next on one connection.
pub struct Head {
    places: LongHeads,
    coming: Mutex<Coming>,
    /// Whether a request is being answered: what comes then is its body.
    is_answered: AtomicBool,
    refused: Notify,
}

/// How much of it has come, and the place that it takes.
#[derive(Default)]
struct Coming {
    bytes: usize,
    place: Option<OwnedSemaphorePermit>,
}

/// A request that is being answered, until it is dropped.
pub struct Answering(Arc<Head>);

impl LongHeads {
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(MOST_LONG)))
    }
}

impl Head {
    pub fn new(places: LongHeads) -> Arc<Self> {
        let (coming, is_answered, refused) = (Mutex::default(), AtomicBool::new(false), Notify::new());
        Arc::new(Self { places, coming, is_answered, refused })
    }

    /// Counts what has come.
    pub fn take(&self, bytes: usize) {
        if self.is_answered.load(Ordering::Relaxed) {
            return;
        }
        let mut coming = self.coming.lock().unwrap_or_else(PoisonError::into_inner);
        coming.bytes += bytes;
        if coming.bytes > SHORT && coming.place.is_none() {
            match self.places.0.clone().try_acquire_owned() {
                Ok(place) => coming.place = Some(place),
                Err(_) => self.refused.notify_one(),
            }
        }
    }

    /// Ends once the head needs a place and there is none.
    pub async fn refused(&self) {
        self.refused.notified().await;
    }

    /// Says that the head is whole. The next one begins when its request was answered.
    pub fn answering(self: &Arc<Self>) -> Answering {
        self.is_answered.store(true, Ordering::Relaxed);
        Answering(self.clone())
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        *self.0.coming.lock().unwrap_or_else(PoisonError::into_inner) = Coming::default();
        self.0.is_answered.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[test]
    fn few_long_heads_come_at_a_time() {
        let places = LongHeads::new();
        let new = || Head::new(places.clone());
        let long = |head: &Head| (0..3).for_each(|_| head.take(SHORT / 2));
        let all: Vec<Arc<Head>> = (0..MOST_LONG).map(|_| new()).collect();
        all.iter().for_each(|head| long(head));
        assert!(all.iter().all(|head| head.refused().now_or_never().is_none()), "each has a place");
        let (short, late) = (new(), new());
        short.take(SHORT);
        long(&late);
        assert!(short.refused().now_or_never().is_none(), "it needs none");
        assert!(late.refused().now_or_never().is_some());
        // One was answered.
        drop(all[0].answering());
        let next = new();
        long(&next);
        assert!(next.refused().now_or_never().is_none());
    }

    #[test]
    fn bodies_are_no_heads() {
        let places = LongHeads(Arc::new(Semaphore::new(0)));
        let head = Head::new(places);
        head.take(1000);
        let answering = head.answering();
        head.take(64 << 20);
        drop(answering);
        // The head of the next request.
        head.take(SHORT);
        assert!(head.refused().now_or_never().is_none());
        head.take(1);
        assert!(head.refused().now_or_never().is_some());
    }
}
