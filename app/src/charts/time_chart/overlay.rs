//! The layer over the picture of a time chart: where the replay is, where the reader points, what is being dragged over.
//! This is all that a frame of the replay draws, so it is drawn by hand.

use super::Chart;
use crate::charts::{
    canvas::{Size, prepare},
    palette::{Palette, SERIES},
    plot::Plot,
};
use leptos::prelude::*;
use plotters::style::RGBColor;
use std::f64::consts::TAU;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

pub fn draw(chart: Chart, canvas: &HtmlCanvasElement, size: Size, plot: &Plot, palette: &Palette) {
    let Some(context) = prepare(canvas, size) else {
        return;
    };
    if let Some((from, to)) = chart.drag.get() {
        drag(&context, plot, palette, from, to);
    }
    let moment = chart.moment.get();
    if (plot.view.first..=plot.view.last).contains(&moment) {
        let x = plot.x(moment);
        upright(&context, plot, x, 2.0, &palette.accent);
        handle(&context, plot, x, &palette.accent);
    }
    if let Some(cursor) = chart.cursor.get() {
        upright(&context, plot, plot.x(cursor), 1.0, &palette.faint);
        dots(&context, chart, plot, palette, cursor);
    }
}

fn drag(context: &CanvasRenderingContext2d, plot: &Plot, palette: &Palette, from: i64, to: i64) {
    let (left, right) = (plot.x(from.min(to)), plot.x(from.max(to)));
    context.set_global_alpha(0.18);
    fill_with(context, &palette.accent);
    context.fill_rect(left, plot.top(), right - left, plot.bottom() - plot.top());
    context.set_global_alpha(1.0);
    for x in [left, right] {
        upright(context, plot, x, 1.0, &palette.accent);
    }
}

fn upright(context: &CanvasRenderingContext2d, plot: &Plot, x: f64, width: f64, colour: &RGBColor) {
    fill_with(context, colour);
    context.fill_rect((x - width / 2.0).round(), plot.top(), width, plot.bottom() - plot.top());
}

/// The head of the replay's line.
fn handle(context: &CanvasRenderingContext2d, plot: &Plot, x: f64, colour: &RGBColor) {
    let top = plot.top() - 8.0;
    fill_with(context, colour);
    context.begin_path();
    context.move_to(x - 5.0, top);
    context.line_to(x + 5.0, top);
    context.line_to(x, top + 8.0);
    context.close_path();
    context.fill();
}

/// A dot on each line where the reader points.
fn dots(context: &CanvasRenderingContext2d, chart: Chart, plot: &Plot, palette: &Palette, cursor: i64) {
    chart.data.with_untracked(|data| {
        for (index, line) in data.lines.iter().enumerate() {
            if let Some(value) = data.value(line, cursor) {
                dot(context, plot.x(cursor), plot.y(value), &palette.series[index % SERIES], &palette.ground);
            }
        }
        if let Some(value) = data.value(&data.aggregate, cursor) {
            dot(context, plot.x(cursor), plot.y(value), &palette.text, &palette.ground);
        }
    });
}

fn dot(context: &CanvasRenderingContext2d, x: f64, y: f64, colour: &RGBColor, ground: &RGBColor) {
    for (radius, colour) in [(5.5, ground), (4.0, colour)] {
        fill_with(context, colour);
        context.begin_path();
        // A radius above zero is never refused.
        let _ = context.arc(x, y, radius, 0.0, TAU);
        context.fill();
    }
}

fn fill_with(context: &CanvasRenderingContext2d, RGBColor(red, green, blue): &RGBColor) {
    context.set_fill_style_str(&format!("rgb({red},{green},{blue})"));
}
