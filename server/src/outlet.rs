//! Large bodies on their way out, which are written while they are sent, no faster than that: whoever holds something for
//! one of them holds it no longer than its client reads at a fair pace.

use std::io::{self, Write};

use axum::body::Bytes;
use futures_util::{Stream, stream};
use tokio::{runtime::Handle, sync::mpsc, task::spawn_blocking, time::Instant};

use crate::flow::{Flow, SLOWEST_READER};

/// How much is written before it is handed on, and how many such pieces may wait.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;

/// What the writer writes, on a thread of its own.
pub fn pieces(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> {
    let (sender, mut receiver) = mpsc::channel(WAITING + 1);
    // Kept free whatever waits: a body that breaks off must not look like a whole one to whoever reads slowly.
    let last_word = sender.clone().try_reserve_owned();
    let runtime = Handle::current();
    spawn_blocking(move || {
        let pieces = Pieces { sender, runtime, flow: Flow::default() };
        let mut out = io::BufWriter::with_capacity(PIECE, pieces);
        if let Err(error) = write(&mut out).and_then(|()| out.flush()) {
            // What is left in it would be waited for once more.
            let _ = out.into_parts();
            if let Ok(last_word) = last_word {
                last_word.send(Err(error));
            }
        }
    });
    stream::poll_fn(move |context| receiver.poll_recv(context))
}

/// Hands on what is written.
struct Pieces {
    sender: mpsc::Sender<io::Result<Bytes>>,
    runtime: Handle,
    flow: Flow,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A copy, so that a piece that waits does not hold all the others.
        let piece = Bytes::copy_from_slice(&bytes[..bytes.len().min(PIECE)]);
        let length = piece.len();
        // Some clients stop reading, or hardly read, and do not go: others wait for their place.
        let (asked, patience) = (Instant::now(), self.flow.patience(SLOWEST_READER));
        let sent = self.runtime.block_on(self.sender.send_timeout(Ok(piece), patience));
        sent.map_err(|_| io::ErrorKind::BrokenPipe)?;
        self.flow.waited += asked.elapsed();
        self.flow.moved += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use futures_util::StreamExt;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn a_body_that_breaks_off_ends_with_an_error_however_slowly_it_is_read() {
        for whole_pieces in 0..=WAITING {
            let pieces = pieces(move |out| {
                out.write_all(&vec![0; whole_pieces * PIECE])?;
                Err(io::Error::other("broken off"))
            });
            // All that fits waits by now, and nobody has read it.
            tokio::time::sleep(Duration::from_millis(50)).await;
            let read: Vec<io::Result<Bytes>> = pieces.collect().await;
            let (last, before) = read.split_last().unwrap();
            assert!(last.is_err() && before.iter().all(Result::is_ok), "{whole_pieces}: {read:?}");
        }
    }

    #[tokio::test]
    async fn pieces_make_the_whole_and_free_what_was_held_for_them() {
        let places = Arc::new(Semaphore::new(1));
        let whole: Vec<u8> = (0..1_000_000_u32).map(|number| number as u8).collect();
        for is_read in [true, false] {
            let (turn, written) = (places.clone().try_acquire_owned().unwrap(), whole.clone());
            let pieces = pieces(move |out| {
                let _turn = turn;
                out.write_all(&written)
            });
            if is_read {
                let read: Vec<Bytes> = pieces.map(Result::unwrap).collect().await;
                assert!(read.iter().all(|piece| piece.len() <= PIECE));
                assert_eq!(read.concat(), whole);
            } else {
                assert!(places.try_acquire().is_err(), "nobody has read it yet");
                drop(pieces);
            }
            drop(places.acquire().await.unwrap());
        }
    }
}
