//! What a page needs to know of the server and its answer, beside the visitor's preferences.

use std::{fmt, sync::Arc};

/// Facts about the server that every page shows; they travel as attributes of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageContext {
    /// The IANA name of the zone whose days the windows are made of, e.g. `Europe/Rome`.
    pub timezone: Arc<str>,
}

/// Sets the HTTP status of the page being rendered. The server provides one in context; the browser has none.
#[derive(Clone)]
pub struct StatusSetter(Arc<dyn Fn(u16) + Send + Sync>);

impl StatusSetter {
    pub fn new(set: impl Fn(u16) + Send + Sync + 'static) -> Self {
        Self(Arc::new(set))
    }

    pub fn set(&self, status: u16) {
        (self.0)(status);
    }
}

impl fmt::Debug for StatusSetter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StatusSetter")
    }
}
