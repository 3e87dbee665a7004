//! Details at the right of a dashboard. Unlike a drawer the panel leaves the page and the replay bar in reach, so that one
//! can watch a single service while the replay plays.

use super::{
    browse::{Browse, Open},
    subjects::Show,
};
use crate::{
    components::{Glyph, IconButton},
    content::{changing, erase},
    effects::in_browser,
    texts::texts,
};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The id of the button that opens the explanation of the whole.
pub const WHOLE_OPENER: &str = "why-whole";

/// The id of the button that opens the details of a subject.
pub fn opener_id(index: usize) -> String {
    format!("subject-{index}")
}

/// Shows the details of whoever is open, or why the whole is what it is.
#[component]
pub fn SidePanel(
    browse: Browse,
    show: Show,
    /// What the score of the whole is called, and its explanation.
    whole: (&'static str, Arc<dyn Fn() -> AnyView + Send + Sync>),
) -> impl IntoView {
    changing(move || {
        let open = browse.open.get()?;
        let (name, id, content) = match open {
            Open::Whole => (whole.0.to_owned(), None, (whole.1)()),
            Open::Subject(index) => {
                let (name, id) = browse.with_subject(index, |subject| (subject.name.clone(), subject.id.clone()));
                let id = Some(id).filter(|id| *id != name);
                (name, id, show(index))
            }
        };
        Some(erase(view! { <OpenPanel browse open name id content /> }))
    })
}

#[component]
fn OpenPanel(browse: Browse, open: Open, name: String, id: Option<String>, content: AnyView) -> impl IntoView {
    let element = NodeRef::<html::Aside>::new();
    in_browser(move || {
        if let Some(element) = element.get() {
            // A panel that has gone again takes no focus.
            let _ = element.focus();
        }
    });
    let close = move |()| {
        browse.open.set(None);
        focus_opener(open);
    };
    let press = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.prevent_default();
            close(());
        }
    };
    let label = name.clone();
    view! {
        <aside node_ref=element class="panel" aria-label=label tabindex="-1" on:keydown=press>
            <div class="window-head">
                <div class="panel-name">
                    <h2>
                        <bdi>{name}</bdi>
                    </h2>
                    {id.map(|id| view! { <bdi class="mono panel-id">{id}</bdi> })}
                </div>
                <IconButton glyph=Glyph::Close label=texts().close on_press=close />
            </div>
            {content}
        </aside>
    }
}

/// A part of the details under its heading.
pub fn section(title: &'static str, content: AnyView) -> AnyView {
    erase(view! {
        <section class="why">
            <h3>{title}</h3>
            {content}
        </section>
    })
}

/// Facts in two columns.
pub fn figures(facts: Vec<AnyView>) -> AnyView {
    erase(view! { <dl class="panel-figures">{facts}</dl> })
}

fn focus_opener(open: Open) {
    let opener = match open {
        Open::Whole => document().get_element_by_id(WHOLE_OPENER),
        Open::Subject(index) => document().get_element_by_id(&opener_id(index)),
    };
    if let Some(opener) = opener.and_then(|opener| opener.dyn_into::<HtmlElement>().ok()) {
        let _ = opener.focus();
    }
}
