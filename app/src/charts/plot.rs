//! Where things stand in a chart: the frame that the lines are drawn in, and which moment and value belong to which place.

use crate::{figures::numbers::whole, replay::Bounds};

/// A chart of this size, in the pixels of the style sheet, over a part of the window. The value 1 is at the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    pub width: f64,
    pub height: f64,
    pub view: Bounds,
    /// Whether there is room for the names of the lines at their ends.
    pub has_names: bool,
}

impl Plot {
    const TOP: f64 = 14.0;
    /// The axis of time: its hours and, below, its days.
    const BOTTOM: f64 = 42.0;
    const LEFT: f64 = 44.0;
    const RIGHT: f64 = 12.0;
    const NAMES: f64 = 148.0;
    /// A narrower chart has its names below.
    const NARROW: f64 = 640.0;

    pub fn new(width: f64, height: f64, view: Bounds) -> Self {
        Self { width, height, view, has_names: width >= Self::NARROW }
    }

    pub fn left(&self) -> f64 {
        Self::LEFT
    }

    pub fn right(&self) -> f64 {
        self.width - if self.has_names { Self::NAMES } else { Self::RIGHT }
    }

    pub fn top(&self) -> f64 {
        Self::TOP
    }

    pub fn bottom(&self) -> f64 {
        self.height - Self::BOTTOM
    }

    pub fn inner_width(&self) -> f64 {
        (self.right() - self.left()).max(1.0)
    }

    /// Without a frame there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.right() <= self.left() || self.bottom() <= self.top()
    }

    pub fn x(&self, moment: i64) -> f64 {
        let passed = (moment - self.view.first) as f64 / self.view.length().max(1) as f64;
        self.left() + passed * self.inner_width()
    }

    pub fn y(&self, value: f64) -> f64 {
        self.bottom() - value * (self.bottom() - self.top())
    }

    /// The moment at this place; those beside the frame belong to its nearest side.
    pub fn moment_at(&self, x: f64) -> i64 {
        let passed = ((x - self.left()) / self.inner_width()).clamp(0.0, 1.0);
        self.view.first + whole(passed * self.view.length() as f64)
    }
}

/// Moves names apart that would cover each other, each as little as possible and none out of the frame. They are given and
/// returned by their places from the top, and stay in that order.
pub fn spread(places: &mut [f64], apart: f64, top: f64, bottom: f64) {
    let mut least = top;
    for place in places.iter_mut() {
        *place = place.max(least);
        least = *place + apart;
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - apart;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_leads_back_to_its_moment() {
        let plot = Plot::new(1000.0, 300.0, Bounds { first: 1000, last: 11_000 });
        for moment in [1000, 4321, 11_000] {
            assert_eq!(plot.moment_at(plot.x(moment)), moment);
        }
        assert_eq!((plot.moment_at(-50.0), plot.moment_at(5000.0)), (1000, 11_000));
        assert_eq!((plot.y(1.0), plot.y(0.0)), (plot.top(), plot.bottom()));
    }

    #[test]
    fn names_are_moved_apart_and_stay_inside() {
        let check = |mut places: Vec<f64>, expected: &[f64]| {
            spread(&mut places, 10.0, 0.0, 100.0);
            assert_eq!(places, expected);
        };
        check(vec![], &[]);
        check(vec![5.0, 50.0], &[5.0, 50.0]);
        check(vec![50.0, 50.0, 52.0], &[50.0, 60.0, 70.0]);
        check(vec![95.0, 98.0, 99.0], &[80.0, 90.0, 100.0]);
        check(vec![-5.0, -5.0], &[0.0, 10.0]);
    }
}
