//! Says that the browser is offline or that the server cannot work, for as long as it is so, on pages too that ask for
//! nothing.

use crate::{
    client::{Client, ClientError, use_client},
    components::{Glyph, Icon},
    content::{changing, erase},
    document,
    effects::{in_browser, tell},
    polling::{Found, keep_looking},
    texts::{Texts, texts},
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};

/// Whether the server can be reached and can work. Taken from context by [`use_connection`].
#[derive(Clone, Copy)]
pub struct Connection {
    texts: &'static Texts,
    is_offline: RwSignal<bool>,
    /// Why the server cannot work, in words: no two refusals are the same, though they say the same.
    outage: RwSignal<Option<String>>,
}

pub fn use_connection() -> Connection {
    expect_context()
}

impl Connection {
    /// Provides it to all pages, and looks again and again.
    pub fn provide() {
        let connection = Self { texts: texts(), is_offline: RwSignal::new(false), outage: RwSignal::new(None) };
        provide_context(connection);
        connection.follow_browser();
        connection.follow_server(use_client().quietly());
    }

    /// Whether something is said of it, and so need not be said again on the page.
    pub fn is_lost(self) -> bool {
        self.is_offline.get() || self.outage.with(Option::is_some)
    }

    fn follow_browser(self) {
        in_browser(move || {
            let look = move || self.is_offline.set(document::is_offline());
            look();
            for event in ["online", "offline"] {
                window_event_listener_untyped(event, move |_| look());
            }
        });
    }

    fn follow_server(self, client: Client) {
        keep_looking(move || {
            let readiness = client.readiness();
            Box::pin(async move {
                // What the browser knows need not be tried.
                if document::is_offline() {
                    return Found::Nothing;
                }
                let outage = readiness.await.err().filter(ClientError::is_outage);
                if self.outage.is_disposed() {
                    return Found::End;
                }
                if tell(self.outage, outage.map(|error| self.texts.explain(&error))) {
                    Found::News
                } else {
                    Found::Nothing
                }
            })
        });
    }

    fn words(self) -> Option<String> {
        if self.is_offline.get() {
            return Some(self.texts.offline.into());
        }
        self.outage.with(|outage| outage.as_ref().map(|outage| format!("{outage} {}", self.texts.looks_again)))
    }
}

/// It is there from the start, so that screen readers hear what enters it.
#[component]
pub fn ConnectionNote() -> impl IntoView {
    let connection = use_connection();
    let note = changing(move || {
        let words = connection.words()?;
        Some(erase(view! {
            <p class="connection-note">
                <Icon glyph=Glyph::Lost />
                {words}
            </p>
        }))
    });
    view! {
        <div class="connection" role="status">
            {note}
        </div>
    }
}
