//! The mark of Vedetta: a lookout, arms wide, and the V of the name. `public/favicon.svg` is the same drawing.

use leptos::prelude::*;

#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
            <path class="logo-arms" d="M4.5 7.5L12 19l7.5-11.5" />
            <circle class="logo-head" cx="12" cy="6.5" r="2.4" />
        </svg>
    }
}
