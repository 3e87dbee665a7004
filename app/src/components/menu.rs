//! A menu that opens below its button. The browser's own popover closes it on Escape and on a press elsewhere; arrow keys
//! move between its items.

use super::{ChangingIcon, Glyph, Icon};
use crate::content::Content;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A button and the items that it opens: `MenuChoice`s of one setting, or `MenuItem`s and `MenuLink`s.
#[component]
pub fn Menu(
    /// A unique id; the button names the menu by it.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    #[prop(into)] glyph: Signal<Glyph>,
    children: Content,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    let focus_chosen = move |_| {
        let Some(list) = list.get_untracked() else {
            return;
        };
        // The event does not say in this binding which way it went; the list itself knows.
        let shown = list.matches(":popover-open").unwrap_or(false);
        open.set(shown);
        if shown {
            focus_item(&list, Step::Chosen);
        }
    };
    view! {
        <div class="menu">
            <button
                type="button"
                class="icon-button"
                popovertarget=id.clone()
                aria-label=label.clone()
                aria-haspopup="menu"
                aria-expanded=Signal::derive(move || if open.get() { "true" } else { "false" })
                data-tip=label.clone()
            >
                <ChangingIcon glyph />
            </button>
            <div
                node_ref=list
                id=id
                class="menu-list"
                role="menu"
                aria-label=label
                popover="auto"
                on:toggle=focus_chosen
                on:keydown=move |event| move_focus(&event, list)
            >
                {children.view()}
            </div>
        </div>
    }
}

/// One of several choices, of which exactly one holds.
#[component]
pub fn MenuChoice(
    label: &'static str,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(optional)] glyph: Option<Glyph>,
    /// The language of the label, where it is not that of the page.
    #[prop(optional)]
    lang: Option<&'static str>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    let choose = move |event: ev::MouseEvent| {
        on_choose.run(());
        close_around(&event);
    };
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemradio"
            tabindex="-1"
            lang=lang
            aria-checked=Signal::derive(move || if chosen.get() { "true" } else { "false" })
            on:click=choose
        >
            {glyph.map(|glyph| view! { <Icon glyph /> })}
            <span>{label}</span>
            <span class="menu-check">
                <Icon glyph=Glyph::Check />
            </span>
        </button>
    }
}

/// Something that is there or not, beside others of its kind. The menu stays open, because one often changes several.
#[component]
pub fn MenuToggle(
    label: &'static str,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemcheckbox"
            tabindex="-1"
            aria-checked=Signal::derive(move || if checked.get() { "true" } else { "false" })
            on:click=move |_| on_choose.run(())
        >
            <span>{label}</span>
            <span class="menu-check">
                <Icon glyph=Glyph::Check />
            </span>
        </button>
    }
}

/// Something to do.
#[component]
pub fn MenuItem(label: &'static str, glyph: Glyph, #[prop(into)] on_choose: Callback<()>) -> impl IntoView {
    let choose = move |event: ev::MouseEvent| {
        on_choose.run(());
        close_around(&event);
    };
    view! {
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=choose>
            <Icon glyph />
            <span>{label}</span>
        </button>
    }
}

/// A page to go to.
#[component]
pub fn MenuLink(label: &'static str, glyph: Glyph, href: &'static str) -> impl IntoView {
    view! {
        <a class="menu-item" role="menuitem" tabindex="-1" href=href on:click=|event| close_around(&event)>
            <Icon glyph />
            <span>{label}</span>
        </a>
    }
}

#[derive(Clone, Copy)]
enum Step {
    Chosen,
    First,
    Last,
    Next,
    Previous,
}

fn move_focus(event: &ev::KeyboardEvent, list: NodeRef<html::Div>) {
    let step = match event.key().as_str() {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "Home" => Step::First,
        "End" => Step::Last,
        "Tab" => return hide(list),
        _ => return,
    };
    event.prevent_default();
    if let Some(list) = list.get_untracked() {
        focus_item(&list, step);
    }
}

fn focus_item(list: &HtmlElement, step: Step) {
    let items = items_of(list);
    let focused = document().active_element();
    let position = items.iter().position(|item| Some(item.as_ref()) == focused.as_ref());
    let chosen = || items.iter().position(|item| item.get_attribute("aria-checked").as_deref() == Some("true"));
    let wanted = match (step, position) {
        (Step::Chosen, _) => chosen().unwrap_or(0),
        (Step::Next, Some(at)) => (at + 1) % items.len(),
        (Step::Previous, Some(at)) => (at + items.len() - 1) % items.len(),
        (Step::First | Step::Next, _) => 0,
        (Step::Last | Step::Previous, _) => items.len().saturating_sub(1),
    };
    if let Some(item) = items.get(wanted) {
        let _ = item.focus();
    }
}

fn items_of(list: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(found) = list.query_selector_all(".menu-item") else {
        return Vec::new();
    };
    let items = (0..found.length()).filter_map(|index| found.item(index)?.dyn_into::<HtmlElement>().ok());
    // Those that the width of the screen leaves out take no focus.
    items.filter(|item| item.offset_width() > 0).collect()
}

fn hide(list: NodeRef<html::Div>) {
    if let Some(list) = list.get_untracked() {
        let _ = list.hide_popover();
    }
}

fn close_around(event: &ev::MouseEvent) {
    let item = event.current_target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let list = item.and_then(|item| item.closest(".menu-list").ok().flatten());
    if let Some(list) = list.and_then(|list| list.dyn_into::<HtmlElement>().ok()) {
        let _ = list.hide_popover();
    }
}
