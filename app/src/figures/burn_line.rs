//! A small line of steps: how one score fell. Where the replay has not been yet it is faint.

use super::numbers::{numbers, whole};
use crate::{components::Status, content::erase, texts::texts};
use leptos::prelude::*;
use std::fmt::Write;
use std::sync::Arc;

const WIDTH: i64 = 1000;
const HEIGHT: i64 = 100;
/// The stroke keeps off the edges by this much, so that the ends of the scale are drawn whole.
const MARGIN: i64 = 8;

/// From here on, a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BurnPoint {
    /// The fraction of the window that had passed.
    pub at: f64,
    pub score: f64,
}

/// The line of these points, none where there are no data. For screen readers it is a picture that says where it began and
/// where it ended.
#[component]
pub fn BurnLine(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] points: Signal<Arc<[BurnPoint]>>,
    /// The fraction of the window that has passed.
    #[prop(into)]
    until: Signal<f64>,
    /// The status at that moment.
    #[prop(into)]
    status: Signal<Status>,
) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let description = move || {
        points.with(|points| match (points.first(), points.last()) {
            (Some(first), Some(last)) => {
                format!("{}: {} → {}", label.get(), numbers.percent(first.score), numbers.percent(last.score))
            }
            _ => format!("{}: {}", label.get(), texts.status_no_data),
        })
    };
    let line = Memo::new(move |_| points.with(|points| step_line(points, WIDTH)));
    let passed = Memo::new(move |_| whole(until.get().clamp(0.0, 1.0) * WIDTH as f64));
    // A line of its own: one that is cut off at a moving edge costs the browser far more.
    let line_passed = Memo::new(move |_| points.with(|points| step_line(points, passed.get())));
    erase(view! {
        <svg
            class=move || format!("burn-line {}", status.get().tone())
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            role="img"
            aria-label=description
        >
            <path class="burn-half" d=format!("M0 {0}H{WIDTH}", height_of(0.5)) />
            <path class="burn-rest" d=line />
            <path class="burn-passed" d=line_passed />
            <path class="burn-moment" d=move || format!("M{} 0V{HEIGHT}", passed.get().clamp(3, WIDTH - 3)) />
        </svg>
    })
}

/// The steps as a path, as far as this column. Points closer together than a unit of the grid are one step.
fn step_line(points: &[BurnPoint], until: i64) -> String {
    let points = &points[..points.partition_point(|point| column_of(point) <= until)];
    let Some(first) = points.first() else { return String::new() };
    let mut path = format!("M{} {}", column_of(first), height_of(first.score));
    let mut columns = points.chunk_by(|one, next| column_of(one) == column_of(next));
    while let Some([.., last]) = columns.next() {
        // Writing to a string cannot fail.
        let _ = write!(path, "H{}V{}", column_of(last), height_of(last.score));
    }
    let _ = write!(path, "H{until}");
    path
}

/// Lines are small: five units of the grid are about half a pixel.
fn column_of(point: &BurnPoint) -> i64 {
    whole(point.at.clamp(0.0, 1.0) * 200.0) * 5
}

fn height_of(score: f64) -> i64 {
    MARGIN + whole((1.0 - score.clamp(0.0, 1.0)) * (HEIGHT - 2 * MARGIN) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_its_level_until_the_next_point() {
        let point = |at, score| BurnPoint { at, score };
        let falls = [point(0.0, 1.0), point(0.5, 0.5), point(1.0, 0.0)];
        assert_eq!(step_line(&falls, WIDTH), "M0 8H0V8H500V50H1000V92H1000");
        assert_eq!(step_line(&falls, 700), "M0 8H0V8H500V50H700");
        assert_eq!(step_line(&falls, 499), "M0 8H0V8H499");
        assert_eq!(step_line(&[point(0.0, 1.0), point(0.5, 0.9), point(0.5001, 0.5)], WIDTH), "M0 8H0V8H500V50H1000");
    }

    #[test]
    fn without_data_there_is_no_line() {
        assert_eq!(step_line(&[], WIDTH), "");
    }
}
