//! The difference between a score and the original one.

use super::numbers::{numbers, whole};
use crate::{
    content::erase,
    texts::{fill, texts},
};
use leptos::prelude::*;

/// `▲ +1.2 points`, `▼ −0.4 points`, or that nothing changed. It is no status, so it has no status colour.
#[component]
pub fn Delta(
    /// A fraction of a whole score; nothing where there is nothing to compare.
    #[prop(into)]
    difference: Signal<Option<f64>>,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let shape = move || match direction(difference.get()) {
        Some(Direction::Up) => "M6 2l5 8h-10z",
        Some(Direction::Down) => "M6 10l-5 -8h10z",
        Some(Direction::Same) => "M1.5 5h9v2h-9z",
        None => "",
    };
    let words = move || match (direction(difference.get()), difference.get()) {
        (Some(Direction::Same), _) => texts.delta_same.to_owned(),
        (Some(Direction::Up), Some(difference)) => fill(texts.delta_better, &numbers.points(difference)),
        (Some(Direction::Down), Some(difference)) => fill(texts.delta_worse, &numbers.points(difference)),
        _ => String::new(),
    };
    erase(view! {
        <span class="delta">
            <svg class="delta-shape" viewBox="0 0 12 12" aria-hidden="true">
                <path d=shape />
            </svg>
            <span>{words}</span>
        </span>
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
    Same,
}

/// Which way a difference goes, as far as it is shown.
fn direction(difference: Option<f64>) -> Option<Direction> {
    Some(match whole(difference? * 1000.0) {
        0 => Direction::Same,
        up if up > 0 => Direction::Up,
        _ => Direction::Down,
    })
}
