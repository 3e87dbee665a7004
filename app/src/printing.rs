//! Whether the page is being printed. What is in the page only in part, or drawn in the colours of the screen, is put
//! right for the paper.

use crate::effects::in_browser;
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};

/// True from just before the page is laid out for printing until it has been.
pub fn watch_printing() -> Signal<bool> {
    let is_printing = RwSignal::new(false);
    in_browser(move || {
        let listeners = [("beforeprint", true), ("afterprint", false)].map(|(name, is_on)| {
            window_event_listener_untyped(name, move |_| {
                // The page may have been left meanwhile.
                let _ = is_printing.try_set(is_on);
            })
        });
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    is_printing.into()
}
