//! A word in a small frame: a role, a type, a count.

use leptos::prelude::*;

/// A neutral badge. What has a status uses `StatusMark` instead, which adds a shape.
#[component]
pub fn Badge(children: Children) -> impl IntoView {
    view! { <span class="badge">{children()}</span> }
}
