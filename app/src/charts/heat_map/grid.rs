//! Where the rows and columns of a heat map stand, and which cell is at a place.

use crate::figures::numbers::whole;

/// The height of a row, and of the axis above the rows.
pub const ROW: f64 = 20.0;
pub const HEAD: f64 = 26.0;
const NAMES: f64 = 148.0;
const NARROW_NAMES: f64 = 92.0;
const NARROW: f64 = 560.0;
pub const RIGHT: f64 = 12.0;

/// Where things stand in the part of a map that is in view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    pub width: f64,
    pub height: f64,
    pub scrolled: f64,
    pub rows: usize,
    pub columns: usize,
}

impl Grid {
    pub fn names(&self) -> f64 {
        if self.width < NARROW { NARROW_NAMES } else { NAMES }
    }

    /// The left edge of a column; that of the column after the last is the right end.
    pub fn x(&self, column: usize) -> f64 {
        let inner = (self.width - self.names() - RIGHT).max(1.0);
        self.names() + inner * column as f64 / self.columns.max(1) as f64
    }

    pub fn y(&self, row: usize) -> f64 {
        HEAD + row as f64 * ROW - self.scrolled
    }

    /// The rows of which anything is in view.
    pub fn rows_in_view(&self) -> std::ops::Range<usize> {
        let row_at = |y: f64| usize::try_from(whole((y / ROW).floor())).unwrap_or_default();
        let last = row_at(self.scrolled + self.height - HEAD) + 1;
        row_at(self.scrolled).min(self.rows)..last.min(self.rows)
    }

    pub fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        if y < HEAD || x < self.names() || x >= self.width - RIGHT {
            return None;
        }
        let part = (x - self.names()) / (self.width - RIGHT - self.names());
        let index = |number: f64| usize::try_from(whole(number.floor())).ok();
        let row = index((y - HEAD + self.scrolled) / ROW)?;
        let column = index(part * self.columns as f64)?.min(self.columns.saturating_sub(1));
        (row < self.rows).then_some((row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid { width: 1000.0, height: 226.0, scrolled: 50.0, rows: 100, columns: 168 };

    #[test]
    fn only_rows_in_view_are_drawn() {
        assert_eq!(GRID.rows_in_view(), 2..13);
        assert_eq!(Grid { rows: 5, ..GRID }.rows_in_view(), 2..5);
        assert_eq!(Grid { rows: 0, scrolled: 0.0, ..GRID }.rows_in_view(), 0..0);
    }

    #[test]
    fn a_place_belongs_to_its_cell() {
        for (row, column) in [(3, 0), (7, 84), (12, 167)] {
            assert_eq!(GRID.cell_at(GRID.x(column) + 0.5, GRID.y(row) + 0.5), Some((row, column)));
        }
        assert_eq!(GRID.cell_at(10.0, 100.0), None);
        assert_eq!(GRID.cell_at(500.0, 10.0), None);
        assert_eq!(Grid { rows: 5, ..GRID }.cell_at(500.0, 200.0), None);
    }
}
