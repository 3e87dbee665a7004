//! Pointer and keys on a time chart: pointing, pressing to take the replay there, dragging to look closer.

use super::Chart;
use crate::{charts::axis::step_for, document, figures::calendar::SECOND, replay::Bounds};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A drag shorter than this many pixels is a press.
const LEAST_DRAG: f64 = 6.0;
/// No view is narrower.
const CLOSEST: i64 = 60 * SECOND;

impl Chart {
    pub fn press(self, event: &ev::PointerEvent) {
        if event.button() != 0 {
            return;
        }
        if let Some((element, moment)) = self.pointed(event) {
            // Without the capture a drag would end at the edge of the chart.
            let _ = element.set_pointer_capture(event.pointer_id());
            self.drag.set(Some((moment, moment)));
        }
    }

    pub fn point(self, event: &ev::PointerEvent) {
        let Some((_, moment)) = self.pointed(event) else {
            return;
        };
        self.by_keys.set(false);
        self.cursor.set(Some(moment));
        if self.drag.get_untracked().is_some() {
            self.drag.update(|drag| *drag = drag.map(|(from, _)| (from, moment)));
        }
    }

    /// The end of a drag shows what was dragged over; a press takes the replay there.
    pub fn release(self, event: &ev::PointerEvent) {
        let Some((from, to)) = self.drag.get_untracked() else {
            return;
        };
        self.drag.set(None);
        let is_drag = untrack(|| self.plot()).is_some_and(|plot| (plot.x(to) - plot.x(from)).abs() >= LEAST_DRAG);
        if is_drag {
            self.look_at(from.min(to), from.max(to));
        } else if event.button() == 0 {
            self.seek.run(to);
        }
    }

    pub fn leave(self) {
        self.cursor.set(None);
        self.drag.set(None);
    }

    pub fn press_key(self, event: &ev::KeyboardEvent) {
        if document::is_command(event) {
            return;
        }
        let view = untrack(|| self.view());
        let cursor = self.cursor.get_untracked().unwrap_or_else(|| view.clamp(self.moment.get_untracked()));
        let far = if event.shift_key() { 10 } else { 1 };
        let step = step_for(view, 200.0, 1.0) * far;
        match event.key().as_str() {
            "ArrowLeft" => self.move_cursor(cursor - step),
            "ArrowRight" => self.move_cursor(cursor + step),
            "Home" => self.move_cursor(view.first),
            "End" => self.move_cursor(view.last),
            "Enter" => self.seek.run(cursor),
            "+" | "=" => self.look_around(cursor, view.length() / 2),
            "-" => self.look_around(cursor, view.length() * 2),
            "Escape" if self.zoom.get_untracked().is_some() => self.zoom.set(None),
            // Where there is nothing to leave, the key is for whatever the chart is in.
            "Escape" if self.cursor.get_untracked().is_some() => self.leave(),
            _ => return,
        }
        event.prevent_default();
    }

    fn move_cursor(self, moment: i64) {
        self.by_keys.set(true);
        self.cursor.set(Some(untrack(|| self.view()).clamp(moment)));
    }

    fn look_around(self, middle: i64, length: i64) {
        let before = (middle - untrack(|| self.view()).first) * length / untrack(|| self.view()).length().max(1);
        self.look_at(middle - before, middle - before + length);
    }

    fn look_at(self, first: i64, last: i64) {
        let all = self.data.with_untracked(|data| data.bounds);
        let view = within(all, first, last);
        self.zoom.set((view != all).then_some(view));
    }

    fn pointed(self, event: &ev::PointerEvent) -> Option<(Element, i64)> {
        let element: Element = event.current_target()?.dyn_into().ok()?;
        let x = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
        Some((element, untrack(|| self.plot())?.moment_at(x)))
    }
}

/// The part of a window that was asked for, as far as the window goes, and never narrower than one can look at.
fn within(all: Bounds, first: i64, last: i64) -> Bounds {
    let last = last.max(first + CLOSEST).min(all.last);
    Bounds { first: first.min(last - CLOSEST).max(all.first), last }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_view_is_narrower_than_a_minute_or_wider_than_all() {
        let all = Bounds { first: 0, last: 10 * CLOSEST };
        for (first, last, expected) in [
            (CLOSEST, 3 * CLOSEST, (CLOSEST, 3 * CLOSEST)),
            (-CLOSEST, 20 * CLOSEST, (0, 10 * CLOSEST)),
            (5, 5, (5, CLOSEST + 5)),
            // At the end there is no room behind.
            (10 * CLOSEST, 10 * CLOSEST, (9 * CLOSEST, 10 * CLOSEST)),
            (10 * CLOSEST - 5, 10 * CLOSEST, (9 * CLOSEST, 10 * CLOSEST)),
        ] {
            let found = within(all, first, last);
            assert_eq!((found.first, found.last), expected, "{first} {last}");
        }
        let short = Bounds { first: 0, last: CLOSEST / 2 };
        assert_eq!(within(short, 10, 20), short);
    }
}
