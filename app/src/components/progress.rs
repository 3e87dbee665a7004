//! How far something is.

use leptos::prelude::*;

/// A bar from 0 to 100, with the figure beside it.
#[component]
pub fn Progress(label: &'static str, #[prop(into)] percent: Signal<u8>) -> impl IntoView {
    view! {
        <span class="progress">
            <progress max="100" prop:value=percent value=percent.get_untracked() aria-label=label></progress>
            <span class="progress-figure" aria-hidden="true">
                {percent}
                "%"
            </span>
        </span>
    }
}
