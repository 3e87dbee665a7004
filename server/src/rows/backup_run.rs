//! A backup run as a row.

use model::{BackupOutcome, BackupRun};

use super::{Fields, FromRow};

impl FromRow for BackupRun {
    const FIELDS: &'static [&'static str] = &["timestamp", "asset_id", "status", "started_at", "size_bytes", "message"];

    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (timestamp, asset_id) = (fields.moment("timestamp"), fields.id("asset_id"));
        let wish = "success, warning or failed, or another word for one of them such as ok or error";
        let outcome = fields.word("status", wish, |word| BackupOutcome::from_word(word.trim()));
        let started_at = fields.optional_moment("started_at");
        let (size_bytes, message) = (fields.optional_whole("size_bytes"), fields.optional_note("message"));
        if let (Some(ended), Some(Some(started))) = (timestamp, started_at)
            && started > ended
        {
            return fields.fault("started_at", "must not be after timestamp, which is when the run ended");
        }
        Some(Self {
            timestamp: timestamp?,
            asset_id: asset_id?,
            outcome: outcome?,
            started_at: started_at?,
            size_bytes: size_bytes?,
            message: message?,
        })
    }
}
