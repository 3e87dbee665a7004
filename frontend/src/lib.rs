//! The browser half: takes the rendered page over and lets the app's client reach the API by fetch.

mod transport;

use app::{App, client::Client, document, renewal::RenewingTransport, session::Session};
use leptos::{mount::hydrate_body, prelude::*};
use std::sync::Arc;
use transport::FetchTransport;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document once this module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    hydrate_body(|| {
        let session = Session::new();
        provide_context(session);
        let transport = RenewingTransport::new(Arc::new(FetchTransport), move || session.end());
        provide_context(Client::new(Arc::new(transport)));
        let preferences = document::read_preferences();
        let page = document::read_page_context();
        view! { <App preferences page /> }
    });
    document::mark_hydrated();
}
