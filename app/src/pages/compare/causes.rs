//! What a difference was made of, in words and as a small bar: losses to the left of its middle, gains to the right.

use crate::{
    content::erase,
    figures::{
        Numbers,
        numbers::{round_together, whole},
    },
    texts::{Texts, texts},
};
use leptos::prelude::*;
use model::AnalysisKind;
use std::cmp::Reverse;

/// The smallest part that is more than 0.0 when it is written.
pub const LEAST_SHOWN: f64 = 0.000_5;

const CLASSES: [&str; 5] = ["cause-1", "cause-2", "cause-3", "cause-4", "cause-5"];

/// The causes in the order of `AggregateParts`. Rules are a matter of resilience alone.
fn names(kind: AnalysisKind, texts: &'static Texts) -> [&'static str; 5] {
    let (events, figure) = match kind {
        AnalysisKind::Availability => (texts.cause_failures, texts.dash_budget),
        AnalysisKind::Resilience => (texts.detail_runs, texts.dash_target),
    };
    [events, figure, texts.cause_rules, texts.dash_weight, texts.cause_presence]
}

/// Each cause that did something, the largest first. They add up to the difference that stands beside them.
pub fn cause_words(
    kind: AnalysisKind,
    parts: &[f64],
    difference: f64,
    texts: &'static Texts,
    numbers: Numbers,
) -> Vec<String> {
    let thousandths: Vec<f64> = parts.iter().map(|part| part * 1000.0).collect();
    let tenths = round_together(&thousandths, whole(difference * 1000.0));
    let mut named: Vec<_> = names(kind, texts).into_iter().zip(tenths).filter(|(_, part)| *part != 0).collect();
    named.sort_by_key(|(_, part)| Reverse(part.abs()));
    named.into_iter().map(|(name, part)| format!("{name} {}", numbers.points_of_tenths(part))).collect()
}

#[component]
pub fn Legend(kind: AnalysisKind) -> impl IntoView {
    let entries: Vec<AnyView> = names(kind, texts())
        .into_iter()
        .zip(CLASSES)
        .filter(|(_, class)| kind == AnalysisKind::Resilience || *class != "cause-3")
        .map(|(name, class)| {
            erase(view! {
                <li>
                    <svg class="cause-key" viewBox="0 0 8 8" aria-hidden="true">
                        <rect class=class width="8" height="8" rx="2" />
                    </svg>
                    {name}
                </li>
            })
        })
        .collect();
    erase(view! { <ul class="cause-legend">{entries}</ul> })
}

/// The parts of one difference. `scale` is what fills half of the bar.
#[component]
pub fn CauseBar(parts: [f64; 5], scale: f64) -> impl IntoView {
    let width = |part: f64| if scale > 0.0 { 100.0 * part.abs() / scale } else { 0.0 };
    let (mut left, mut right) = (100.0, 100.0);
    let pieces: Vec<AnyView> = parts
        .into_iter()
        .zip(CLASSES)
        .filter(|(part, _)| *part != 0.0)
        .map(|(part, class)| {
            let width = width(part);
            let x = if part < 0.0 {
                left -= width;
                left
            } else {
                right += width;
                right - width
            };
            erase(view! { <rect class=class x=x.to_string() width=width.to_string() height="8" /> })
        })
        .collect();
    erase(view! {
        <svg class="cause-bar" viewBox="0 0 200 8" preserveAspectRatio="none" aria-hidden="true">
            <rect class="cause-track" width="200" height="8" />
            {pieces}
            <path class="cause-middle" d="M100 0v8" />
        </svg>
    })
}
