//! A remark within a page: what one has to know before going on.

use super::{Glyph, Icon};
use crate::content::Content;
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
