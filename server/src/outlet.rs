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
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let runtime = Handle::current();
    spawn_blocking(move || {
        let pieces = Pieces { sender: sender.clone(), runtime, flow: Flow::default() };
        let mut out = io::BufWriter::with_capacity(PIECE, pieces);
        if let Err(error) = write(&mut out).and_then(|()| out.flush()) {
            // Whoever does not read, or is gone, needs not know.
            let _ = sender.try_send(Err(error));
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
    use std::sync::Arc;

    use futures_util::StreamExt;
    use tokio::sync::Semaphore;

    use super::*;

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
