//! The week hour by hour: a heat map of all assets, and the line of one of them.

use super::Board;
use crate::{
    analyses::LEVELS,
    charts::{HeatCell, HeatCells, HeatMap, HeatRow, StepLine},
    content::erase,
    figures::{calendar::HOUR, numbers::whole},
    film::Played,
};
use leptos::prelude::*;
use model::Timestamp;
use scoring::{figures::ResilienceFigures, replay::ResilienceReplay, steps::StepPoint};
use std::sync::Arc;

impl Board {
    pub fn heat_map(self) -> AnyView {
        let film = self.film;
        let clock = film.clock;
        let cells = Memo::new(move |_| Arc::new(self.heat_cells(&film.pictured.get())));
        erase(view! {
            <section class="card dash-chart">
                <h2 class="card-title">{self.texts.heat_title}</h2>
                <HeatMap
                    label=self.texts.heat_title
                    cells
                    statuses=&LEVELS
                    zone=self.zone.get_value()
                    moment=clock.moment()
                    on_seek=move |moment| clock.seek(moment)
                />
            </section>
        })
    }

    /// The rows with the worst over the whole week on top.
    fn heat_cells(self, figures: &ResilienceFigures) -> HeatCells {
        self.film.with_replay(|replay| {
            let ends: Arc<[i64]> = replay.steps().iter().map(Timestamp::timestamp_millis).collect();
            let cell = |index, step| {
                let state = replay.asset_at(index, step, figures);
                HeatCell { status: ResilienceReplay::status(state), score: ResilienceReplay::score(state) }
            };
            let mut rows: Vec<HeatRow> = (0..replay.assets().len())
                .map(|index| HeatRow {
                    name: self.browse.name(index).into(),
                    cells: (0..ends.len()).map(|step| cell(index, step)).collect(),
                })
                .collect();
            rows.sort_by_cached_key(|row| {
                let scores: Vec<f64> = row.cells.iter().filter_map(|cell| cell.score).collect();
                whole(scores.iter().sum::<f64>() / scores.len().max(1) as f64 * 1e6)
            });
            HeatCells { first: ends.first().map_or(0, |end| end - HOUR), ends, rows: rows.into() }
        })
    }

    /// One asset over the week.
    pub fn line(self, index: usize, figures: &ResilienceFigures) -> StepLine {
        let points: Vec<StepPoint> = self.film.with_replay(|replay| {
            let steps = replay.steps().iter().enumerate();
            let point = |(step, at): (usize, &Timestamp)| {
                let value = replay.asset_at(index, step, figures)?.score;
                Some(StepPoint { at: at.timestamp_millis(), value })
            };
            steps.filter_map(point).collect()
        });
        StepLine::new(self.browse.name(index), points)
    }
}
