//! How fast large bodies must flow, in and out: slowly is allowed, dawdling is not, because each holds a place and memory.

use std::time::Duration;

/// How long a body may take to begin with, and how many bytes buy it another second.
const PATIENCE: Duration = Duration::from_secs(30);
const SLOWEST_RATE: u64 = 16 << 10;

/// How long a client may leave what it was sent unread.
pub const SLOWEST_READER: Duration = Duration::from_secs(30);

/// How much has flowed so far, and how long it was waited for.
#[derive(Default)]
pub struct Flow {
    pub moved: u64,
    pub waited: Duration,
}

impl Flow {
    /// How long to wait for what comes next: a pause at most, and no longer than what has flowed allows.
    pub fn patience(&self, longest_pause: Duration) -> Duration {
        let allowed = PATIENCE + Duration::from_secs(self.moved / SLOWEST_RATE);
        longest_pause.min(allowed.saturating_sub(self.waited))
    }
}
