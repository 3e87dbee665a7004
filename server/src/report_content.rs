//! The content of a report as it is kept: the JSON of [`model::Report`], compressed.

use std::io::{self, BufReader, Read, Write};

use axum::body::Bytes;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use model::Report;
use serde::de::DeserializeOwned;

use crate::error::ServiceResult;

/// Most of the gain for little of the time.
const LEVEL: Compression = Compression::new(1);
/// How much is unpacked at a time.
const CHUNK: usize = 64 << 10;
/// What is gathered before it is compressed: serialising writes a few bytes at a time.
const GATHERED: usize = 32 << 10;

/// Writes a report to wherever its bytes go.
pub fn write<W: Write>(report: &Report, out: W) -> io::Result<W> {
    let mut gathering = io::BufWriter::with_capacity(GATHERED, GzEncoder::new(out, LEVEL));
    serde_json::to_writer(&mut gathering, report)?;
    gathering.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
}

/// The JSON, as a reader.
pub fn unpack(content: &[u8]) -> impl Read {
    GzDecoder::new(content)
}

/// A report, or as much of one as `T` wants to know, read where it holds nobody up.
pub async fn read<T: DeserializeOwned + Send + 'static>(
    content: impl AsRef<[u8]> + Send + 'static,
) -> ServiceResult<T> {
    let read = move || serde_json::from_reader(BufReader::new(unpack(content.as_ref())));
    let read = tokio::task::spawn_blocking(read).await.map_err(anyhow::Error::from)?;
    Ok(read.map_err(anyhow::Error::from)?)
}

/// The JSON, piece by piece.
pub fn pieces(content: Bytes) -> impl Iterator<Item = io::Result<Bytes>> {
    let mut unpacked = GzDecoder::new(io::Cursor::new(content));
    std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(CHUNK);
        match unpacked.by_ref().take(CHUNK as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece.into())),
            Err(error) => Some(Err(error)),
        }
    })
}
