//! What tells the levels of a heat map apart without their colours: sparse marks along each run of cells. The worse the level,
//! the more there is of them.

use crate::components::Status;

/// Small blocks in a row, so far from the beginning of one to that of the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marks {
    pub width: f64,
    pub height: f64,
    pitch: f64,
}

impl Marks {
    /// Excellent cells are plain, and those without data are outlines.
    pub const fn of(status: Status) -> Option<Self> {
        Some(match status {
            Status::Excellent | Status::NoData => return None,
            Status::Good => Self { width: 2.0, height: 2.0, pitch: 10.0 },
            Status::Acceptable => Self { width: 6.0, height: 2.0, pitch: 10.0 },
            Status::Warning => Self { width: 6.0, height: 4.0, pitch: 10.0 },
            Status::Critical => Self { width: 2.0, height: 10.0, pitch: 5.0 },
            Status::Severe => Self { width: 1.0, height: 4.0, pitch: 1.0 },
        })
    }

    /// Where the marks of a run of this width begin, in the middle of it; even the narrowest run has one.
    pub fn places(self, run: f64) -> impl Iterator<Item = f64> {
        let count = (((run + self.pitch - self.width) / self.pitch).floor()).max(1.0);
        let length = count * self.pitch - self.pitch + self.width;
        let start = ((run - length) / 2.0).max(0.0);
        (0_u32..).map(f64::from).take_while(move |index| *index < count).map(move |index| start + index * self.pitch)
    }

    /// The same as a path, for a run of this width on a grid of this height.
    pub fn path(self, run: f64, height: f64) -> String {
        let top = (height - self.height) / 2.0;
        let mark = |x| format!("M{x} {top}h{0}v{1}h-{0}z", self.width, self.height);
        self.places(run).map(mark).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_marks_of_its_own() {
        let levels = [Status::Excellent, Status::Good, Status::Acceptable, Status::Critical, Status::Severe];
        for (index, one) in levels.iter().enumerate() {
            for other in &levels[index + 1..] {
                assert_ne!(Marks::of(*one), Marks::of(*other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn even_the_narrowest_run_has_a_mark() {
        let places = |run| Marks::of(Status::Good).unwrap().places(run).collect::<Vec<_>>();
        assert_eq!(places(1.0), [0.0]);
        assert_eq!(places(6.0), [2.0]);
        assert_eq!(places(22.0), [0.0, 10.0, 20.0]);
    }
}
