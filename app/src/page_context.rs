//! What a page needs to know of the server and its answer, beside the visitor's preferences.

use std::{fmt, sync::Arc};

use api::UserView;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Facts of the server that every page may show; they travel as an attribute of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageContext {
    /// The IANA name of the zone whose days the windows are made of, e.g. `Europe/Rome`.
    pub timezone: String,
    pub visitor: Visitor,
}

/// Who looks at the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visitor {
    /// Nobody can be signed in yet: there is no first admin.
    SetUpNeeded,
    #[default]
    Nobody,
    User(UserView),
    /// The database does not answer, so nobody can tell.
    Unavailable,
}

impl Visitor {
    /// Nothing, when nobody is signed in.
    pub fn user(&self) -> Option<&UserView> {
        match self {
            Self::User(user) => Some(user),
            Self::SetUpNeeded | Self::Nobody | Self::Unavailable => None,
        }
    }
}

/// Who looked at the page when the document was rendered.
pub fn use_visitor() -> Visitor {
    expect_context::<PageContext>().visitor
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
