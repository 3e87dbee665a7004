//! The picture of a heat map and the layer over it. Plotters would draw every cell by itself; here neighbours of one
//! status are one block.

use super::{
    HeatRow, Map,
    grid::{Grid, HEAD, RIGHT, ROW},
    marks::Marks,
};
use crate::{
    charts::{
        axis::TimeAxis,
        canvas::{Size, fill_with, prepare},
        palette::Palette,
    },
    components::Status,
};
use leptos::prelude::*;
use plotters::style::RGBColor;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// What parts two rows.
const GAP: f64 = 2.0;
const FONT: &str = "12px Inter, system-ui, sans-serif";

pub fn draw(map: Map, canvas: &HtmlCanvasElement, size: Size, grid: Grid, palette: &Palette) {
    let Some(context) = prepare(canvas, size) else {
        return;
    };
    context.set_font(FONT);
    context.set_text_baseline("middle");
    map.cells.with(|cells| {
        for row in grid.rows_in_view() {
            draw_row(&context, grid, row, &cells.rows[row], palette);
        }
    });
    // Rows that are half scrolled away end below the axis.
    fill_with(&context, &palette.ground);
    context.fill_rect(0.0, 0.0, grid.width, HEAD);
    draw_days(&context, map, grid, palette);
}

/// The cell that the reader points at.
pub fn draw_layer(map: Map, canvas: &HtmlCanvasElement, size: Size, grid: Grid, palette: &Palette) {
    let Some(context) = prepare(canvas, size) else {
        return;
    };
    if let Some((row, column)) = map.cursor.get() {
        let (left, right, top) = (grid.x(column), grid.x(column + 1), grid.y(row));
        if top + ROW > HEAD {
            stroke_with(&context, &palette.text, 2.0);
            context.stroke_rect(left.round() - 1.0, top.round(), (right - left).round() + 2.0, ROW);
        }
    }
}

fn draw_row(
    context: &CanvasRenderingContext2d,
    grid: Grid,
    row: usize,
    HeatRow { name, cells }: &HeatRow,
    palette: &Palette,
) {
    let top = grid.y(row).round() + GAP / 2.0;
    let middle = top + (ROW - GAP) / 2.0;
    fill_with(context, &palette.muted);
    context.set_text_align("start");
    let room = grid.names() - 12.0;
    let _ = context.fill_text(&shortened(context, name, room), 0.0, middle);
    let mut column = 0;
    for run in cells.chunk_by(|one, next| one.status == next.status) {
        let (left, right) = (grid.x(column).round(), grid.x(column + run.len()).round());
        if run[0].status == Status::NoData {
            stroke_with(context, &palette.edge, 1.0);
            context.stroke_rect(left + 0.5, top + 0.5, right - left - 1.0, ROW - GAP - 1.0);
        } else {
            fill_with(context, &palette.status(run[0].status));
            context.set_global_alpha(strength(run[0].status));
            context.fill_rect(left, top, right - left, ROW - GAP);
            context.set_global_alpha(1.0);
        }
        if let Some(marks) = Marks::of(run[0].status) {
            // Faint grounds take dark marks, full ones light ones.
            let is_faint = strength(run[0].status) < 1.0;
            fill_with(context, if is_faint { &palette.muted } else { &palette.ground });
            for x in marks.places(right - left) {
                let width = marks.width.min(right - left - x);
                context.fill_rect(left + x, middle.round() - marks.height / 2.0, width, marks.height);
            }
        }
        column += run.len();
    }
}

/// What is well stays quiet.
pub fn strength(status: Status) -> f64 {
    match status {
        Status::Excellent => 0.3,
        Status::Good => 0.42,
        Status::Acceptable => 0.6,
        _ => 1.0,
    }
}

fn draw_days(context: &CanvasRenderingContext2d, map: Map, grid: Grid, palette: &Palette) {
    let cells = map.cells.get();
    let (view, width) = (cells.bounds(), grid.width - grid.names() - RIGHT);
    let axis = map.zone.with_value(|zone| TimeAxis::new(map.texts, zone, view, width));
    let bottom = grid.y(grid.rows).min(grid.height);
    context.set_text_align("start");
    for (index, day) in axis.days.iter().enumerate() {
        let place = |moment: i64| grid.names() + width * cells.place_of(moment) / grid.columns.max(1) as f64;
        let x = place(day.at).round();
        let next = axis.days.get(index + 1).map_or(grid.width - RIGHT, |next| place(next.at));
        if day.at > view.first {
            fill_with(context, &palette.ground);
            context.fill_rect(x - 1.0, HEAD, 2.0, bottom - HEAD);
            fill_with(context, &palette.edge);
            context.fill_rect(x, 4.0, 1.0, HEAD - 6.0);
        }
        if next - x >= axis.day_room {
            fill_with(context, &palette.muted);
            let _ = context.fill_text_with_max_width(&day.words, x + 5.0, HEAD / 2.0, (next - x - 8.0).max(14.0));
        }
    }
}

/// As much of a name as there is room for. What is too long loses its middle: the ends of names tell them apart.
fn shortened(context: &CanvasRenderingContext2d, name: &str, room: f64) -> String {
    let fits = |text: &str| context.measure_text(text).is_ok_and(|measured| measured.width() <= room);
    if fits(name) {
        return name.into();
    }
    let letters: Vec<char> = name.chars().collect();
    let ends = |kept: usize| {
        let (front, back) = (kept.div_ceil(2), kept / 2);
        letters[..front].iter().chain(&['…']).chain(&letters[letters.len() - back..]).collect::<String>()
    };
    let (mut least, mut most) = (0, letters.len());
    while least < most {
        let middle = (least + most).div_ceil(2);
        if fits(&ends(middle)) { least = middle } else { most = middle - 1 }
    }
    ends(least)
}

fn stroke_with(context: &CanvasRenderingContext2d, RGBColor(red, green, blue): &RGBColor, width: f64) {
    context.set_stroke_style_str(&format!("rgb({red},{green},{blue})"));
    context.set_line_width(width);
}
