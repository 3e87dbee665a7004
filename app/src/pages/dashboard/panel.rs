//! Details at the right of a dashboard. Unlike a drawer the panel leaves the page and the replay bar in reach, so that one
//! can watch a single service while the replay plays.

use super::{
    browse::{Browse, Open},
    returns::follow_returns,
    subjects::Show,
};
use crate::{
    components::{Glyph, IconButton},
    content::{changing, erase},
    document,
    effects::in_browser,
    focus,
    texts::texts,
};
use leptos::{ev, html, prelude::*};
use std::sync::Arc;
use web_sys::HtmlElement;

/// The id of the button that opens the explanation of the whole.
pub const WHOLE_OPENER: &str = "why-whole";

/// The id of the button that opens the details of a subject.
pub fn opener_id(index: usize) -> String {
    format!("{OPENER}{index}")
}

fn is_opener(id: &str) -> bool {
    id.starts_with(OPENER)
}

const OPENER: &str = "subject-";

/// What closes, or is emptied, with the key that closes the panel.
const OWN_ESCAPE: &str = "dialog[open], [popover], input, select, textarea";

/// Shows the details of whoever is open, or why the whole is what it is.
#[component]
pub fn SidePanel(
    browse: Browse,
    show: Show,
    /// What the score of the whole is called, and its explanation.
    whole: (&'static str, Arc<dyn Fn() -> AnyView + Send + Sync>),
) -> impl IntoView {
    follow_returns(browse);
    changing(move || {
        let open = browse.open.get()?;
        let (name, id, content) = match open {
            Open::Whole => (whole.0.to_owned(), None, (whole.1)()),
            Open::Subject(index) => {
                let (name, id) = (browse.name(index), browse.id(index).to_string());
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
    let opener = StoredValue::new_local(None::<HtmlElement>);
    in_browser(move || {
        if let Some(element) = element.get() {
            opener.set_value(focus::focused());
            // A panel that has gone again takes no focus.
            let _ = element.focus();
        }
    });
    let close = move |()| {
        let opener = opener.get_value();
        browse.open.set(None);
        focus_again(opener, open);
    };
    in_browser(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" && is_for_panel(&event) {
                event.prevent_default();
                close(());
            }
        });
        on_cleanup(move || listener.remove());
    });
    let label = name.clone();
    view! {
        <aside node_ref=element class="panel" aria-label=label tabindex="-1">
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

/// The focus goes back to what opened the panel, or to the list, where that has gone, or is another's by now.
pub fn focus_again(opener: Option<HtmlElement>, open: Open) {
    let id = match open {
        Open::Whole => WHOLE_OPENER.to_owned(),
        Open::Subject(index) => opener_id(index),
    };
    let is_right = |opener: &HtmlElement| opener.is_connected() && (opener.id() == id || !is_opener(&opener.id()));
    if let Some(element) = opener.filter(is_right).or_else(|| focus::by_id(&id)) {
        let _ = element.focus();
    }
}

/// Whether nothing else on the page has a use for the key.
fn is_for_panel(event: &ev::KeyboardEvent) -> bool {
    let is_within = |selector| document::is_within(event, selector);
    !event.default_prevented() && (is_within(".panel") || !is_within(OWN_ESCAPE))
}
