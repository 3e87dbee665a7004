//! Links the rows of the audit trail: each carries the hash of the row before.

use model::{AuditEntry, NewAuditEntry};
use sha2::{Digest, Sha256};

/// The row that follows `last`, or the first one.
pub fn follow(last: Option<&AuditEntry>, entry: NewAuditEntry) -> AuditEntry {
    AuditEntry {
        sequence: last.map_or(1, |row| row.sequence + 1),
        entry,
        previous_hash: last.map(hash).unwrap_or_default(),
    }
}

/// What the row after this one carries: the SHA-256 of its canonical text, in lower-case hex.
pub fn hash(row: &AuditEntry) -> String {
    sha256(row.canonical())
}

/// The SHA-256 of some bytes, in lower-case hex.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    use std::fmt::Write;

    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
