//! What lies over the picture of a time chart: where the replay is, where the reader points, what is being dragged over. A
//! frame of the replay draws nothing: the line that follows it is an element, which the browser moves as it is.

use super::Chart;
use crate::{
    charts::{
        canvas::{Size, fill_with, prepare},
        palette::{Palette, SERIES},
        plot::Plot,
    },
    content::erase,
    figures::numbers::pixels,
};
use leptos::prelude::*;
use plotters::style::RGBColor;
use std::f64::consts::TAU;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The line of the replay, as high as the frame of the lines; hidden while the replay is elsewhere.
pub fn moment_line(chart: Chart) -> AnyView {
    let frame = Memo::new(move |_| chart.plot());
    let place = Memo::new(move |_| {
        let plot = frame.get()?;
        let moment = chart.moment.get();
        (plot.view.first..=plot.view.last).contains(&moment).then(|| pixels(plot.x(moment)))
    });
    let edge = move |edge: fn(&Plot) -> f64| frame.get().map_or_else(String::new, |plot| pixels(edge(&plot)));
    erase(view! {
        <div
            class="chart-moment"
            hidden=move || place.get().is_none()
            style:translate=move || place.get().unwrap_or_default()
            style:inset-block-start=move || edge(Plot::top)
            style:block-size=move || edge(|plot| plot.bottom() - plot.top())
            aria-hidden="true"
        ></div>
    })
}

pub fn draw(chart: Chart, canvas: &HtmlCanvasElement, size: Size, plot: &Plot, palette: &Palette) {
    let Some(context) = prepare(canvas, size) else {
        return;
    };
    if let Some((from, to)) = chart.drag.get() {
        drag(&context, plot, palette, from, to);
    }
    if let Some(cursor) = chart.cursor.get() {
        upright(&context, plot, plot.x(cursor), &palette.faint);
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
        upright(context, plot, x, &palette.accent);
    }
}

fn upright(context: &CanvasRenderingContext2d, plot: &Plot, x: f64, colour: &RGBColor) {
    fill_with(context, colour);
    context.fill_rect((x - 0.5).round(), plot.top(), 1.0, plot.bottom() - plot.top());
}

/// A dot on each line where the reader points.
fn dots(context: &CanvasRenderingContext2d, chart: Chart, plot: &Plot, palette: &Palette, cursor: i64) {
    chart.data.with_untracked(|data| {
        for (index, line) in data.lines.iter().enumerate() {
            if let Some(value) = line.value_at(cursor) {
                dot(context, plot.x(cursor), plot.y(value), &palette.series[index % SERIES], &palette.ground);
            }
        }
        if let Some(value) = data.aggregate.value_at(cursor) {
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
