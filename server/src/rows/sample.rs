//! A sample as a row.

use model::{Sample, SampleStatus};

use super::{Fields, FromRow};

impl FromRow for Sample {
    const FIELDS: &'static [&'static str] = &["timestamp", "service_id", "status", "response_ms", "message"];

    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let (timestamp, service_id) = (fields.moment("timestamp"), fields.id("service_id"));
        let wish = "ok, degraded, failed or unknown, or another word for one of them such as up or down";
        let status = fields.word("status", wish, read_status);
        let (response_ms, message) = (fields.optional_number("response_ms"), fields.optional_note("message"));
        Some(Self {
            timestamp: timestamp?,
            service_id: service_id?,
            status: status?,
            response_ms: response_ms?,
            message: message?,
        })
    }
}

/// A word that nobody agreed on is a slip here, while it reads as unknown where another program left it.
fn read_status(word: &str) -> Option<SampleStatus> {
    let status = SampleStatus::from_word(word.trim());
    (status != SampleStatus::Unknown || word.trim().eq_ignore_ascii_case("unknown")).then_some(status)
}
