//! Tells a damaged write-ahead log from one that a crash cut short. SQLite itself reads a log up to its first bad
//! frame and forgets the rest without a word, which is right after a crash and wrong after damage: then
//! what was acknowledged would be lost.
//!
//! A commit is synced before the next one is written. So a bad frame that a commit and then a good frame follow
//! was on the disk once, and has been damaged since.

use std::{
    fs::File,
    io::{self, BufReader, ErrorKind, Read},
    path::Path,
};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// The last bit of the magic number says in which byte order checksums are computed.
const MAGIC: u32 = 0x377f_0682;

/// Whether the log at `path` is damaged; one that is not there is not.
pub fn is_damaged(path: &Path) -> io::Result<bool> {
    match File::open(path) {
        Ok(file) => scan(BufReader::new(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn scan(mut log: impl Read) -> io::Result<bool> {
    let mut start = Vec::new();
    log.by_ref().take(HEADER as u64).read_to_end(&mut start)?;
    if start.is_empty() {
        return Ok(false);
    }
    let Some(header) = Header::read(&start) else {
        // Space that was set aside and never written to is all zeros.
        return Ok(start.iter().any(|byte| *byte != 0) || !is_all_zeros(log)?);
    };
    scan_frames(log, &header)
}

/// How far the search for proof of damage has come.
enum Seen {
    OnlyGood,
    BadFrame,
    CommitAfterIt,
}

fn scan_frames(mut log: impl Read, header: &Header) -> io::Result<bool> {
    let mut seen = Seen::OnlyGood;
    let mut before = header.checksum;
    let mut frame = vec![0; FRAME_HEADER + header.page_size];
    while fill(&mut log, &mut frame)? {
        let (good, commits, own) = header.judge(&frame, before);
        before = (word(&frame, 16), word(&frame, 20));
        seen = match seen {
            Seen::OnlyGood if good => Seen::OnlyGood,
            Seen::OnlyGood if own && commits => Seen::CommitAfterIt,
            Seen::OnlyGood => Seen::BadFrame,
            Seen::BadFrame if good && commits => Seen::CommitAfterIt,
            Seen::CommitAfterIt if good => return Ok(true),
            other => other,
        };
    }
    Ok(false)
}

struct Header {
    big_endian: bool,
    page_size: usize,
    salts: (u32, u32),
    checksum: (u32, u32),
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < HEADER || word(bytes, 0) & !1 != MAGIC {
            return None;
        }
        let header = Self {
            big_endian: word(bytes, 0) & 1 == 1,
            page_size: word(bytes, 8) as usize,
            salts: (word(bytes, 16), word(bytes, 20)),
            checksum: (word(bytes, 24), word(bytes, 28)),
        };
        let valid = (512..=65_536).contains(&header.page_size)
            && header.page_size.is_power_of_two()
            && checksum(header.big_endian, &bytes[..24], (0, 0)) == header.checksum;
        valid.then_some(header)
    }

    /// Whether a frame is good, whether it ends a transaction, and whether it was written since the log began anew.
    fn judge(&self, frame: &[u8], before: (u32, u32)) -> (bool, bool, bool) {
        let own = (word(frame, 8), word(frame, 12)) == self.salts;
        let sum = checksum(self.big_endian, &frame[FRAME_HEADER..], checksum(self.big_endian, &frame[..8], before));
        let good = own && sum == (word(frame, 16), word(frame, 20));
        (good, word(frame, 4) != 0, own)
    }
}

/// SQLite's running checksum over pairs of words.
fn checksum(big_endian: bool, bytes: &[u8], seed: (u32, u32)) -> (u32, u32) {
    let read = |four: &[u8]| {
        let word = word(four, 0);
        if big_endian { word } else { word.swap_bytes() }
    };
    bytes.chunks_exact(8).fold(seed, |(one, two), pair| {
        let one = one.wrapping_add(read(&pair[..4])).wrapping_add(two);
        let two = two.wrapping_add(read(&pair[4..])).wrapping_add(one);
        (one, two)
    })
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Fills the buffer; false when the log ends before.
fn fill(log: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match log.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn is_all_zeros(mut log: impl Read) -> io::Result<bool> {
    let mut buffer = [0; 4096];
    loop {
        match log.read(&mut buffer)? {
            0 => return Ok(true),
            count if buffer[..count].iter().any(|byte| *byte != 0) => return Ok(false),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: usize = 4096;

    /// A log as SQLite leaves it: three transactions of one page each, after the one that made the table.
    fn log() -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.db");
        let db = rusqlite::Connection::open(&path).unwrap();
        db.pragma_update(None, "journal_mode", "wal").unwrap();
        for statement in ["CREATE TABLE t (x)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)", "DELETE FROM t"]
        {
            db.execute_batch(statement).unwrap();
        }
        std::fs::read(folder.path().join("log.db-wal")).unwrap()
    }

    fn frame(from_end: usize) -> usize {
        let log = log();
        log.len() - from_end * (FRAME_HEADER + PAGE)
    }

    fn check(what: &str, change: impl FnOnce(&mut Vec<u8>), damaged: bool) {
        let mut log = log();
        change(&mut log);
        assert_eq!(scan(log.as_slice()).unwrap(), damaged, "{what}");
    }

    #[test]
    fn a_crash_is_no_damage() {
        check("as it was", |_| {}, false);
        check("empty", Vec::clear, false);
        check("set aside and never written", |log| log.fill(0), false);
        check("cut between frames", |log| log.truncate(frame(1)), false);
        check("cut inside a frame", |log| log.truncate(frame(1) + 100), false);
        check("the last frame torn", |log| log[frame(1) + 1000] ^= 1, false);
    }

    #[test]
    fn what_later_commits_prove_to_have_been_there_is_damage() {
        check("the header", |log| log[9] ^= 1, true);
        check("the header zeroed", |log| log[..HEADER].fill(0), true);
        check("cut inside the header", |log| log.truncate(10), true);
        check("a page", |log| log[frame(3) + 1000] ^= 1, true);
        check("the page before the last", |log| log[frame(2) + 1000] ^= 1, true);
        check("a frame's checksum", |log| log[frame(3) + 17] ^= 1, true);
        check("a frame zeroed", |log| log[frame(4)..frame(3)].fill(0), true);
    }
}
