//! Gives what Vedetta writes into collections of others an `_id` that follows from the content, so that the same row
//! twice is one document.

use model::Timestamp;
use mongodb::bson::oid::ObjectId;
use sha2::{Digest, Sha256};

/// An object id that, as others do, begins with the seconds, so that ids lie in the order of time in their index;
/// the rest is a hash of the moment and the other parts.
pub fn of(at: Timestamp, parts: &[&str]) -> ObjectId {
    let mut hash = Sha256::new();
    hash.update(at.timestamp_millis().to_be_bytes());
    for part in parts {
        // Lengths keep "ab" + "c" apart from "a" + "bc".
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = [0; 12];
    // Seconds outside 1970 to 2106 wrap around; the hash still tells them apart.
    bytes[..4].copy_from_slice(&at.timestamp().to_be_bytes()[4..]);
    bytes[4..].copy_from_slice(&hash.finalize()[..8]);
    ObjectId::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_content_has_another_id() {
        let at = |millis| Timestamp::from_timestamp_millis(millis).unwrap();
        let one = of(at(1000), &["ab", "c"]);
        assert_eq!(one, of(at(1000), &["ab", "c"]));
        for other in [of(at(1000), &["a", "bc"]), of(at(1001), &["ab", "c"]), of(at(1000 + (1000 << 32)), &["ab", "c"])]
        {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn ids_tell_the_time() {
        let at = Timestamp::from_timestamp_millis(1_756_684_800_123).unwrap();
        assert_eq!(of(at, &[]).timestamp().timestamp_millis(), 1_756_684_800_000);
    }
}
