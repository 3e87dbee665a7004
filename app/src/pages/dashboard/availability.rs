//! The dashboard of a report of availability: verdict, chart, services, and the details of one of them.

mod card;
mod detail;
mod facts;
mod line;
mod summary;

use super::{
    board::{self, DashParts},
    browse::{SCORE, WORST},
    subjects::Heading,
};
use crate::{
    content::erase,
    figures::Zone,
    film::AvailabilityFilm,
    texts::{Texts, texts},
};
use leptos::prelude::*;
use model::ReportHead;
use scoring::replay::AvailabilityReplay;
use std::sync::Arc;
use summary::Summary;

pub type Board = board::Board<AvailabilityReplay>;

const LEFT: &str = "left";
const FAILURES: &str = "failures";
const BUDGET: &str = "budget";
const WEIGHT: &str = "weight";

#[component]
pub fn AvailabilityDashboard(film: AvailabilityFilm, zone: Zone, before: Option<ReportHead>) -> impl IntoView {
    let texts = texts();
    let headings = headings(texts);
    let board = Board::new(film, zone, &headings);
    board.dash(DashParts {
        class: "dash",
        whole: texts.dash_health,
        subjects: texts.dash_services,
        summary: erase(view! { <Summary board since=board.since(before) /> }),
        pictures: board.chart_of_whole(texts.dash_health, Board::line),
        headings,
        figure: Box::new(move |index, column| board.figure(index, column)),
        card: Arc::new(move |index| board.card(index)),
        cells: Arc::new(move |which| board.cells(which)),
        detail: Arc::new(move |index| board.detail(index)),
        save: Callback::new(move |order: Arc<[usize]>| board.save(&order)),
    })
}

fn headings(texts: &'static Texts) -> Arc<[Heading]> {
    [
        Heading { label: texts.dash_score, name: Some(SCORE), class: "numeric score-cell" },
        Heading { label: texts.dash_status, name: None, class: "status-cell" },
        Heading { label: texts.dash_left, name: Some(LEFT), class: "numeric wordy-cell" },
        Heading { label: texts.dash_failures, name: Some(FAILURES), class: "numeric" },
        Heading { label: texts.dash_budget, name: Some(BUDGET), class: "numeric tried-cell" },
        Heading { label: texts.dash_weight, name: Some(WEIGHT), class: "numeric tried-cell" },
        Heading { label: texts.dash_burn, name: None, class: "burn-cell" },
        Heading { label: texts.dash_in_chart, name: None, class: "row-actions" },
    ]
    .into()
}

impl Board {
    fn figure(self, index: usize, column: &str) -> Option<f64> {
        let state = self.film.state(index).get();
        let figures = self.film.figures.with(|figures| figures.services[index]);
        match column {
            LEFT => state.budget_left,
            FAILURES => state.score.map(|_| f64::from(state.failures)),
            BUDGET => Some(figures.error_budget.get().into()),
            WEIGHT => Some(figures.weight.get().into()),
            // Among those at nothing, whoever overspent most is worst.
            WORST => Some(state.score? + 0.000_001 * state.budget_left.unwrap_or_default()),
            _ => state.score,
        }
    }
}
