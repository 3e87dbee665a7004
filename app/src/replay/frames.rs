//! The frames of the browser: one callback before each picture, for as long as it is wanted.

use leptos::prelude::window;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, prelude::Closure};

/// The callback, from the moment on at which it exists until it is done.
type Kept = RefCell<Option<Closure<dyn FnMut(f64)>>>;

/// A hidden tab gets no frames. What passed meanwhile is not made up for: whoever comes back finds the replay where it was.
const LONGEST_FRAME: f64 = 250.0;

/// Calls `draw` before every picture with the milliseconds since the one before, until it says that it is done.
pub fn run_frames(mut draw: impl FnMut(f64) -> bool + 'static) {
    let kept = Rc::new(Kept::default());
    let again = Rc::clone(&kept);
    let mut before = None;
    let callback = Closure::new(move |now: f64| {
        let elapsed = before.replace(now).map_or(0.0, |before| (now - before).min(LONGEST_FRAME));
        if draw(elapsed) {
            request(&again);
        } else {
            // Nothing else would ever let go of the callback, which holds this very place.
            drop(again.take());
        }
    });
    kept.replace(Some(callback));
    request(&kept);
}

fn request(callback: &Kept) {
    if let Some(callback) = callback.borrow().as_ref() {
        // A page that is being left draws no more.
        let _ = window().request_animation_frame(callback.as_ref().unchecked_ref());
    }
}
