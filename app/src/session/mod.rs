//! The sign-in behind this document: that it has ended, and that it goes on. The server renders who is signed in; what
//! happens afterwards, here or in another tab, is followed by this module.

mod dialog;
mod tabs;
mod watch;

pub use dialog::SessionDialog;
pub use tabs::{News, hear, tell};
pub use watch::watch;

use crate::effects;
use leptos::prelude::*;

/// Whether the sign-in still holds. The browser's transport reports its end.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    ended: RwSignal<bool>,
    version: RwSignal<u32>,
}

/// The session of this document, taken from context.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    pub fn new() -> Self {
        Self { ended: RwSignal::new(false), version: RwSignal::new(0) }
    }

    /// Keeps the session that the browser half brought along; while a page is rendered, nothing can end.
    pub fn provide() {
        if use_context::<Self>().is_none() {
            provide_context(Self::new());
        }
    }

    /// Changes whenever somebody signs in over the page: a resource that reads it in its source loads again.
    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// The server no longer knows the sign-in. Asks for another over the page, which stays as it is.
    pub fn end(self) {
        // Told once: the question that stands over the page is not asked anew while somebody types.
        effects::tell(self.ended, true);
    }

    /// The same person is signed in again, here or in another tab.
    fn go_on(self) {
        self.ended.set(false);
        self.version.update(|version| *version += 1);
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}
