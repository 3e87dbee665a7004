//! Where the keyboard is, while a part of the page is made anew under it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

const CONTENT: &str = "main";
const TABLE: &str = ".table-frame";

/// A place on the page that can be found again after what stands there has been replaced.
struct Place {
    /// The number of the table's row, counted from one.
    row: Option<u32>,
    /// The menu that the focused button opens.
    menu: Option<String>,
}

/// Call it before a part of the page is made anew. If the focus was in it, it goes to what stands in the same place then,
/// for otherwise it would be lost. Where pages are rendered there is none.
pub fn keep() {
    if cfg!(feature = "ssr") {
        return;
    }
    if let Some(place) = Place::of_focus() {
        request_animation_frame(move || place.focus_again());
    }
}

/// What has the focus, unless that is nothing in particular, or a button that cannot be pressed any more: browsers take it
/// from there a moment later.
pub fn focused() -> Option<HtmlElement> {
    let focused = document().active_element().filter(|focused| focused.tag_name() != "BODY")?;
    focused.dyn_into().ok().filter(|focused: &HtmlElement| !focused.matches(":disabled").unwrap_or_default())
}

/// The id of what has the focus, if it has one. Where pages are rendered nothing has it.
pub fn focused_id() -> Option<String> {
    if cfg!(feature = "ssr") {
        return None;
    }
    focused().map(|focused| focused.id()).filter(|id| !id.is_empty())
}

/// Whether what has the focus stands in something that the selector chooses.
pub fn is_within(selector: &str) -> bool {
    focused().is_some_and(|focused| focused.closest(selector).is_ok_and(|found| found.is_some()))
}

/// What has this id, as something that can take the focus.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Goes to what has this id, if it is there.
pub fn go_to(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Call it where a press makes what was pressed anew, or takes it away: the focus goes to the first of these ids that is
/// there then.
pub fn give_back_to(ids: Vec<String>) {
    request_animation_frame(move || {
        let found = ids.iter().find_map(|id| by_id(id));
        if let Some(element) = found.filter(|_| focused().is_none()) {
            let _ = element.focus();
        }
    });
}

/// Goes to the first thing that is marked as wrong, once it is: in the window above the page, or on the page.
pub fn go_to_fault() {
    request_animation_frame(|| {
        let marked = ["dialog[open] [aria-invalid=true]", "[aria-invalid=true]"];
        if let Some(field) = marked.into_iter().find_map(find) {
            let _ = field.focus();
        } else if let Some(fault) = find(".field-error:not([hidden])") {
            fault.scroll_into_view();
        }
    });
}

impl Place {
    fn of_focus() -> Option<Self> {
        let focused = document().active_element()?;
        focused.closest(CONTENT).ok()??;
        let row = focused.closest("tbody > tr").ok()?;
        Some(Self { row: row.map(|row| number_of(&row)), menu: focused.get_attribute("popovertarget") })
    }

    fn focus_again(&self) {
        if focused().is_some() {
            return;
        }
        let same_menu = self.menu.as_ref().map(|menu| format!("{CONTENT} [popovertarget='{menu}']"));
        let same_row = self.row.map(|row| format!("{CONTENT} {TABLE} tbody > tr:nth-child({row})"));
        let candidates = [same_menu, same_row, Some(TABLE.into()), Some(CONTENT.into())];
        let found = candidates.into_iter().flatten().find_map(|selector| find(&selector));
        if let Some(element) = found {
            // A row does not take the focus by itself.
            if element.tab_index() < 0 {
                element.set_tab_index(-1);
            }
            // What is on the page and shown takes it.
            let _ = element.focus();
        }
    }
}

fn number_of(row: &Element) -> u32 {
    let mut number = 1;
    let mut before = row.previous_element_sibling();
    while let Some(row) = before {
        number += 1;
        before = row.previous_element_sibling();
    }
    number
}

fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}
