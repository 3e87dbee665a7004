//! The ring of one asset's resilience.

use super::{
    arc::{ARC, DASH, undrawn_arc},
    numbers::numbers,
};
use crate::{components::Status, content::erase, texts::texts};
use leptos::prelude::*;

/// A circle on a grid of 64 by 64 that begins at the top and goes round with the clock.
pub const CIRCLE: &str = "M32 5a27 27 0 0 1 0 54a27 27 0 0 1 0 -54";

/// A score from 0 to 1 with its status. For screen readers it is one picture, named by `label` and described in words.
#[component]
pub fn Ring(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] status: Signal<Status>,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    // To the tenth, as everywhere: a rounder figure would contradict the status beside it.
    let shown = Memo::new(move |_| numbers.percent_or_dash(value.get()));
    let description = move || match value.get() {
        Some(value) => format!("{label}: {}, {}", numbers.percent(value), status.get().word(texts)),
        None => format!("{label}: {}", texts.status_no_data),
    };
    erase(view! {
        <div class="ring" role="img" aria-label=description>
            <svg class=move || status.get().tone() viewBox="0 0 64 64" aria-hidden="true">
                <path class="ring-track" d=CIRCLE />
                <path
                    class="ring-arc"
                    d=CIRCLE
                    pathLength=ARC
                    stroke-dasharray=DASH
                    stroke-dashoffset=undrawn_arc(value)
                />
            </svg>
            <span class="ring-value">{shown}</span>
        </div>
    })
}
