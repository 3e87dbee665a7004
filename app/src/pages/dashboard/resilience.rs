//! The dashboard of a report of resilience: how the assets stand, what would be lost now, every hour of the week, and the
//! details of one of them.

mod card;
mod detail;
mod facts;
mod heat;
mod rules;
mod summary;

use super::{
    board::{self, DashParts},
    browse::{SCORE, WORST},
    subjects::Heading,
};
use crate::{
    content::erase,
    figures::Zone,
    film::ResilienceFilm,
    texts::{Texts, texts},
};
use leptos::prelude::*;
use model::ReportHead;
use scoring::replay::ResilienceReplay;
use std::sync::Arc;
use summary::Summary;

pub type Board = board::Board<ResilienceReplay>;

const AGE: &str = "age";
const SUCCESS: &str = "success";
const TARGET: &str = "target";
const WEIGHT: &str = "weight";

/// Where no backup ever succeeded, all work is lost; it ranks above every age.
const NEVER: f64 = 1e6;

#[component]
pub fn ResilienceDashboard(film: ResilienceFilm, zone: Zone, before: Option<ReportHead>) -> impl IntoView {
    let texts = texts();
    let headings = headings(texts);
    let board = Board::new(film, zone, &headings);
    let chart = board.chart_of_whole(texts.resilience, Board::line);
    board.dash(DashParts {
        class: "dash dash-resilience",
        whole: texts.resilience,
        subjects: texts.dash_assets,
        summary: erase(view! { <Summary board since=board.since(before) /> }),
        pictures: erase((board.rules(), board.heat_map(), chart)),
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
        Heading { label: texts.dash_age, name: Some(AGE), class: "numeric wordy-cell" },
        Heading { label: texts.dash_target, name: Some(TARGET), class: "numeric tried-cell" },
        Heading { label: texts.dash_success, name: Some(SUCCESS), class: "numeric phrase-cell" },
        Heading { label: texts.dash_weight, name: Some(WEIGHT), class: "numeric tried-cell" },
        Heading { label: texts.dash_in_chart, name: None, class: "row-actions" },
    ]
    .into()
}

impl Board {
    fn figure(self, index: usize, column: &str) -> Option<f64> {
        let state = self.film.state(index).get()?;
        let figures = self.film.figures.with(|figures| figures.assets[index]);
        let age = state.facts.actual_rpo_hours.unwrap_or(NEVER);
        match column {
            AGE => Some(age),
            SUCCESS => state.facts.success_rate,
            TARGET => Some(figures.target_rpo.hours()),
            WEIGHT => Some(figures.weight.get().into()),
            // Among those at the same score, whoever would lose most is worst.
            WORST => Some(state.score - 0.000_000_001 * age),
            _ => Some(state.score),
        }
    }
}
