//! What every address shows while the database does not answer, because nobody can tell who is signed in.

use crate::{
    client::{Client, use_client},
    components::{Button, Glyph, WindowActions},
    document,
    effects::in_browser,
    frame::Door,
    texts::texts,
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

const LOOK_AGAIN: Duration = Duration::from_secs(5);

#[component]
pub fn OutagePage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    in_browser(move || {
        let client = client.clone();
        set_interval(move || spawn_local(look_again(client.clone())), LOOK_AGAIN);
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

async fn look_again(client: Client) {
    if client.readiness().await.is_ok() {
        document::reload();
    }
}
