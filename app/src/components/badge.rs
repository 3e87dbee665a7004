//! A word in a small frame: a role, a type, a count.

use crate::content::Content;
use leptos::prelude::*;

/// A neutral badge. What has a status uses `StatusMark` instead, which adds a shape.
#[component]
pub fn Badge(
    /// What it means, where the word alone does not say it.
    #[prop(optional)]
    tip: Option<&'static str>,
    children: Content,
) -> impl IntoView {
    view! {
        <span class="badge" title=tip>
            {children.view()}
        </span>
    }
}
