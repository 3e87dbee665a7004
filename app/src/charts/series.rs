//! The lines of a chart, and the parts of a window that they are drawn in.

use crate::replay::Bounds;
use scoring::steps::{self, StepPoint};
use std::sync::Arc;

/// A value over time that changes only at its points. Before the first there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct StepLine {
    pub name: Arc<str>,
    /// In order.
    pub points: Arc<[StepPoint]>,
    /// Where its data are missing, in order.
    pub gaps: Arc<[Bounds]>,
}

impl StepLine {
    /// A line without gaps.
    pub fn new(name: impl Into<Arc<str>>, points: impl Into<Arc<[StepPoint]>>) -> Self {
        Self { name: name.into(), points: points.into(), gaps: Arc::default() }
    }

    /// Nothing before its first point, and where data are missing.
    pub fn value_at(&self, moment: i64) -> Option<f64> {
        let is_missing = self.gaps.iter().any(|gap| gap.first <= moment && moment < gap.last);
        steps::value_at(&self.points, moment).filter(|_| !is_missing)
    }

    /// The corners over a part of its window, for a picture of so many columns: a list for each part without gaps.
    pub fn corners(&self, view: Bounds, columns: u32) -> Vec<Vec<(i64, f64)>> {
        let parts = parts_between(view, &self.gaps).into_iter();
        parts.map(|part| steps::corners(&self.points, part.first, part.last, columns)).collect()
    }

    /// The point with the lowest value; the first of equals.
    pub fn lowest(&self) -> Option<StepPoint> {
        steps::lowest(&self.points)
    }
}

/// The parts of a window that are not within any of these gaps, which are in order.
fn parts_between(view: Bounds, gaps: &[Bounds]) -> Vec<Bounds> {
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

    fn window(first: i64, last: i64) -> Bounds {
        Bounds { first, last }
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
