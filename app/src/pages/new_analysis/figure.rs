//! A small field within a table: a figure that is typed in place, its default shown until then.

use crate::{
    components::{Glyph, Icon},
    content::{changing, erase},
};
use leptos::prelude::*;

#[component]
pub fn FigureField(
    label: String,
    default: String,
    value: ArcRwSignal<String>,
    /// What is wrong with it.
    fault: Signal<Option<String>>,
    /// Called when something was typed.
    on_typed: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::from(value);
    let note = changing(move || {
        fault.get().map(|message| {
            erase(view! {
                <span class="figure-fault">
                    <Icon glyph=Glyph::Alert />
                    {message}
                </span>
            })
        })
    });
    view! {
        <span class="figure">
            <input
                type="text"
                inputmode="decimal"
                class="control figure-field"
                aria-label=label
                placeholder=default
                autocomplete="off"
                aria-description=fault
                aria-invalid=Signal::derive(move || fault.get().is_some().then_some("true"))
                prop:value=typed
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    on_typed.run(());
                }
            />
            {note}
        </span>
    }
}
