//! Choices of yes or no: a checkbox for what is chosen, a switch for what takes effect at once.

use super::{Glyph, Icon};
use leptos::prelude::*;

/// What stands beside it in its label names it, where nothing does by itself.
#[component]
pub fn Checkbox(
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_choose: Callback<bool>,
    /// The name of one that stands outside a label.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    view! {
        <span class="checkbox">
            <input
                type="checkbox"
                aria-label=label
                // As it stands until the browser has taken the page over.
                checked=checked.get_untracked()
                prop:checked=checked
                on:change=move |event| on_choose.run(event_target_checked(&event))
            />
            <Icon glyph=Glyph::Check />
        </span>
    }
}

#[component]
pub fn Switch(
    label: &'static str,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] on_choose: Callback<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                role="switch"
                class="switch"
                disabled=disabled
                // As it stands until the browser has taken the page over.
                checked=checked.get_untracked()
                prop:checked=checked
                on:change=move |event| on_choose.run(event_target_checked(&event))
            />
            {label}
        </label>
    }
}
