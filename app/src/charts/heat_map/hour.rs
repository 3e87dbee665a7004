//! The hour that the replay shows, in a frame. It is an element, which the browser moves as it is: nothing is drawn for it.

use super::{
    Map,
    grid::{Grid, HEAD},
};
use crate::{content::erase, figures::numbers::pixels};
use leptos::prelude::*;

/// How far the frame reaches out over the cells of its hour.
const OUTSIDE: f64 = 2.0;

/// From the axis down to the last row in view; before the first hour has ended there is nothing to frame.
pub fn frame_of_hour(map: Map) -> AnyView {
    let place = move || Some((map.grid()?, map.column_now.get()?));
    let left = Memo::new(move |_| place().map(|(grid, column)| pixels(grid.x(column).round() - OUTSIDE)));
    let length = move |of: fn(Grid, usize) -> f64| {
        Memo::new(move |_| place().map_or_else(String::new, |(grid, column)| pixels(of(grid, column) + 2.0 * OUTSIDE)))
    };
    let width = length(|grid, column| (grid.x(column + 1) - grid.x(column)).round());
    let height = length(|grid, _| grid.y(grid.rows).min(grid.height) - HEAD - OUTSIDE);
    erase(view! {
        <div
            class="heat-hour"
            hidden=move || left.get().is_none()
            style:translate=move || left.get().unwrap_or_default()
            style:inline-size=width
            style:block-size=height
            aria-hidden="true"
        ></div>
    })
}
