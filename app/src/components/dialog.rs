//! Windows above the page: a dialog in its middle, a drawer at its right. Both are the browser's own `<dialog>`, which
//! keeps the focus inside, closes on Escape and gives the focus back.

use super::{Glyph, IconButton};
use crate::{
    content::{Content, RepeatedContent, changing, erase},
    document,
    effects::in_browser,
    texts::texts,
};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A question or a short form in the middle of the page. Its content exists only while it is open.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// A unique id; it names the dialog's heading.
    id: &'static str,
    children: RepeatedContent,
) -> impl IntoView {
    view! { <ModalWindow open title id class="dialog" content=children /> }
}

/// Details at the right, with the page still in view.
#[component]
pub fn Drawer(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    /// A unique id; it names the drawer's heading.
    id: &'static str,
    children: RepeatedContent,
) -> impl IntoView {
    view! { <ModalWindow open title id class="drawer" content=children /> }
}

/// The buttons that end a dialog or drawer: the way out first, the deed last.
#[component]
pub fn WindowActions(children: Content) -> impl IntoView {
    view! { <div class="window-actions">{children.view()}</div> }
}

#[component]
fn ModalWindow(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    id: &'static str,
    class: &'static str,
    content: RepeatedContent,
) -> impl IntoView {
    let texts = texts();
    let window = NodeRef::<html::Dialog>::new();
    show_while(window, open);
    // Whether its form holds something that somebody typed or chose, which a press beside it must not take away.
    let is_filled_in = StoredValue::new(false);
    let note_filled_in = move |event: ev::Event| {
        if document::is_within(&event, "form") {
            is_filled_in.set_value(true);
        }
    };
    // A press on the backdrop reaches the dialog itself, as does one on its bar for scrolling or below its content.
    let close_on_backdrop = move |event: ev::MouseEvent| {
        let Some(window) = window.get_untracked() else { return };
        let (place, x, y) = (window.get_bounding_client_rect(), event.client_x().into(), event.client_y().into());
        let is_inside = (place.left()..place.right()).contains(&x) && (place.top()..place.bottom()).contains(&y);
        if event.target() == Some(window.into()) && !is_inside && !is_filled_in.get_value() {
            open.set(false);
        }
    };
    // The word of an earlier closing comes late, and says nothing of a window that is open again.
    let note_closed = move |_| {
        if window.get_untracked().is_none_or(|window| !window.open()) {
            open.set(false);
        }
    };
    let body = changing(move || {
        // What was filled in before has gone with what it stood in.
        is_filled_in.set_value(false);
        open.get().then(|| erase(view! { <div class="window-body">{content.view()}</div> }))
    });
    view! {
        <dialog
            node_ref=window
            class=class
            aria-labelledby=id
            on:close=note_closed
            on:mousedown=close_on_backdrop
            on:input=note_filled_in
        >
            <div class="window-head">
                // It gets the focus where nothing is to be typed: the way out would show its tip over what there is to read.
                <h2 id=id tabindex="-1" autofocus=true>
                    {title}
                </h2>
                <IconButton glyph=Glyph::Close label=texts.close on_press=move |()| open.set(false) />
            </div>
            {body}
        </dialog>
    }
}

fn show_while(window: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    in_browser(move || {
        let wanted = open.get();
        let Some(window) = window.get() else { return };
        if wanted && !window.open() {
            // It fails only for a dialog that has left the page, which nobody can see.
            let _ = window.show_modal();
            // By itself the browser stops at the heading.
            if let Ok(Some(first)) = window.query_selector(".window-body [autofocus]") {
                let _ = first.unchecked_into::<HtmlElement>().focus();
            }
        } else if !wanted && window.open() {
            window.close();
        }
    });
}
