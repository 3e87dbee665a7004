//! On a phone the panel covers the page. To go back closes it there, as it leaves a page, and to go forward opens it again.

use super::{
    browse::{Browse, Open},
    panel::focus_again,
};
use crate::{
    address, document,
    effects::{in_browser, tell},
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use leptos_router::hooks::use_location;
use std::{cell::Cell, mem, rc::Rc};

/// Gives the panel an entry in the history for as long as it covers the page.
pub fn follow_returns(browse: Browse) {
    // Whether the entry that the browser is at was made for the panel.
    let has_entry = Rc::new(Cell::new(false));
    let is_open = Memo::new(move |_| browse.open.with(Option::is_some));
    let own_entry = Rc::clone(&has_entry);
    // One that the address opened has none: to go back leads to where the link was.
    let mut was_open = is_open.get_untracked();
    in_browser(move || {
        let is_open = is_open.get();
        if is_open == mem::replace(&mut was_open, is_open) {
            return;
        }
        if !is_open && own_entry.replace(false) {
            document::go_back();
        } else if is_open && !own_entry.get() && document::is_narrow() {
            own_entry.set(document::add_entry());
        }
    });
    // The router has arrived before the browser's own address says so.
    let own_path = use_location().pathname.get_untracked();
    in_browser(move || {
        let (own_entry, own_path) = (Rc::clone(&has_entry), own_path.clone());
        let listener = window_event_listener_untyped("popstate", move |_| {
            if document::path() == own_path {
                let asked = browse.asked();
                own_entry.set(asked.is_some() && document::is_narrow());
                show(browse, asked);
                // The rest of the page has gone on since the entry was left.
                address::catch_up();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

fn show(browse: Browse, asked: Option<Open>) {
    let before = browse.open.get_untracked();
    if tell(browse.open, asked)
        && asked.is_none()
        && let Some(before) = before
    {
        focus_again(None, before);
    }
}
