//! Effects: what a page does to its surroundings once it stands in a browser.

use leptos::prelude::*;
use std::{cell::Cell, rc::Rc, time::Duration};

/// Runs once the component stands in a browser, and again whenever a signal that it reads changes; never while a page is
/// rendered. All such effects have one type, which spares the browser half a kilobyte for each.
pub fn in_browser(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}

/// Sets a signal to a value that may be the one that it has; tells whether it was another.
pub fn tell<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) -> bool {
    let is_another = signal.with_untracked(|before| *before != value);
    if is_another {
        signal.set(value);
    }
    is_another
}

/// A value that is worked out often and seldom changes. What depends on it hears of its changes alone; of a memo, it would
/// look each time whether there was one.
pub fn settled<T: Clone + PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + 'static) -> Signal<T> {
    let signal = RwSignal::new(untrack(&value));
    in_browser(move || {
        tell(signal, value());
    });
    signal.into()
}

/// The same value one frame later, so that what takes long to draw does not hold up what is soon written.
pub fn a_frame_later<T: Clone + PartialEq + Send + Sync + 'static>(value: Memo<T>) -> Signal<T> {
    let later = RwSignal::new(value.get_untracked());
    let catch_up = move || {
        // The page may have been left by then, and both are gone with it.
        if let Some(value) = value.try_get_untracked() {
            tell(later, value);
        }
    };
    in_browser(move || {
        value.track();
        // The frame that comes next shows what changed; then comes this.
        request_animation_frame(move || set_timeout(catch_up, Duration::ZERO));
    });
    later.into()
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
