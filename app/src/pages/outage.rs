//! What every address shows while the database does not answer, because nobody can tell who is signed in.

use crate::{
    client::{Client, use_client},
    components::{Button, Glyph, WindowActions},
    document,
    frame::Door,
    polling::{Found, keep_looking},
    texts::texts,
};
use leptos::prelude::*;
use std::{cell::Cell, rc::Rc};

#[component]
pub fn OutagePage() -> impl IntoView {
    let texts = texts();
    reload_after_outage(use_client(), true);
    view! {
        <Door title=texts.outage_title meaning=texts.outage_meaning>
            <WindowActions>
                <Button glyph=Glyph::Retry on_press=|()| document::reload()>
                    {texts.retry}
                </Button>
            </WindowActions>
        </Door>
    }
}

/// Loads the page again once the server works again, if it is away: that is known already, or the first look shows it.
/// What another look would find again, such as a part that is missing, is for people to load again.
pub fn reload_after_outage(client: Client, is_away: bool) {
    let is_away = Rc::new(Cell::new(is_away));
    keep_looking(move || {
        let (readiness, is_away) = (client.readiness(), is_away.clone());
        Box::pin(async move {
            if readiness.await.is_err() {
                is_away.set(true);
                return Found::Nothing;
            }
            if is_away.get() {
                document::reload();
            }
            Found::End
        })
    });
}
