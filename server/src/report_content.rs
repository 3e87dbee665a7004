//! The content of a report as it is kept: the JSON of [`model::Report`], compressed.

use std::{
    io::{self, BufReader, BufWriter, Read, Write},
    sync::mpsc::{self, SyncSender},
    thread,
};

use axum::body::Bytes;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use model::Report;
use serde::de::DeserializeOwned;

use crate::error::ServiceResult;

/// Most of the gain for little of the time.
const LEVEL: Compression = Compression::new(1);
/// How much of the JSON is packed or unpacked at a time, and how many of these may wait to be packed.
const PIECE: usize = 64 << 10;
const WAITING: usize = 4;

/// Writes a report to wherever its bytes go. Another thread compresses what is written: both take as long.
pub fn write<W: Write + Send>(report: &Report, out: W) -> io::Result<W> {
    let (hand_over, handed_over) = mpsc::sync_channel(WAITING);
    thread::scope(|threads| {
        let compressing = threads.spawn(move || {
            let mut out = GzEncoder::new(out, LEVEL);
            handed_over.iter().try_for_each(|piece: Vec<u8>| out.write_all(&piece))?;
            out.finish()
        });
        let written = write_json(report, Pieces(hand_over));
        // Where it could not be compressed, it could not be handed over either, and that is why.
        let compressed = compressing.join().map_err(|_| io::Error::other("compressing a report failed"))??;
        written.map(|()| compressed)
    })
}

fn write_json(report: &Report, pieces: Pieces) -> io::Result<()> {
    let mut gathering = BufWriter::with_capacity(PIECE, pieces);
    serde_json::to_writer(&mut gathering, report)?;
    gathering.flush()
}

/// Hands over what is written.
struct Pieces(SyncSender<Vec<u8>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(|_| io::Error::other("nobody takes the report"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The JSON, as a reader.
pub fn unpack(content: &[u8]) -> impl Read {
    GzDecoder::new(content)
}

/// A report, or as much of one as `T` wants to know, read where it holds nobody up. That goes on when whoever asked has gone,
/// and takes memory until it ends: so it has the turn meanwhile.
pub async fn read<T: DeserializeOwned + Send + 'static, Turn: Send + 'static>(
    content: impl AsRef<[u8]> + Send + 'static,
    turn: Turn,
) -> ServiceResult<(T, Turn)> {
    let read = move || (serde_json::from_reader(BufReader::new(unpack(content.as_ref()))), turn);
    let (read, turn) = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
    Ok((read.map_err(anyhow::Error::from)?, turn))
}

/// The JSON, piece by piece.
pub fn pieces(content: Bytes) -> impl Iterator<Item = io::Result<Bytes>> {
    let mut unpacked = GzDecoder::new(io::Cursor::new(content));
    std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(PIECE);
        match unpacked.by_ref().take(PIECE as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece.into())),
            Err(error) => Some(Err(error)),
        }
    })
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Mutex},
        time::Duration,
    };

    use tokio::time::{sleep, timeout};

    use super::*;

    /// A content that takes its time.
    struct Held(Mutex<mpsc::Receiver<()>>);

    impl AsRef<[u8]> for Held {
        fn as_ref(&self) -> &[u8] {
            self.0.lock().unwrap().recv().unwrap();
            &[]
        }
    }

    #[tokio::test]
    async fn a_turn_lasts_until_all_is_read_though_nobody_waits_for_it() {
        let (let_go, held) = mpsc::channel();
        let turn = Arc::new(());
        let kept = Arc::downgrade(&turn);
        let reading = read::<Report, _>(Held(Mutex::new(held)), turn);
        assert!(timeout(Duration::from_millis(20), reading).await.is_err(), "whoever asked has gone");
        assert!(kept.upgrade().is_some());
        let_go.send(()).unwrap();
        while kept.upgrade().is_some() {
            sleep(Duration::from_millis(1)).await;
        }
    }
}
