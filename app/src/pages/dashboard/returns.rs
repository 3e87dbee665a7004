//! On a phone the panel covers the page. To go back closes it there, as it leaves a page, and to go forward opens it again.

use super::{
    browse::{Browse, OPEN_PARAMETERS, Open},
    panel::focus_again,
};
use crate::{
    address, document,
    effects::{in_browser, tell},
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};
use leptos_router::hooks::use_location;
use std::{cell::Cell, mem, rc::Rc, time::Duration};

/// Gives the panel an entry in the history for as long as it covers the page.
pub fn follow_returns(browse: Browse) {
    // Whether the entry that the browser is at was made for the panel.
    let has_entry = Rc::new(Cell::new(false));
    let is_open = Memo::new(move |_| browse.open.with(Option::is_some));
    let own_entry = Rc::clone(&has_entry);
    // One that the address opened counts as having none: to go back leads to where the link was.
    let mut was_open = is_open.get_untracked();
    in_browser(move || {
        let is_open = is_open.get();
        if is_open == mem::replace(&mut was_open, is_open) {
            return;
        }
        if !is_open && own_entry.replace(false) {
            document::go_back();
        } else if is_open && !own_entry.get() && document::is_narrow() {
            // The address may still tell of what was open before, and is what one comes back to.
            OPEN_PARAMETERS.into_iter().for_each(address::take_out);
            own_entry.set(document::add_entry());
        }
    });
    // The router has arrived before the browser's own address says so.
    let own_path = use_location().pathname.get_untracked();
    in_browser(move || {
        let (own_entry, own_path) = (Rc::clone(&has_entry), own_path.clone());
        let listener = window_event_listener_untyped("popstate", move |_| {
            if document::path() != own_path {
                return;
            }
            let asked = browse.asked();
            own_entry.set(asked.is_some() && document::is_narrow());
            show(browse, asked);
            // The rest of the page has gone on since the entry was left; what is kept follows the panel first.
            let own_path = own_path.clone();
            let catch_up = move || {
                if document::path() == own_path {
                    address::catch_up();
                }
            };
            set_timeout(catch_up, Duration::ZERO);
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
