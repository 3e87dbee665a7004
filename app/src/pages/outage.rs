//! What every address shows while the database does not answer, because nobody can tell who is signed in.

use crate::{client::use_client, components::Skeleton, document, frame::Door, preferences::Language, texts::texts};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

const LOOK_AGAIN: Duration = Duration::from_secs(5);

#[component]
pub fn OutagePage(language: Language) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    // The server answers such a page with a status of its own, so looking again begins in the browser.
    Effect::new(move |_| {
        let client = client.clone();
        set_interval(
            move || {
                let client = client.clone();
                spawn_local(async move {
                    if client.readiness().await.is_ok() {
                        document::reload();
                    }
                });
            },
            LOOK_AGAIN,
        );
    });
    view! {
        <Door language title=texts.outage_title meaning=texts.outage_meaning>
            <Skeleton />
        </Door>
    }
}
