//! The aggregate over time with the services that somebody chose beside it.

use super::Board;
use crate::{
    charts::{AVAILABILITY_BANDS, StepLine, StepPoint, Threshold, TimeChart, TimeChartData},
    content::erase,
};
use leptos::prelude::*;
use scoring::figures::AvailabilityFigures;
use std::sync::Arc;

impl Board {
    pub fn chart(self) -> AnyView {
        let (film, texts) = (self.film, self.texts);
        let data = Memo::new(move |_| {
            let figures = film.figures.get();
            let lines = self.browse.lines.get();
            let bounds = film.clock.bounds();
            let points = film.with_replay(|replay| replay.aggregate(&figures));
            let points = points.iter().map(|point| StepPoint { at: point.at.timestamp_millis(), value: point.score });
            let aggregate = StepLine { name: texts.dash_health.into(), points: points.collect() };
            let lines = lines.into_iter().map(|index| self.line(index, &figures)).collect();
            Arc::new(TimeChartData { bounds, aggregate, lines, gaps: Vec::new() })
        });
        self.chart_of(texts.dash_over_time.into(), data.into())
    }

    /// One service over time.
    pub fn chart_of_service(self, index: usize) -> AnyView {
        let film = self.film;
        let data = Memo::new(move |_| {
            let figures = film.figures.get();
            let aggregate = self.line(index, &figures);
            Arc::new(TimeChartData { bounds: film.clock.bounds(), aggregate, lines: Vec::new(), gaps: Vec::new() })
        });
        self.chart_of(self.browse.name(index), data.into())
    }

    fn chart_of(self, label: String, data: Signal<Arc<TimeChartData>>) -> AnyView {
        let clock = self.film.clock;
        let heading = label.clone();
        erase(view! {
            <section class="card dash-chart">
                <h2 class="card-title">
                    <bdi>{heading}</bdi>
                </h2>
                <TimeChart
                    label
                    data
                    bands=AVAILABILITY_BANDS
                    threshold=Threshold { value: 0.5, name: self.texts.dash_budget_used }
                    zone=self.zone.get_value()
                    moment=clock.moment()
                    on_seek=move |moment| clock.seek(moment)
                />
            </section>
        })
    }

    pub fn line(self, index: usize, figures: &AvailabilityFigures) -> StepLine {
        let film = self.film;
        let first = StepPoint { at: film.clock.bounds().first, value: 1.0 };
        let points = film.with_replay(|replay| {
            let service = &replay.services()[index];
            let point = |at: model::Timestamp| {
                let value = replay.service_at(index, figures, at).score?;
                Some(StepPoint { at: at.timestamp_millis(), value })
            };
            let scored = service.points.iter().filter_map(|point_of| point(point_of.timestamp));
            let start = service.final_score.map(|_| first);
            start.into_iter().chain(scored).collect()
        });
        StepLine { name: self.browse.name(index).into(), points }
    }
}
