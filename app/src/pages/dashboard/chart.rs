//! Scores over time as a card: those of the whole, or of one service or asset.

use crate::{
    charts::{AVAILABILITY_BANDS, RESILIENCE_BANDS, Threshold, TimeChart, TimeChartData},
    content::erase,
    figures::Zone,
    replay::Replay,
    texts::texts,
};
use leptos::prelude::*;
use model::AnalysisKind;
use std::sync::Arc;

/// The chart with its heading. Pressed, it takes the clock to that moment.
pub fn chart_card(
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
