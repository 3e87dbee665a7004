//! A framed part of a page.

use leptos::prelude::*;

/// A card with its heading.
#[component]
pub fn Card(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            <h2 class="card-title">{title}</h2>
            {children()}
        </section>
    }
}
