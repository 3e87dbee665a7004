//! Choices of yes or no: a checkbox for what a form will send, a switch for what takes effect at once.

use super::{Glyph, Icon};
use leptos::prelude::*;

#[component]
pub fn Checkbox(
    label: &'static str,
    checked: RwSignal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <span class="checkbox">
                <input
                    type="checkbox"
                    disabled=disabled
                    prop:checked=checked
                    on:change=move |event| checked.set(event_target_checked(&event))
                />
                <Icon glyph=Glyph::Check />
            </span>
            {label}
        </label>
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
                prop:checked=checked
                on:change=move |event| on_choose.run(event_target_checked(&event))
            />
            {label}
        </label>
    }
}
