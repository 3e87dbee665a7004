//! What every address shows while the database does not answer, because nobody can tell who is signed in.

use crate::{
    client::use_client,
    components::{Button, Glyph, WindowActions},
    document,
    frame::Door,
    polling::{Found, keep_looking},
    texts::texts,
};
use leptos::prelude::*;

#[component]
pub fn OutagePage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    keep_looking(move || {
        let readiness = client.readiness();
        Box::pin(async move {
            if readiness.await.is_err() {
                return Found::Nothing;
            }
            document::reload();
            Found::End
        })
    });
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
