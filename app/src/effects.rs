//! Effects: what a page does to its surroundings once it stands in a browser.

use leptos::prelude::*;

/// Runs once the component stands in a browser, and again whenever a signal that it reads changes; never while a page is
/// rendered. All such effects have one type, which spares the browser half a kilobyte for each.
pub fn in_browser(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}
