//! Whether an element is in sight. What nobody sees need not follow what plays.

use crate::effects::in_browser;
use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, js_sys::Array};

/// What is this near is about to be seen.
const NEAR: &str = "200px";

/// False while no part of the element is on the screen, or near it.
pub fn watch_sight(element: NodeRef<html::Section>) -> Signal<bool> {
    let is_seen = RwSignal::new(true);
    in_browser(move || {
        let Some(element) = element.get() else { return };
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            // The last one is how it is now.
            if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
                let _ = is_seen.try_set(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(NEAR);
        let observer = IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options);
        let Ok(observer) = observer else { return };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, callback));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
    is_seen.into()
}
