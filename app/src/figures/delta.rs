//! The difference between a score and the original one.

use super::numbers::{numbers, whole};
use crate::{
    content::erase,
    texts::{fill, texts},
};
use leptos::prelude::*;

/// `▲ 1.2 points better`, `▼ 0.4 points worse`, or that nothing changed. It is no status, so it has no status colour.
#[component]
pub fn Delta(
    /// A fraction of a whole score; nothing where there is nothing to compare.
    #[prop(into)]
    difference: Signal<Option<f64>>,
    /// Shows the number alone, where many stand below one another; the words are there for whoever hears it.
    #[prop(optional)]
    is_short: bool,
) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let shape = move || match direction(difference.get()) {
        Some(Direction::Up) => "M6 2l5 8h-10z",
        Some(Direction::Down) => "M6 10l-5 -8h10z",
        Some(Direction::Same) => "M1.5 5h9v2h-9z",
        None => "",
    };
    let points = move |difference: f64| numbers.tenths(whole(difference.abs() * 1000.0));
    let words = move || match (direction(difference.get()), difference.get()) {
        (Some(Direction::Same), _) => texts.delta_same.to_owned(),
        (Some(Direction::Up), Some(difference)) => fill(texts.delta_better, &points(difference)),
        (Some(Direction::Down), Some(difference)) => fill(texts.delta_worse, &points(difference)),
        _ => String::new(),
    };
    let number = is_short.then(|| {
        let number = move || difference.get().map(|difference| numbers.points(difference));
        erase(view! { <span aria-hidden="true">{number}</span> })
    });
    erase(view! {
        <span class="delta">
            <svg class="delta-shape" viewBox="0 0 12 12" aria-hidden="true">
                <path d=shape />
            </svg>
            {number}
            <span class=is_short.then_some("visually-hidden")>{words}</span>
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
