//! The picture of a time chart: bands of status, the axes, the lines as steps, and their names. Drawn with plotters, in
//! the pixels of the screen.

use super::{Chart, Threshold, TimeChartData};
use crate::{
    charts::{
        StepLine,
        axis::TimeAxis,
        canvas::{Size, fill_with, prepare},
        palette::{Palette, SERIES},
        plot::{Plot, spread},
    },
    figures::numbers::whole,
    replay::Bounds,
};
use leptos::prelude::*;
use plotters::{
    coord::{Shift, cartesian::Cartesian2d, types::RangedCoordf64},
    drawing::{DrawingArea, IntoDrawingArea},
    element::{PathElement, Rectangle},
    style::{Color, RGBAColor, RGBColor, ShapeStyle},
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, js_sys::Array};

/// How strongly a band is coloured: enough to be seen, too little to be taken for a line.
const BAND_STRENGTH: f64 = 0.09;
const FONT_SIZE: f64 = 12.0;
/// A narrower gap does not say what it is.
const NO_DATA_ROOM: f64 = 72.0;
const NAMES_APART: f64 = 16.0;
/// How the lines of a chart are dashed where their names are not at their ends.
pub const DASHES: [&[f64]; SERIES] = [&[], &[7.0, 3.0], &[2.0, 2.5], &[9.0, 3.0, 2.0, 3.0], &[4.0, 4.0]];

/// Plotters in the pixels of the screen, and the frame of the lines in moments and values.
struct Painter<'chart> {
    all: DrawingArea<CanvasBackend, Shift>,
    frame: DrawingArea<CanvasBackend, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    context: CanvasRenderingContext2d,
    plot: &'chart Plot,
    palette: &'chart Palette,
    density: f64,
}

/// A canvas that refuses stays empty; the chart is there as text too.
pub fn draw(chart: Chart, canvas: &HtmlCanvasElement, size: Size, plot: &Plot, palette: &Palette) {
    let Some(painter) = Painter::new(canvas, size, plot, palette) else {
        return;
    };
    let width = plot.inner_width();
    let axis = chart.zone.with_value(|zone| TimeAxis::new(chart.texts, zone, plot.view, width));
    chart.data.with(|data| {
        painter.bands(chart);
        painter.gaps(&data.aggregate, chart.texts.chart_no_data);
        painter.time_axis(&axis);
        painter.values(chart);
        if let Some(threshold) = chart.threshold {
            painter.threshold(threshold);
        }
        for (index, line) in data.lines.iter().enumerate() {
            let index = index % SERIES;
            painter.line(line, &palette.series[index], 1.5, dashes_of(index, plot));
        }
        painter.line(&data.aggregate, &palette.text, 2.5, &[]);
        if plot.has_names {
            painter.names(data);
        }
    });
}

impl<'chart> Painter<'chart> {
    fn new(canvas: &HtmlCanvasElement, size: Size, plot: &'chart Plot, palette: &'chart Palette) -> Option<Self> {
        let context = prepare(canvas, size)?;
        // Plotters counts in the pixels of the canvas.
        context.reset_transform().ok()?;
        context.set_line_join("round");
        let density = size.density;
        context.set_font(&format!("{}px Inter, system-ui, sans-serif", FONT_SIZE * density));
        context.set_text_baseline("top");
        let all = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
        let pixels = |length: f64| i32::try_from(whole(length * density)).unwrap_or_default();
        let across = pixels(plot.left())..pixels(plot.right());
        // Values grow upwards.
        let upwards = pixels(plot.bottom())..pixels(plot.top());
        let time = plot.view.first as f64..plot.view.last.max(plot.view.first + 1) as f64;
        let frame = all.clone().apply_coord_spec(Cartesian2d::new(time, 0.0..1.0, (across, upwards)));
        Some(Self { all, frame, context, plot, palette, density })
    }

    fn bands(&self, chart: Chart) {
        for band in chart.bands {
            let colour = self.palette.status(band.status).mix(BAND_STRENGTH);
            self.block(self.plot.view, band.from, band.to, colour);
        }
    }

    /// Those of the line that the chart is about; other lines just end.
    fn gaps(&self, line: &StepLine, no_data: &str) {
        for gap in line.gaps.iter() {
            let first = gap.first.max(self.plot.view.first);
            let last = gap.last.min(self.plot.view.last);
            if first < last {
                self.block(Bounds { first, last }, 0.0, 1.0, self.palette.ground.mix(1.0));
                self.block(Bounds { first, last }, 0.0, 1.0, self.palette.line.mix(0.6));
                let (left, right) = (self.plot.x(first), self.plot.x(last));
                if right - left > NO_DATA_ROOM {
                    let middle = (left + right) / 2.0;
                    self.words(no_data, middle, self.plot.top() + 8.0, "center", &self.palette.faint);
                }
            }
        }
    }

    fn time_axis(&self, axis: &TimeAxis) {
        let bottom = self.plot.bottom();
        for tick in &axis.hours {
            self.rule(self.plot.x(tick.at), self.plot.top(), bottom, &self.palette.line);
            self.words(&tick.words, self.plot.x(tick.at), bottom + 6.0, "center", &self.palette.faint);
        }
        let row = if axis.hours.is_empty() { bottom + 6.0 } else { bottom + 23.0 };
        for (index, tick) in axis.days.iter().enumerate() {
            let x = self.plot.x(tick.at.max(self.plot.view.first));
            if tick.at >= self.plot.view.first {
                self.rule(x, self.plot.top(), row + 12.0, &self.palette.edge);
            }
            let next = axis.days.get(index + 1).map_or(self.plot.right(), |next| self.plot.x(next.at));
            if next - x >= axis.day_room {
                self.words(&tick.words, x + 6.0, row, "left", &self.palette.muted);
            }
        }
    }

    fn values(&self, chart: Chart) {
        let edges = chart.bands.iter().map(|band| band.from).chain([1.0]);
        for value in edges {
            let y = self.plot.y(value);
            self.level(y, self.plot.left(), self.plot.right(), &self.palette.line);
            let words = format!("{}%", whole(value * 100.0));
            self.words(&words, self.plot.left() - 8.0, y - FONT_SIZE / 2.0 - 1.0, "right", &self.palette.faint);
        }
    }

    fn threshold(&self, Threshold { value, name }: Threshold) {
        let y = self.plot.y(value);
        let mut x = self.plot.left();
        while x < self.plot.right() {
            self.level(y, x, (x + 4.0).min(self.plot.right()), &self.palette.muted);
            x += 8.0;
        }
        self.words(name, self.plot.left() + 8.0, y + 4.0, "left", &self.palette.muted);
    }

    fn line(&self, line: &StepLine, colour: &RGBColor, width: f64, dashes: &[f64]) {
        let columns = u32::try_from(whole(self.plot.inner_width() * self.density)).unwrap_or(1);
        let style = ShapeStyle { color: colour.mix(1.0), filled: false, stroke_width: self.stroke(width) };
        self.dash(dashes);
        for corners in line.corners(self.plot.view, columns) {
            let corners = corners.into_iter().map(|(at, value)| (at as f64, value));
            let _ = self.frame.draw(&PathElement::new(corners.collect::<Vec<_>>(), style));
        }
        self.dash(&[]);
    }

    /// The names of the lines where these end, in the order in which they end.
    fn names(&self, data: &TimeChartData) {
        let aggregate = std::iter::once((&data.aggregate, self.palette.text));
        let lines = data.lines.iter().enumerate().map(|(index, line)| (line, self.palette.series[index % SERIES]));
        let mut ends: Vec<_> = aggregate
            .chain(lines)
            .filter_map(|(line, colour)| Some((self.plot.y(line.value_at(self.plot.view.last)?), line, colour)))
            .collect();
        ends.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut places: Vec<_> = ends.iter().map(|(y, ..)| *y).collect();
        spread(&mut places, NAMES_APART, self.plot.top(), self.plot.bottom());
        // The names are text and stay in its colour; what they name is beside them.
        let left = self.plot.right() + 8.0;
        for ((_, line, colour), place) in ends.iter().zip(places) {
            let is_aggregate = line.name == data.aggregate.name;
            let (words, ink) =
                (shortened(&line.name), if is_aggregate { self.palette.text } else { self.palette.muted });
            self.level(place - 1.0, left, left + 10.0, colour);
            self.level(place, left, left + 10.0, colour);
            self.words(&words, left + 16.0, place - FONT_SIZE / 2.0 - 1.0, "left", &ink);
        }
    }

    fn block(&self, time: Bounds, from: f64, to: f64, colour: RGBAColor) {
        let corners = [(time.first as f64, to), (time.last as f64, from)];
        let _ = self.frame.draw(&Rectangle::new(corners, colour.filled()));
    }

    /// A hairline is a block one pixel wide, because a line would lie on the edge between two.
    fn rule(&self, x: f64, top: f64, bottom: f64, colour: &RGBColor) {
        let (x, width) = (self.pixels(x), self.pixels(1.0).max(1));
        let corners = [(x, self.pixels(top)), (x + width, self.pixels(bottom))];
        let _ = self.all.draw(&Rectangle::new(corners, colour.filled()));
    }

    fn level(&self, y: f64, left: f64, right: f64, colour: &RGBColor) {
        let (y, height) = (self.pixels(y), self.pixels(1.0).max(1));
        let corners = [(self.pixels(left), y), (self.pixels(right), y + height)];
        let _ = self.all.draw(&Rectangle::new(corners, colour.filled()));
    }

    /// With the font of the canvas, which was set once: plotters would have the browser read it for every word.
    fn words(&self, words: &str, x: f64, y: f64, align: &str, colour: &RGBColor) {
        fill_with(&self.context, colour);
        self.context.set_text_align(align);
        let _ = self.context.fill_text(words, self.pixels(x).into(), self.pixels(y).into());
    }

    fn dash(&self, dashes: &[f64]) {
        let lengths: Array = dashes.iter().map(|length| JsValue::from_f64(length * self.density)).collect();
        let _ = self.context.set_line_dash(&lengths);
    }

    fn stroke(&self, width: f64) -> u32 {
        u32::try_from(self.pixels(width)).unwrap_or_default().max(1)
    }

    fn pixels(&self, length: f64) -> i32 {
        i32::try_from(whole(length * self.density)).unwrap_or_default()
    }
}

/// Lines that end in their names need no dashes to be told apart.
pub fn dashes_of(index: usize, plot: &Plot) -> &'static [f64] {
    if plot.has_names { &[] } else { DASHES[index % SERIES] }
}

/// A name that has room beside the chart.
fn shortened(name: &str) -> String {
    const MOST: usize = 18;
    if name.chars().count() <= MOST { name.into() } else { name.chars().take(MOST - 1).chain(['…']).collect() }
}
