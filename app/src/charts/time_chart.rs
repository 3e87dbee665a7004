//! The aggregate and chosen lines over time, on a canvas, with a cursor of its own and one that follows the replay. The
//! picture is drawn when its data, size, view or colours change; a frame of the replay moves a line over it and draws nothing.

mod drawing;
mod hands;
mod overlay;
mod words;

use super::{
    StepLine,
    canvas::{Size, watch_size},
    palette::{Palette, watch_palette},
    plot::Plot,
};
use crate::{
    components::{Glyph, IconButton, Status},
    content::{changing, erase},
    effects::in_browser,
    figures::{Numbers, Zone, numbers},
    replay::Bounds,
    texts::{Texts, texts},
};
use leptos::{html, prelude::*};
use std::sync::Arc;
use words::{AsTable, AsTableProps, Legend, LegendProps, Tooltip, TooltipProps, summary};

/// What a chart shows. Values are scores from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeChartData {
    pub bounds: Bounds,
    pub aggregate: StepLine,
    /// A few chosen lines. More than five have to share colours.
    pub lines: Vec<StepLine>,
}

/// Values of one status, from the first up to the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub from: f64,
    pub to: f64,
    pub status: Status,
}

pub const AVAILABILITY_BANDS: &[Band] = &[
    Band { from: 0.0, to: 0.5, status: Status::Critical },
    Band { from: 0.5, to: 0.8, status: Status::Warning },
    Band { from: 0.8, to: 1.0, status: Status::Good },
];

pub const RESILIENCE_BANDS: &[Band] = &[
    Band { from: 0.0, to: 0.4, status: Status::Severe },
    Band { from: 0.4, to: 0.6, status: Status::Critical },
    Band { from: 0.6, to: 0.75, status: Status::Acceptable },
    Band { from: 0.75, to: 0.9, status: Status::Good },
    Band { from: 0.9, to: 1.0, status: Status::Excellent },
];

/// A value below which something is used up, and its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    pub value: f64,
    pub name: &'static str,
}

/// One chart on a page. Copies see the same.
#[derive(Clone, Copy)]
struct Chart {
    data: Signal<Arc<TimeChartData>>,
    bands: &'static [Band],
    threshold: Option<Threshold>,
    zone: StoredValue<Zone>,
    texts: &'static Texts,
    numbers: Numbers,
    /// Where the replay is.
    moment: Signal<i64>,
    seek: Callback<i64>,
    /// The part of the window that is shown; nothing for all of it.
    zoom: RwSignal<Option<Bounds>>,
    /// Where the reader points.
    cursor: RwSignal<Option<i64>>,
    /// Where a drag began and where it is.
    drag: RwSignal<Option<(i64, i64)>>,
    /// Whether the cursor was moved by keys; it is spoken then.
    by_keys: RwSignal<bool>,
    size: Signal<Option<Size>>,
    palette: Signal<Option<Palette>>,
}

/// The chart with its legend, and as a table when that is preferred.
#[component]
pub fn TimeChart(
    #[prop(into)] label: String,
    #[prop(into)] data: Signal<Arc<TimeChartData>>,
    bands: &'static [Band],
    #[prop(default = None)] threshold: Option<Threshold>,
    zone: Zone,
    #[prop(into)] moment: Signal<i64>,
    /// Takes the replay to a moment that was pressed.
    #[prop(into)]
    on_seek: Callback<i64>,
) -> impl IntoView {
    let texts = texts();
    let area = NodeRef::<html::Div>::new();
    let (picture, layer) = (NodeRef::<html::Canvas>::new(), NodeRef::<html::Canvas>::new());
    let chart = Chart {
        data,
        bands,
        threshold,
        zone: StoredValue::new(zone),
        texts,
        numbers: numbers(),
        moment,
        seek: on_seek,
        zoom: RwSignal::new(None),
        cursor: RwSignal::new(None),
        drag: RwSignal::new(None),
        by_keys: RwSignal::new(false),
        size: watch_size(area),
        palette: watch_palette(),
    };
    in_browser(move || chart.draw_picture(picture));
    in_browser(move || chart.draw_layer(layer));
    let is_table = RwSignal::new(false);
    let toggle_glyph = Signal::derive(move || if is_table.get() { Glyph::Chart } else { Glyph::Table });
    let toggle_label = move || if is_table.get() { texts.chart_as_chart } else { texts.chart_as_table };
    let reset = move || {
        let is_zoomed = chart.zoom.get().is_some() && !is_table.get();
        is_zoomed.then(|| {
            erase(view! {
                <IconButton glyph=Glyph::ZoomOut label=texts.chart_whole on_press=move |()| chart.zoom.set(None) />
            })
        })
    };
    let table = move || is_table.get().then(|| AsTable(AsTableProps { chart }).into_any());
    erase(view! {
        <figure class="chart time-chart" class:chart-as-table=is_table>
            <figcaption class="chart-head">
                <p class="chart-summary">{move || summary(chart)}</p>
                {changing(reset)}
                <IconButton
                    glyph=toggle_glyph
                    label=Signal::derive(toggle_label)
                    on_press=move |()| is_table.update(|is_table| *is_table = !*is_table)
                />
            </figcaption>
            <div
                node_ref=area
                class="chart-area"
                role="group"
                aria-label=label
                aria-description=texts.chart_keys
                tabindex="0"
                on:pointerdown=move |event| chart.press(&event)
                on:pointermove=move |event| chart.point(&event)
                on:pointerup=move |event| chart.release(&event)
                on:pointerleave=move |_| chart.leave()
                on:pointercancel=move |_| chart.leave()
                on:dblclick=move |_| chart.zoom.set(None)
                on:keydown=move |event| chart.press_key(&event)
                on:blur=move |_| chart.leave()
            >
                <canvas node_ref=picture aria-hidden="true"></canvas>
                // A canvas takes its share of every frame, even an empty one.
                <canvas node_ref=layer hidden=move || !chart.is_pointed_at() aria-hidden="true"></canvas>
                {overlay::moment_line(chart)}
                {Tooltip(TooltipProps { chart })}
            </div>
            {Legend(LegendProps { chart })}
            {changing(table)}
        </figure>
    })
}

impl Chart {
    /// The part of the window that is shown.
    fn view(self) -> Bounds {
        self.zoom.get().unwrap_or_else(|| self.data.with(|data| data.bounds))
    }

    /// Where things stand; nothing while the chart is not shown.
    fn plot(self) -> Option<Plot> {
        let size = self.size.get()?;
        Some(Plot::new(size.width, size.height, self.view())).filter(|plot| !plot.is_empty())
    }

    /// Whether there is anything to be drawn over the picture.
    fn is_pointed_at(self) -> bool {
        self.cursor.get().is_some() || self.drag.get().is_some()
    }

    fn draw_picture(self, canvas: NodeRef<html::Canvas>) {
        let ready = (canvas.get(), self.size.get(), self.plot(), self.palette.get());
        if let (Some(canvas), Some(size), Some(plot), Some(palette)) = ready {
            drawing::draw(self, &canvas, size, &plot, &palette);
        }
    }

    fn draw_layer(self, canvas: NodeRef<html::Canvas>) {
        let ready = (canvas.get(), self.size.get(), self.plot(), self.palette.get());
        if let (Some(canvas), Some(size), Some(plot), Some(palette)) = ready {
            overlay::draw(self, &canvas, size, &plot, &palette);
        }
    }
}
