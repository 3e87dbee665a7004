//! A framed part of a page.

use crate::content::Content;
use leptos::prelude::*;

/// A card with its heading.
#[component]
pub fn Card(title: &'static str, children: Content) -> impl IntoView {
    view! {
        <section class="card">
            <h2 class="card-title">{title}</h2>
            {children.view()}
        </section>
    }
}
