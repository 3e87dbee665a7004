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
/// Lines are small: so many units of the grid are about half a pixel in a table.
const STEP: i64 = 5;

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
    #[prop(into)] label: String,
    #[prop(into)] points: Signal<Arc<[BurnPoint]>>,
    /// The fraction of the window that has passed.
    #[prop(into)]
    until: Signal<f64>,
    /// The status at that moment.
    #[prop(into)]
    status: Signal<Status>,
) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let turn = turn_of(&label);
    let description = move || {
        points.with(|points| match (points.first(), points.last()) {
            (Some(first), Some(last)) => {
                format!("{label}: {} → {}", numbers.percent(first.score), numbers.percent(last.score))
            }
            _ => format!("{label}: {}", texts.status_no_data),
        })
    };
    let line = Memo::new(move |_| points.with(|points| step_line(points, WIDTH)));
    let passed = Memo::new(move |_| reached(until.get(), turn));
    // A line of its own: one that is cut off at a moving edge costs the browser far more.
    let line_passed = Memo::new(move |_| points.with(|points| step_line(points, passed.get())));
    erase(view! {
        <svg
            class=move || status.get().tone()
            class:burn-line=true
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

/// When a line moves among the lines of a page, as a part of a step. They take turns: where all moved at once, the frames
/// of the replay in which they do would be late.
fn turn_of(label: &str) -> f64 {
    let mixed = label.bytes().fold(0_u32, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(byte.into()));
    f64::from(mixed % 64) / 64.0
}

/// The column that the replay has reached, in steps: less than one behind, and at the end there.
fn reached(fraction: f64, turn: f64) -> i64 {
    if fraction >= 1.0 {
        return WIDTH;
    }
    let steps = (fraction.max(0.0) * WIDTH as f64 / STEP as f64 + turn).floor() - turn;
    whole((steps * STEP as f64).max(0.0))
}

fn column_of(point: &BurnPoint) -> i64 {
    whole(point.at.clamp(0.0, 1.0) * (WIDTH / STEP) as f64) * STEP
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
    fn a_line_is_less_than_a_step_behind_and_arrives() {
        for turn in [0.0, 0.3, 0.99] {
            assert_eq!([-1.0, 0.0, 1.0, 2.0].map(|fraction| reached(fraction, turn)), [0, 0, WIDTH, WIDTH]);
            for place in 0..WIDTH {
                let reached = reached(place as f64 / WIDTH as f64, turn);
                assert!((place - STEP..=place).contains(&reached), "{reached} at {place} in turn {turn}");
            }
        }
    }

    #[test]
    fn lines_take_turns() {
        let turns: Vec<f64> = (0..40).map(|index| turn_of(&format!("svc-{index:03}"))).collect();
        let frames: Vec<f64> = (0..1000).map(|frame| f64::from(frame) / 10_000.0).collect();
        let moves =
            |pair: &[f64]| turns.iter().filter(|turn| reached(pair[0], **turn) != reached(pair[1], **turn)).count();
        assert!(frames.windows(2).all(|pair| moves(pair) <= 8));
    }

    #[test]
    fn without_data_there_is_no_line() {
        assert_eq!(step_line(&[], WIDTH), "");
    }
}
