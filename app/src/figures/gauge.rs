//! The half-circle gauge of a health score, with its two thresholds marked.

use super::{
    arc::{ARC, DASH, undrawn_arc},
    numbers::numbers,
};
use crate::{components::Status, content::erase, texts::texts};
use leptos::prelude::*;

/// A half circle on a grid of 120 by 66, from the left over the top to the right.
const HALF_CIRCLE: &str = "M12 60a48 48 0 0 1 96 0";
/// The scale around it: where each status holds.
const SCALE: [(&str, &str); 3] = [
    ("gauge-zone tone-critical", "M4 60A56 56 0 0 1 58.94 4.01"),
    ("gauge-zone tone-warning", "M61.06 4.01A56 56 0 0 1 104.68 26.24"),
    ("gauge-zone tone-good", "M105.92 27.94A56 56 0 0 1 116 60"),
];
/// The marks at 0.5 and 0.8 of the way.
const THRESHOLDS: &str = "M60 6.5v11M103.28 28.55l-8.9 6.47";

/// How large a gauge is: the one of the aggregate, or one of many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GaugeSize {
    Large,
    #[default]
    Card,
}

/// A score from 0 to 1 with its status. For screen readers it is one picture, named by `label` and described in words.
#[component]
pub fn Gauge(
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<Option<f64>>,
    #[prop(into)] status: Signal<Status>,
    #[prop(optional)] size: GaugeSize,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let shown = Memo::new(move |_| numbers.percent_or_dash(value.get()));
    let description = move || match value.get() {
        Some(_) => format!("{label}: {}, {}", shown.get(), status.get().word(texts)),
        None => format!("{label}: {}", texts.status_no_data),
    };
    let undrawn = undrawn_arc(value);
    let zones = SCALE.into_iter().map(|(class, path)| view! { <path class=class d=path /> }).collect_view();
    erase(view! {
        <div class=size.class() role="img" aria-label=description>
            <svg class=move || status.get().tone() viewBox="0 0 120 66" aria-hidden="true">
                {zones}
                <path class="gauge-track" d=HALF_CIRCLE />
                <path
                    class="gauge-arc"
                    d=HALF_CIRCLE
                    pathLength=ARC
                    stroke-dasharray=DASH
                    stroke-dashoffset=undrawn
                />
                <path class="gauge-threshold" d=THRESHOLDS />
            </svg>
            <span class="gauge-value">{shown}</span>
        </div>
    })
}

impl GaugeSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Large => "gauge gauge-large",
            Self::Card => "gauge",
        }
    }
}
