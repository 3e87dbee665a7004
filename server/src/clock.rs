//! What time it is: given, so that tests need not wait.

use std::{sync::Arc, time::SystemTime};

use chrono::SubsecRound;
use model::Timestamp;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock, in the milliseconds that storage keeps.
    pub fn system() -> Self {
        Self::from_fn(|| Timestamp::from(SystemTime::now()).trunc_subsecs(3))
    }

    pub fn from_fn(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}
