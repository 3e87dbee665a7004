//! Assets by hours: one row an asset, one column an hour, each cell in the colour of its status. However many assets there
//! are, only the rows in view are drawn; the canvas stays in place while the rows pass under it.

mod drawing;
mod grid;
mod hands;
mod hour;
mod marks;
mod words;

use super::{
    canvas::{Size, watch_size},
    palette::{Palette, watch_palette},
};
use crate::{
    components::{Glyph, IconButton, Status},
    content::{changing, erase},
    effects::{in_browser, settled},
    figures::{Numbers, Zone, calendar::HOUR, numbers, numbers::whole},
    printing::watch_printing,
    replay::Bounds,
    texts::{Texts, texts},
};
use grid::{Grid, HEAD, ROW};
use leptos::{html, prelude::*};
use std::sync::Arc;
use words::{AsTable, AsTableProps, CellTip, CellTipProps};

/// The longest canvas of a browser holds so many rows even where four pixels of the screen make one of ours.
const MOST_ON_PAPER: usize = 300;

/// An asset and its cells, one for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatRow {
    pub name: Arc<str>,
    pub cells: Arc<[HeatCell]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatCell {
    pub status: Status,
    /// Nothing where there is no data.
    pub score: Option<f64>,
}

/// All of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCells {
    /// Where the first column begins.
    pub first: i64,
    /// Where each column ends, and the next one begins.
    pub ends: Arc<[i64]>,
    pub rows: Arc<[HeatRow]>,
}

/// One map on a page. Copies see the same.
#[derive(Clone, Copy)]
struct Map {
    cells: Signal<Arc<HeatCells>>,
    zone: StoredValue<Zone>,
    texts: &'static Texts,
    numbers: Numbers,
    seek: Callback<i64>,
    /// Row and column of the cell that the reader points at.
    cursor: RwSignal<Option<(usize, usize)>>,
    by_keys: RwSignal<bool>,
    scrolled: RwSignal<f64>,
    /// The column whose state the replay shows: the last that has ended; nothing before the first has.
    column_now: Signal<Option<usize>>,
    frame: NodeRef<html::Div>,
    is_printing: Signal<bool>,
    size: Signal<Option<Size>>,
    palette: Signal<Option<Palette>>,
}

/// The map, and how long each asset stood at each status as a table when that is preferred.
#[component]
pub fn HeatMap(
    #[prop(into)] label: String,
    #[prop(into)] cells: Signal<Arc<HeatCells>>,
    /// The statuses of the map, for the table.
    statuses: &'static [Status],
    zone: Zone,
    #[prop(into)] moment: Signal<i64>,
    /// Takes the replay to the end of an hour that was pressed.
    #[prop(into)]
    on_seek: Callback<i64>,
) -> impl IntoView {
    let texts = texts();
    let frame = NodeRef::<html::Div>::new();
    let (picture, layer) = (NodeRef::<html::Canvas>::new(), NodeRef::<html::Canvas>::new());
    let map = Map {
        cells,
        zone: StoredValue::new(zone),
        texts,
        numbers: numbers(),
        seek: on_seek,
        cursor: RwSignal::new(None),
        by_keys: RwSignal::new(false),
        scrolled: RwSignal::new(0.0),
        // It changes once an hour of the film, the moment with every frame.
        column_now: settled(move || cells.with(|cells| cells.column_at(moment.get()))),
        frame,
        is_printing: watch_printing(),
        size: watch_size(frame),
        palette: watch_palette(),
    };
    in_browser(move || map.draw_picture(picture));
    in_browser(move || map.draw_layer(layer));
    let is_table = RwSignal::new(false);
    let toggle_glyph = Signal::derive(move || if is_table.get() { Glyph::Chart } else { Glyph::Table });
    let toggle_label = move || if is_table.get() { texts.chart_as_chart } else { texts.chart_as_table };
    let table = move || is_table.get().then(|| AsTable(AsTableProps { map, statuses }).into_any());
    erase(view! {
        <figure class="chart heat" class:chart-as-table=is_table>
            <div class="chart-head">
                <div class="heat-legend">{words::legend(statuses)}</div>
                <IconButton
                    glyph=toggle_glyph
                    label=Signal::derive(toggle_label)
                    on_press=move |()| is_table.update(|is_table| *is_table = !*is_table)
                />
            </div>
            <div class="heat-area">
                <div
                    node_ref=frame
                    class="heat-frame"
                    role="group"
                    aria-label=label
                    aria-description=texts.heat_keys
                    tabindex="0"
                    on:scroll=move |event| map.scroll(&event)
                    on:pointermove=move |event| map.point(&event)
                    on:pointerleave=move |_| map.cursor.set(None)
                    on:click=move |event| map.press(&event)
                    on:keydown=move |event| map.press_key(&event)
                    on:blur=move |_| map.cursor.set(None)
                >
                    <svg class="heat-length" width="1" height=move || map.length() aria-hidden="true" />
                </div>
                <canvas node_ref=picture aria-hidden="true"></canvas>
                // A canvas takes its share of every frame, even an empty one.
                <canvas node_ref=layer hidden=move || map.cursor.get().is_none() aria-hidden="true"></canvas>
                {hour::frame_of_hour(map)}
                {CellTip(CellTipProps { map })}
            </div>
            <figcaption class="chart-summary">{move || words::summary(map, statuses)}</figcaption>
            {changing(table)}
        </figure>
    })
}

impl HeatCells {
    /// The last column that has ended at a moment.
    fn column_at(&self, moment: i64) -> Option<usize> {
        self.ends.partition_point(|end| *end <= moment).checked_sub(1)
    }

    fn bounds(&self) -> Bounds {
        Bounds { first: self.first, last: self.ends.last().copied().unwrap_or(self.first) }
    }

    /// When a column begins and ends.
    fn ends_of(&self, column: usize) -> (i64, i64) {
        let end = |column: usize| self.ends.get(column).copied().unwrap_or(self.first);
        (column.checked_sub(1).map_or(self.first, end), end(column))
    }

    /// How many columns lie before a moment, with the part of the last one that has passed.
    fn place_of(&self, moment: i64) -> f64 {
        let passed = self.ends.partition_point(|end| *end <= moment);
        if passed == self.ends.len() {
            return passed as f64;
        }
        let (begin, end) = self.ends_of(passed);
        passed as f64 + (moment - begin).max(0) as f64 / (end - begin).max(1) as f64
    }

    /// How many hours a row stood at a status, as far as these cells of it go.
    fn hours(&self, cells: &[HeatCell], status: Status) -> u64 {
        let those = cells.iter().enumerate().filter(|(_, cell)| cell.status == status);
        let length: i64 = those.map(|(column, _)| self.ends_of(column)).map(|(begin, end)| end - begin).sum();
        u64::try_from(length / HOUR).unwrap_or_default()
    }
}

impl Map {
    /// What is drawn on: the part in view, and on paper, which nobody scrolls, all of it.
    fn drawn_size(self) -> Option<Size> {
        let size = self.size.get()?;
        Some(if self.is_printing.get() { Size { height: self.length() as f64, ..size } } else { size })
    }

    fn grid(self) -> Option<Grid> {
        let size = self.drawn_size()?;
        let (rows, columns) = self.cells.with(|cells| (cells.rows.len(), cells.ends.len()));
        let scrolled = if self.is_printing.get() { 0.0 } else { self.scrolled.get() };
        Some(Grid { width: size.width, height: size.height, scrolled, rows, columns })
    }

    fn draw_picture(self, canvas: NodeRef<html::Canvas>) {
        let ready = (canvas.get(), self.drawn_size(), self.grid(), self.palette.get());
        if let (Some(canvas), Some(size), Some(grid), Some(palette)) = ready {
            drawing::draw(self, &canvas, size, grid, &palette);
        }
    }

    fn draw_layer(self, canvas: NodeRef<html::Canvas>) {
        let ready = (canvas.get(), self.drawn_size(), self.grid(), self.palette.get());
        if let (Some(canvas), Some(size), Some(grid), Some(palette)) = ready {
            drawing::draw_layer(self, &canvas, size, grid, &palette);
        }
    }

    /// What all rows together are high; on paper, as many as one picture holds.
    fn length(self) -> i64 {
        let rows = self.cells.with(|cells| cells.rows.len());
        let rows = if self.is_printing.get() { rows.min(MOST_ON_PAPER) } else { rows };
        whole(HEAD + ROW * rows as f64)
    }

    /// The hours of an asset that have ended at the moment.
    fn ended(self, cells: &[HeatCell]) -> &[HeatCell] {
        &cells[..self.column_now.get().map_or(0, |column| (column + 1).min(cells.len()))]
    }

    fn moment_of(self, column: usize) -> i64 {
        self.cells.with_untracked(|cells| cells.ends_of(column).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_end_where_their_steps_are() {
        let cell = |status| HeatCell { status, score: None };
        // The second column is six hours long, as another tool may have it.
        let cells = HeatCells { first: 0, ends: [HOUR, 7 * HOUR, 8 * HOUR].into(), rows: [].into() };
        for (moment, column, place) in [
            (0, None, 0.0),
            (HOUR, Some(0), 1.0),
            (4 * HOUR, Some(0), 1.5),
            (7 * HOUR, Some(1), 2.0),
            (9 * HOUR, Some(2), 3.0),
        ] {
            assert_eq!((cells.column_at(moment), cells.place_of(moment)), (column, place), "{moment}");
        }
        let row = [cell(Status::Good), cell(Status::Severe), cell(Status::Good)];
        assert_eq!((cells.hours(&row, Status::Good), cells.hours(&row[..2], Status::Severe)), (2, 6));
        assert_eq!(cells.bounds(), Bounds { first: 0, last: 8 * HOUR });
    }
}
