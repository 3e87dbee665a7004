//! The charts, following the replay at the bottom of the page.

use super::sample_day::{BOUNDS, Dice, SampleDay};
use crate::{
    charts::{
        AVAILABILITY_BANDS, HeatCell, HeatCells, HeatMap, HeatRow, RESILIENCE_BANDS, StepLine, Threshold, TimeChart,
        TimeChartData,
    },
    components::{Card, Status},
    content::erase,
    figures::{
        Zone,
        calendar::{HOUR, MINUTE},
    },
    replay::{Bounds, Replay},
};
use leptos::prelude::*;
use scoring::steps::StepPoint;
use std::sync::Arc;

const LEVELS: [Status; 5] = [Status::Severe, Status::Critical, Status::Acceptable, Status::Good, Status::Excellent];
const WEEK: i64 = 168;
const ASSETS: u64 = 60;

#[component]
pub fn ChartSamples(day: StoredValue<Arc<SampleDay>>, replay: Replay) -> impl IntoView {
    let zone = StoredValue::new(Zone::find("Europe/Rome", BOUNDS.first - WEEK * HOUR, BOUNDS.last));
    let data = Signal::stored(Arc::new(day.with_value(|day| day_chart(day))));
    let week = week();
    let week_chart = Signal::stored(Arc::new(week_chart(&week)));
    let cells = Signal::stored(Arc::new(week));
    erase(view! {
        <Card title="Chart of time, a day">
            <TimeChart
                label="Health score over the day"
                data
                bands=AVAILABILITY_BANDS
                threshold=Some(Threshold {
                    value: 0.5,
                    name: "Budget used up",
                })
                zone=zone.get_value()
                moment=replay.moment()
                on_seek=move |moment| replay.seek(moment)
            />
        </Card>
        <Card title="Heat map, a week">
            <HeatMap
                label="Resilience by asset and hour"
                cells
                statuses=&LEVELS
                zone=zone.get_value()
                moment=replay.moment()
                on_seek=move |moment| replay.seek(moment)
            />
        </Card>
        <Card title="Chart of time, a week">
            <TimeChart
                label="Resilience over the week"
                data=week_chart
                bands=RESILIENCE_BANDS
                zone=zone.get_value()
                moment=replay.moment()
                on_seek=move |moment| replay.seek(moment)
            />
        </Card>
    })
}

fn day_chart(day: &SampleDay) -> TimeChartData {
    let moments = || std::iter::once(BOUNDS.first).chain(day.events.iter().copied());
    let aggregate: Vec<_> = moments().map(|at| StepPoint { at, value: day.score(at) }).collect();
    let lines = day.services.iter().filter(|service| service.failures.is_some()).map(|service| {
        let points = moments().filter_map(|at| Some(StepPoint { at, value: service.score(at)? }));
        StepLine::new(service.name, points.collect::<Vec<_>>())
    });
    let lines = lines.take(5);
    let gap = Bounds { first: BOUNDS.first + 13 * HOUR, last: BOUNDS.first + 14 * HOUR + HOUR / 4 };
    TimeChartData {
        bounds: BOUNDS,
        aggregate: StepLine { gaps: [gap].into(), ..StepLine::new("Health score", aggregate) },
        lines: lines.collect(),
    }
}

/// Backups that mostly succeed once a day, and some that do not.
fn week() -> HeatCells {
    let mut dice = Dice(7);
    let kinds = ["vm", "ct", "pve", "db", "fileserver"];
    let rows = (0..ASSETS)
        .map(|index| {
            let name = format!("{}-{}", kinds[usize::try_from(index).unwrap_or_default() % kinds.len()], 100 + index);
            HeatRow { name: name.into(), cells: row(&mut dice).into() }
        })
        .collect();
    let first = BOUNDS.last + MINUTE - WEEK * HOUR;
    HeatCells { first, ends: (1..=WEEK).map(|hour| first + hour * HOUR).collect(), rows }
}

fn row(dice: &mut Dice) -> Vec<HeatCell> {
    let (reliability, shift) = (60 + dice.throw(41), dice.throw(24));
    let (mut age, mut good, mut all) = (dice.throw(20), 0_u32, 0_u32);
    (0..168_u64)
        .map(|hour| {
            age += 1;
            if (hour + shift).is_multiple_of(24) {
                all += 1;
                if dice.throw(100) < reliability {
                    good += 1;
                    age = 1;
                }
            }
            let compliance = (1.0 - age as f64 / 40.0).max(0.0);
            let rate = if all == 0 { compliance } else { f64::from(good) / f64::from(all) };
            let score = 0.6 * compliance + 0.4 * rate;
            HeatCell { status: level_of(score), score: Some(score) }
        })
        .collect()
}

fn level_of(score: f64) -> Status {
    let above = |band: &&crate::charts::Band| score >= band.from;
    RESILIENCE_BANDS.iter().rev().find(above).map_or(Status::Severe, |band| band.status)
}

fn week_chart(week: &HeatCells) -> TimeChartData {
    let point = |(column, at): (usize, &i64)| {
        let scores = week.rows.iter().filter_map(|row| row.cells[column].score);
        StepPoint { at: *at, value: scores.sum::<f64>() / week.rows.len() as f64 }
    };
    TimeChartData {
        bounds: Bounds { first: week.ends[0], last: week.ends[week.ends.len() - 1] },
        aggregate: StepLine::new("Resilience", week.ends.iter().enumerate().map(point).collect::<Vec<_>>()),
        lines: Vec::new(),
    }
}
