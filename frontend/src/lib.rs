//! The browser half: takes the rendered page over and lets the app's client reach the API by fetch.

mod transport;

use app::{
    App,
    client::Client,
    document,
    lazy::{LazyView, missing_app},
    page_context::PageContext,
    renewal::RenewingTransport,
    session::Session,
};
use leptos::{
    mount::{hydrate_body, mount_to_body},
    prelude::*,
};
use std::sync::Arc;
use transport::FetchTransport;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document once this module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    // Leptos can only spawn once there is a page.
    wasm_bindgen_futures::spawn_local(take_over());
}

async fn take_over() {
    let page = document::read_page_context();
    if fetch_views(&page).await {
        hydrate_body(|| app(page));
    } else {
        document::clear();
        mount_to_body(|| missing_app(document::read_preferences()));
    }
    document::mark_hydrated();
}

/// A page is taken over at once, so the code that shows it must be there before.
async fn fetch_views(page: &PageContext) -> bool {
    for view in LazyView::needed_for(&page.visitor, &document::path()) {
        if !view.fetch().await {
            return false;
        }
    }
    true
}

fn app(page: PageContext) -> impl IntoView {
    let session = Session::new();
    provide_context(session);
    let transport = RenewingTransport::new(Arc::new(FetchTransport), move || session.end());
    provide_context(Client::new(Arc::new(transport)));
    let preferences = document::read_preferences();
    view! { <App preferences page /> }
}
