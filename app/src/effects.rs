//! Effects: what a page does to its surroundings once it stands in a browser.

use leptos::prelude::*;
use std::{cell::Cell, rc::Rc, time::Duration};

/// Runs once the component stands in a browser, and again whenever a signal that it reads changes; never while a page is
/// rendered. All such effects have one type, which spares the browser half a kilobyte for each.
pub fn in_browser(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// Work that is done a little after it was asked for, once for all that was asked until then.
pub fn coalesced(pause: Duration, work: impl Fn() + 'static) -> impl Fn() {
    let (is_waiting, work) = (Rc::new(Cell::new(false)), Rc::new(work));
    move || {
        if is_waiting.replace(true) {
            return;
        }
        let (is_waiting, work) = (Rc::clone(&is_waiting), Rc::clone(&work));
        set_timeout(
            move || {
                is_waiting.set(false);
                work();
            },
            pause,
        );
    }
}
