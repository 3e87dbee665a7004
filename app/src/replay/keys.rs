//! The keys of the replay. They work wherever the page is, but never take a key from something that uses it itself.

use super::Replay;
use crate::{document, effects::in_browser, frame::use_single_keys, preferences::SingleKeys};
use leptos::{ev, prelude::*};

/// What types, chooses, scrolls or opens with these very keys.
const OWN_KEYS: &str =
    "input:not([type=checkbox]), select, textarea, [contenteditable], [role=region], [role=menu], dialog";
/// What is pressed with the space bar.
const PRESSED: &str = "button, a[href], summary, input";
/// What also moves by the keys that otherwise scroll the page.
const SLIDER: &str = "[role=slider]";

/// Listens for as long as the component that asks for it stands in the page.
pub fn listen(replay: Replay) {
    let single_keys = use_single_keys();
    in_browser(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if let Some(deed) = deed_of(&event, single_keys.get_untracked()) {
                event.prevent_default();
                deed(replay);
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn deed_of(event: &ev::KeyboardEvent, single_keys: SingleKeys) -> Option<fn(Replay)> {
    if event.default_prevented() || document::is_command(event) {
        return None;
    }
    let is_within = |selector| document::is_within(event, selector);
    let deed: fn(Replay) = match event.key().as_str() {
        " " if !is_within(PRESSED) => Replay::toggle,
        // Brackets take three keys at once on some keyboards, these two on all.
        "ArrowLeft" if event.shift_key() => Replay::go_to_previous_event,
        "ArrowRight" if event.shift_key() => Replay::go_to_next_event,
        "ArrowLeft" | "ArrowDown" if is_within(SLIDER) => Replay::step_back,
        "ArrowRight" | "ArrowUp" if is_within(SLIDER) => Replay::step_forth,
        "ArrowLeft" => Replay::step_back,
        "ArrowRight" => Replay::step_forth,
        "Home" => Replay::reset,
        "End" => Replay::go_to_end,
        "[" if single_keys == SingleKeys::On => Replay::go_to_previous_event,
        "]" if single_keys == SingleKeys::On => Replay::go_to_next_event,
        _ => return None,
    };
    (!is_within(OWN_KEYS)).then_some(deed)
}
