//! Counts the connections of the driver's pool as it tells of them.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::Relaxed},
};

use mongodb::event::{EventHandler, cmap::CmapEvent};

use crate::Pool;

/// How many connections there are, and how many of them are lent.
#[derive(Default)]
pub struct Lent {
    open: AtomicU32,
    in_use: AtomicU32,
}

impl Lent {
    /// What the driver tells.
    pub fn handler(self: &Arc<Self>) -> EventHandler<CmapEvent> {
        let lent = self.clone();
        EventHandler::callback(move |event| lent.count(&event))
    }

    fn count(&self, event: &CmapEvent) {
        match event {
            CmapEvent::ConnectionCreated(_) => self.open.fetch_add(1, Relaxed),
            CmapEvent::ConnectionClosed(_) => self.open.fetch_sub(1, Relaxed),
            CmapEvent::ConnectionCheckedOut(_) => self.in_use.fetch_add(1, Relaxed),
            CmapEvent::ConnectionCheckedIn(_) => self.in_use.fetch_sub(1, Relaxed),
            _ => 0,
        };
    }

    pub fn pool(&self, most: u32) -> Pool {
        Pool { open: self.open.load(Relaxed), in_use: self.in_use.load(Relaxed), most }
    }
}
