//! A figure that can be tried: plain text until the page is open for changes, a field then, marked when it differs from the
//! report.

use crate::{
    components::{Glyph, Icon},
    content::{changing, erase},
    figures::{Numbers, numbers, numbers::whole},
    film::Trial,
    texts::{fill, texts},
};
use leptos::prelude::*;

/// A figure within its bounds, both included.
#[derive(Clone, Copy)]
pub struct Tried {
    pub value: Signal<f64>,
    pub original: f64,
    pub bounds: (f64, f64),
    /// Nothing takes it back.
    pub set: Callback<Option<f64>>,
}

#[component]
pub fn TrialFigure(
    trial: Trial,
    tried: Tried,
    #[prop(into)] label: String,
    #[prop(optional)] unit: &'static str,
) -> impl IntoView {
    let numbers = numbers();
    changing(move || {
        Some(if trial.is_open.get() {
            erase(view! { <Field tried label=label.clone() /> })
        } else {
            let value = move || format!("{}{unit}", figure_text(tried.value.get(), numbers));
            erase(view! { <span class="trial-plain">{value}</span> })
        })
    })
}

#[component]
fn Field(tried: Tried, label: String) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let is_wrong = RwSignal::new(false);
    let (least, most) = tried.bounds;
    let type_in = move |event| {
        let typed = event_target_value(&event).replace(',', ".").parse::<f64>().ok();
        let allowed = typed.filter(|number| (least..=most).contains(number));
        is_wrong.set(allowed.is_none());
        if let Some(number) = allowed {
            tried.set.run(Some(number).filter(|number| *number != tried.original));
        }
    };
    let undone = fill(texts.trial_was, &figure_text(tried.original, numbers));
    let undo = changing(move || {
        (tried.value.get() != tried.original).then(|| {
            let undone = undone.clone();
            erase(view! {
                <button
                    type="button"
                    class="trial-undo"
                    aria-label=undone.clone()
                    title=undone
                    on:click=move |_| {
                        is_wrong.set(false);
                        tried.set.run(None);
                    }
                >
                    <Icon glyph=Glyph::Retry />
                    <span aria-hidden="true">{figure_text(tried.original, numbers)}</span>
                </button>
            })
        })
    });
    view! {
        <span class="trial-field" class:trial-changed=move || tried.value.get() != tried.original>
            <input
                type="number"
                class="control"
                aria-label=label
                min=plain(least)
                max=plain(most)
                step="1"
                aria-invalid=Signal::derive(move || is_wrong.get().then_some("true"))
                prop:value=move || plain(tried.value.get())
                on:change=type_in
                on:input=type_in
            />
            {undo}
        </span>
    }
}

/// As a number field takes it.
fn plain(number: f64) -> String {
    let tenths = whole(number * 10.0);
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths.abs() % 10) }
}

/// As people read it.
fn figure_text(number: f64, numbers: Numbers) -> String {
    let tenths = whole(number * 10.0);
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { numbers.tenths(tenths) }
}
