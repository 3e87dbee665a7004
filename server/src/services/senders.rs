//! Who sends rows. Collectors do so all day, so the trail is told of each once an hour, before the first of its rows is
//! kept; a row for each request would bury all others.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use model::NewAuditEntry;
use store::Store;

const HOUR_SECONDS: i64 = 3600;

/// The senders of the hour.
#[derive(Default)]
pub struct Senders(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    hour: i64,
    senders: HashSet<Sender>,
}

/// The user's name, the address and what is sent.
type Sender = (String, String, String);

impl Senders {
    /// Writes the row down, unless this sender has had one in this hour.
    pub async fn tell(&self, store: &dyn Store, entry: NewAuditEntry) -> store::Result<()> {
        let hour = entry.at.timestamp().div_euclid(HOUR_SECONDS);
        let sender = (entry.actor.clone(), entry.address.clone(), entry.object.clone());
        if self.heard_in(hour).senders.contains(&sender) {
            return Ok(());
        }
        store.append_audit(entry).await?;
        // Only now: a row that could not be written must be tried again. Two at once make two rows, which is no harm.
        self.heard_in(hour).senders.insert(sender);
        Ok(())
    }

    /// Those heard in an hour; those of another one are forgotten.
    fn heard_in(&self, hour: i64) -> MutexGuard<'_, Heard> {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.hour != hour {
            *heard = Heard { hour, ..Heard::default() };
        }
        heard
    }
}
