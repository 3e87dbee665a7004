//! Lines of steps, and how they are thinned to what a screen can show.

use crate::replay::Bounds;
use std::sync::Arc;

/// From this moment on, a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepPoint {
    pub at: i64,
    pub value: f64,
}

/// A value over time that changes only at its points. Before the first there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct StepLine {
    pub name: Arc<str>,
    /// In order.
    pub points: Arc<[StepPoint]>,
}

impl StepLine {
    pub fn value_at(&self, moment: i64) -> Option<f64> {
        self.points[..self.points_until(moment)].last().map(|point| point.value)
    }

    /// The corners of the line over a part of its window, for a picture of so many columns. However many points there are,
    /// a column has four corners at most, and its lowest and highest values are among them.
    pub fn corners(&self, view: Bounds, columns: u32) -> Vec<(i64, f64)> {
        let start = self.points_until(view.first);
        let (seen, rest) = self.points.split_at(start);
        let visible = &rest[..rest.partition_point(|point| point.at <= view.last)];
        let mut corners = Vec::new();
        let mut level = seen.last().map(|point| point.value);
        corners.extend(level.map(|value| (view.first, value)));
        let column_of = |point: &StepPoint| (view.fraction(point.at) * f64::from(columns)) as u32;
        for column in visible.chunk_by(|one, next| column_of(one) == column_of(next)) {
            push_column(&mut corners, column, &mut level);
        }
        corners.extend(level.map(|value| (view.last, value)));
        corners
    }

    /// The point with the lowest value; the first of equals.
    pub fn lowest(&self) -> Option<StepPoint> {
        self.points.iter().copied().min_by(|one, other| one.value.total_cmp(&other.value))
    }

    fn points_until(&self, moment: i64) -> usize {
        self.points.partition_point(|point| point.at <= moment)
    }
}

/// The steps of one column. A few are drawn as they are; many are one vertical stroke.
fn push_column(corners: &mut Vec<(i64, f64)>, column: &[StepPoint], level: &mut Option<f64>) {
    let [first, .., last] = column else {
        if let [only] = column {
            corners.extend(level.map(|value| (only.at, value)));
            corners.push((only.at, only.value));
            *level = Some(only.value);
        }
        return;
    };
    corners.extend(level.map(|value| (first.at, value)));
    let (mut lowest, mut highest) = (first.value, first.value);
    for StepPoint { value, .. } in column {
        if *value < lowest {
            lowest = *value;
        } else if *value > highest {
            highest = *value;
        }
    }
    corners.extend([highest, lowest, last.value].map(|value| (first.at, value)));
    *level = Some(last.value);
}

/// The parts of a window that are not within any of these gaps, which are in order.
pub fn parts_between(view: Bounds, gaps: &[Bounds]) -> Vec<Bounds> {
    let mut parts = Vec::new();
    let mut first = view.first;
    for gap in gaps {
        if gap.first > first && first < view.last {
            parts.push(Bounds { first, last: gap.first.min(view.last) });
        }
        first = first.max(gap.last);
    }
    if first < view.last {
        parts.push(Bounds { first, last: view.last });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(i64, f64)]) -> StepLine {
        let points = points.iter().map(|(at, value)| StepPoint { at: *at, value: *value }).collect();
        StepLine { name: "a".into(), points }
    }

    fn window(first: i64, last: i64) -> Bounds {
        Bounds { first, last }
    }

    #[test]
    fn a_value_holds_until_the_next_point() {
        let line = line(&[(10, 1.0), (20, 0.5)]);
        assert_eq!([9, 10, 19, 20, 99].map(|at| line.value_at(at)), [None, Some(1.0), Some(1.0), Some(0.5), Some(0.5)]);
    }

    #[test]
    fn few_points_are_drawn_as_they_are() {
        let line = line(&[(0, 1.0), (50, 0.5), (80, 0.2)]);
        let whole = [(0, 1.0), (50, 1.0), (50, 0.5), (80, 0.5), (80, 0.2), (100, 0.2)];
        assert_eq!(line.corners(window(0, 100), 100), whole);
        assert_eq!(line.corners(window(60, 70), 100), [(60, 0.5), (70, 0.5)]);
        assert_eq!(line.corners(window(60, 100), 100), [(60, 0.5), (80, 0.5), (80, 0.2), (100, 0.2)]);
    }

    #[test]
    fn nothing_is_drawn_before_the_first_point() {
        let line = line(&[(50, 0.5)]);
        assert_eq!(line.corners(window(0, 100), 10), [(50, 0.5), (100, 0.5)]);
        assert!(line.corners(window(0, 40), 10).is_empty());
    }

    #[test]
    fn many_points_keep_the_extremes_of_their_column() {
        let points: Vec<_> = (0..100_000).map(|at| (at, if at == 77_777 { 0.0 } else { 0.5 })).collect();
        let corners = line(&points).corners(window(0, 99_999), 500);
        assert!(corners.len() <= 4 * 501 + 2, "{}", corners.len());
        assert!(corners.iter().any(|(_, value)| *value == 0.0));
        assert!(corners.is_sorted_by_key(|(at, _)| *at));
    }

    #[test]
    fn gaps_part_a_window() {
        let check = |gaps: &[(i64, i64)], expected: &[(i64, i64)]| {
            let bounds = |pairs: &[(i64, i64)]| pairs.iter().map(|(a, b)| window(*a, *b)).collect::<Vec<_>>();
            assert_eq!(parts_between(window(0, 100), &bounds(gaps)), bounds(expected), "{gaps:?}");
        };
        check(&[], &[(0, 100)]);
        check(&[(20, 30), (60, 70)], &[(0, 20), (30, 60), (70, 100)]);
        check(&[(-10, 10), (90, 200)], &[(10, 90)]);
        check(&[(-10, 200)], &[]);
        check(&[(200, 300)], &[(0, 100)]);
    }
}
