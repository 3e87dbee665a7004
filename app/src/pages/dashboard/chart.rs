//! Scores over time as a card: those of the whole, or of one service or asset.

use super::board::Board;
use crate::{
    charts::{AVAILABILITY_BANDS, RESILIENCE_BANDS, StepLine, Threshold, TimeChart, TimeChartData},
    content::erase,
    figures::Zone,
    film::Played,
    replay::Replay,
    texts::texts,
};
use leptos::prelude::*;
use model::AnalysisKind;
use std::sync::Arc;

/// Draws the line of a service or an asset, scored with these figures.
type Line<R> = fn(Board<R>, usize, &<R as Played>::Figures) -> StepLine;

impl<R: Played> Board<R> {
    /// The aggregate over time, with those that somebody chose beside it.
    pub fn chart_of_whole(self, name: &'static str, line: Line<R>) -> AnyView {
        let film = self.film;
        let data = Memo::new(move |_| {
            let figures = film.pictured.get();
            let lines = self.browse.lines.get();
            let aggregate = StepLine::new(name, film.aggregate.get());
            let lines = lines.into_iter().map(|index| line(self, index, &figures)).collect();
            Arc::new(TimeChartData { bounds: film.clock.bounds(), aggregate, lines })
        });
        chart_card(R::KIND, self.texts.dash_over_time.into(), data.into(), self.zone, film.clock)
    }

    /// One service or asset over time.
    pub fn chart_of_subject(self, index: usize, line: Line<R>) -> AnyView {
        let film = self.film;
        let data = Memo::new(move |_| {
            let aggregate = line(self, index, &film.pictured.get());
            Arc::new(TimeChartData { bounds: film.clock.bounds(), aggregate, lines: Vec::new() })
        });
        chart_card(R::KIND, self.browse.name(index), data.into(), self.zone, film.clock)
    }
}

/// The chart with its heading. Pressed, it takes the clock to that moment.
fn chart_card(
    kind: AnalysisKind,
    label: String,
    data: Signal<Arc<TimeChartData>>,
    zone: StoredValue<Zone>,
    clock: Replay,
) -> AnyView {
    let (bands, threshold) = match kind {
        AnalysisKind::Availability => {
            (AVAILABILITY_BANDS, Some(Threshold { value: 0.5, name: texts().dash_budget_used }))
        }
        AnalysisKind::Resilience => (RESILIENCE_BANDS, None),
    };
    let heading = label.clone();
    erase(view! {
        <section class="card dash-chart">
            <h2 class="card-title">
                <bdi>{heading}</bdi>
            </h2>
            <TimeChart
                label
                data
                bands
                threshold
                zone=zone.get_value()
                moment=clock.moment()
                on_seek=move |moment| clock.seek(moment)
            />
        </section>
    })
}
