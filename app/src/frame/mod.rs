//! What surrounds every page: the rail at the left (a bar at the bottom of a phone), the line on top, the toasts.

mod logo;
mod rail;
mod top_line;

use crate::{components::Toasts, preferences::Preferences, texts::texts};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_location;
use rail::NavigationRail;
use top_line::TopLine;

/// The frame, with the page inside.
#[component]
pub fn Frame(preferences: Preferences, children: Children) -> impl IntoView {
    let texts = texts();
    let content = NodeRef::<html::Main>::new();
    focus_on_arrival(content);
    // The router would take the link for a navigation to this same page and leave the focus where it is.
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus(content);
    };
    view! {
        <a class="skip-link" href="#content" on:click=skip>
            {texts.skip_to_content}
        </a>
        <div class="frame">
            <NavigationRail rail=preferences.rail />
            <TopLine preferences />
            <main node_ref=content id="content" class="content" tabindex="-1">
                {children()}
            </main>
        </div>
        <Toasts />
    }
}

/// After a navigation within the app the focus moves to the new page, as it would after a full load.
fn focus_on_arrival(content: NodeRef<html::Main>) {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            focus(content);
        }
        now
    });
}

fn focus(content: NodeRef<html::Main>) {
    if let Some(content) = content.get_untracked() {
        // An element that cannot take the focus any more has left the page.
        let _ = content.focus();
    }
}
