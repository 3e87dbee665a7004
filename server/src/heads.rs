//! Heads of requests while they come. Each is held until it is whole, by a connection of which nothing is known yet; so a
//! long one is taken in all the same, but few of them at a time.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::{OwnedSemaphorePermit, Semaphore},
};

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
    /// How much of it has come.
    bytes: AtomicUsize,
    /// Whether a request is being answered: what comes then is its body.
    is_answered: AtomicBool,
    /// Taken by a long one.
    place: Mutex<Option<OwnedSemaphorePermit>>,
}

/// A request that is being answered, until it is dropped.
pub struct Answering(Arc<Head>);

/// A connection that ends when its head needs a place and there is none.
pub struct Counted<S> {
    stream: S,
    head: Arc<Head>,
}

impl LongHeads {
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(MOST_LONG)))
    }
}

impl Head {
    pub fn new(places: LongHeads) -> Arc<Self> {
        let (bytes, is_answered) = (AtomicUsize::new(0), AtomicBool::new(false));
        Arc::new(Self { places, bytes, is_answered, place: Mutex::default() })
    }

    /// Counts what has come.
    fn take(&self, bytes: usize) -> io::Result<()> {
        if self.is_answered.load(Ordering::Relaxed) {
            return Ok(());
        }
        let bytes = self.bytes.load(Ordering::Relaxed) + bytes;
        self.bytes.store(bytes, Ordering::Relaxed);
        if bytes <= SHORT {
            return Ok(());
        }
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_none() {
            let free = self.places.0.clone().try_acquire_owned();
            *place = Some(free.map_err(|_| io::Error::other("too many long heads of requests are on their way"))?);
        }
        Ok(())
    }

    /// Says that the head is whole. The next one begins when its request was answered.
    pub fn answering(self: &Arc<Self>) -> Answering {
        self.is_answered.store(true, Ordering::Relaxed);
        Answering(self.clone())
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        if self.0.bytes.swap(0, Ordering::Relaxed) > SHORT {
            self.0.place.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
        self.0.is_answered.store(false, Ordering::Relaxed);
    }
}

impl<S> Counted<S> {
    pub fn new(stream: S, head: Arc<Head>) -> Self {
        Self { stream, head }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, into))?;
        Poll::Ready(self.head.take(into.filled().len() - before))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_taken(head: &Head, bytes: usize) -> bool {
        head.take(bytes).is_ok()
    }

    #[test]
    fn few_long_heads_come_at_a_time() {
        let places = LongHeads::new();
        let new = || Head::new(places.clone());
        let long = |head: &Head| (0..3).all(|_| is_taken(head, SHORT / 2));
        let all: Vec<Arc<Head>> = (0..MOST_LONG).map(|_| new()).collect();
        assert!(all.iter().all(|head| long(head)), "each has a place");
        assert!(is_taken(&new(), SHORT), "a short one needs none");
        assert!(!long(&new()));
        // One was answered.
        drop(all[0].answering());
        assert!(long(&new()));
    }

    #[test]
    fn bodies_are_no_heads() {
        let head = Head::new(LongHeads(Arc::new(Semaphore::new(0))));
        assert!(is_taken(&head, 1000));
        let answering = head.answering();
        assert!(is_taken(&head, 64 << 20));
        drop(answering);
        // The head of the next request.
        assert!(is_taken(&head, SHORT));
        assert!(!is_taken(&head, 1));
    }
}
