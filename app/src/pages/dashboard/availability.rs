//! The dashboard of a report of availability: verdict, chart, services, and the details of one of them.

mod card;
mod chart;
mod detail;
mod facts;
mod summary;

use super::{
    browse::{Browse, Ranking, SCORE, Subject, WORST},
    notes::{Notes, Recheck, moment_on_paper},
    panel::{SidePanel, SidePanelProps},
    since::SinceLast,
    subjects::{Heading, Show, ShowCells, Subjects, SubjectsProps},
    tools::{Tools, ToolsProps},
    trial::{TrialBar, TrialBarProps},
    whole_score::why_whole,
};
use crate::{
    analyses,
    content::erase,
    figures::{Numbers, Zone, numbers},
    film::AvailabilityFilm,
    replay::ReplayBar,
    sight::watch_sight,
    texts::{Texts, texts},
};
use leptos::prelude::*;
use model::ReportHead;
use std::sync::Arc;
use summary::Summary;

/// What every part of this dashboard works with. Copies see the same.
#[derive(Clone, Copy)]
pub struct Board {
    film: AvailabilityFilm,
    browse: Browse,
    zone: StoredValue<Zone>,
    texts: &'static Texts,
    numbers: Numbers,
}

const LEFT: &str = "left";
const FAILURES: &str = "failures";
const BUDGET: &str = "budget";
const WEIGHT: &str = "weight";

#[component]
pub fn AvailabilityDashboard(film: AvailabilityFilm, zone: Zone, before: Option<ReportHead>) -> impl IntoView {
    let texts = texts();
    let subjects = film.with_services(|services| {
        let subject =
            |service: &model::ServiceReport| Subject { id: service.service_id.to_string(), name: service.name.clone() };
        services.iter().map(subject).collect()
    });
    let browse = Browse::new(subjects, &[SCORE, LEFT, FAILURES, BUDGET, WEIGHT]);
    let board = Board { film, browse, zone: StoredValue::new(zone.clone()), texts, numbers: numbers() };
    let list_section = NodeRef::new();
    browse.rest_unseen(film.clock, watch_sight(list_section));
    let order = browse.order(film.clock, board.ranking());
    let headings = board.headings();
    let card: Show = Arc::new(move |index| board.card(index));
    let cells: ShowCells = Arc::new(move |which| board.cells(which));
    let detail: Show = Arc::new(move |index| board.detail(index));
    let explain = Arc::new(move || why_whole(browse, film.why(), board.numbers));
    let whole = (texts.dash_health, explain as Arc<dyn Fn() -> AnyView + Send + Sync>);
    let report = film.report.get_value();
    let list =
        Subjects(SubjectsProps { label: texts.dash_services, browse, order, card, headings: headings.clone(), cells });
    let on_save = Callback::new(move |()| board.save(&order.all.get_untracked()));
    let tools = Tools(ToolsProps { title: texts.dash_services, browse, order: order.all, headings, on_save });
    let since = erase(view! { <SinceLast head=report.head.clone() before /> });
    erase(view! {
        <div
            class="dash"
            class:dash-trial=move || film.trial.is_open.get()
            class:dash-playing=film.clock.is_playing()
        >
            {moment_on_paper(film.clock, zone.clone())}
            <Notes report=report.clone() missing=browse.missing() />
            <Summary board since />
            {TrialBar(TrialBarProps { trial: film.trial, difference: film.difference() })}
            {board.chart()}
            <section
                node_ref=list_section
                class="dash-subjects"
                aria-label=texts.dash_services
                on:focusout=move |_| browse.note_focus_left()
            >
                {tools}
                {list}
            </section>
            <Recheck report zone=zone.clone() />
        </div>
        {SidePanel(SidePanelProps { browse, show: detail, whole })}
        <ReplayBar
            replay=film.clock
            zone
            bins=film.bins()
            marks=film.marks()
            state=board.spoken()
            what_if=film.trial.is_open
        />
    })
}

impl Board {
    fn headings(self) -> Arc<[Heading]> {
        let texts = self.texts;
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

    fn ranking(self) -> Ranking {
        let film = self.film;
        Ranking {
            status: Box::new(move |index| analyses::availability(film.state(index).get().status)),
            figure: Box::new(move |index, column| self.figure(index, column)),
            track: Box::new(move || {
                film.track_states();
                film.figures.track();
            }),
        }
    }

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

    /// For whoever cannot see the page.
    fn spoken(self) -> Signal<String> {
        let whole = self.film.whole();
        Signal::derive(move || {
            let score = whole.get().score;
            score
                .map_or_else(String::new, |score| format!("{} {}", self.texts.dash_health, self.numbers.percent(score)))
        })
    }
}
