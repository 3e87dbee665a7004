//! Pointer and keys on a heat map: pointing at a cell, scrolling, taking the replay to the end of an hour.

use super::{
    Map,
    grid::{Grid, HEAD, ROW},
};
use crate::{document, figures::numbers::whole};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

impl Map {
    pub fn scroll(self, event: &ev::Event) {
        if let Some(element) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            self.scrolled.set(f64::from(element.scroll_top()));
        }
    }

    /// A finger leaves before it has pressed, so that the cell is that of the press itself.
    pub fn press(self, event: &ev::MouseEvent) {
        self.point(event);
        self.go_there();
    }

    pub fn point(self, event: &ev::MouseEvent) {
        let Some(element) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let place = element.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()) - place.left(), f64::from(event.client_y()) - place.top());
        self.by_keys.set(false);
        let cell = untrack(|| self.grid()).and_then(|grid| grid.cell_at(x, y));
        if cell != self.cursor.get_untracked() {
            self.cursor.set(cell);
        }
    }

    pub fn go_there(self) {
        if let Some((_, column)) = self.cursor.get_untracked() {
            self.seek.run(self.moment_of(column));
        }
    }

    pub fn press_key(self, event: &ev::KeyboardEvent) {
        if document::is_command(event) {
            return;
        }
        let Some(grid) = untrack(|| self.grid()).filter(|grid| grid.rows > 0 && grid.columns > 0) else {
            return;
        };
        let first = (grid.rows_in_view().start, self.column_now.get_untracked().unwrap_or_default());
        let (row, column) = self.cursor.get_untracked().unwrap_or(first);
        let (last_row, last_column) = (grid.rows - 1, grid.columns - 1);
        let cell = match event.key().as_str() {
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(last_column)),
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(last_row), column),
            "PageUp" => (row.saturating_sub(10), column),
            "PageDown" => ((row + 10).min(last_row), column),
            "Home" => (row, 0),
            "End" => (row, last_column),
            "Enter" => {
                self.go_there();
                return event.prevent_default();
            }
            "Escape" if self.cursor.get_untracked().is_some() => {
                self.cursor.set(None);
                return event.prevent_default();
            }
            _ => return,
        };
        event.prevent_default();
        self.by_keys.set(true);
        self.cursor.set(Some(cell));
        self.bring_into_view(grid, cell.0);
    }

    fn bring_into_view(self, grid: Grid, row: usize) {
        let Some(frame) = self.frame.get_untracked() else {
            return;
        };
        let (top, room) = (row as f64 * ROW, grid.height - HEAD);
        let scrolled = grid.scrolled.min(top).max(top + ROW - room);
        frame.set_scroll_top(i32::try_from(whole(scrolled)).unwrap_or_default());
    }
}
