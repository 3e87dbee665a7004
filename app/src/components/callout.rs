//! A remark within a page: what one has to know before going on.

use super::{Glyph, Icon};
use crate::content::{Content, erase};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalloutTone {
    #[default]
    Plain,
    Bad,
}

#[component]
pub fn Callout(glyph: Glyph, #[prop(optional)] tone: CalloutTone, children: Content) -> impl IntoView {
    let class = match tone {
        CalloutTone::Plain => "callout",
        CalloutTone::Bad => "callout callout-bad",
    };
    view! {
        <div class=class>
            <Icon glyph />
            <div class="callout-words">{children.view()}</div>
        </div>
    }
}

/// An entry of a `fault-list`: what is wrong, and where. Only the server knows it, and it speaks one language.
pub fn fault_entry(place: String, message: String) -> AnyView {
    erase(view! {
        <li>
            <code>{place}</code>
            " "
            <bdi lang="en">{message}</bdi>
        </li>
    })
}
