//! The verdict in words: how many overspent, which is worst, and since when.

use super::Board;
use crate::{
    analyses,
    components::{ChangingStatusMark, Status},
    content::{changing, erase},
    figures::{Gauge, GaugeSize, StatusFilter, days::day_and_time},
    film::moment,
    pages::dashboard::{
        verdict::{Verdict, VerdictProps, tried},
        whole_score::why_button,
    },
    texts::fill,
};
use leptos::{children::ToChildren, prelude::*};
use model::{AnalysisKind, AvailabilityStatus};
use std::cmp::Ordering;

/// In the order of `AvailabilityStatus::ALL`.
const STATUSES: [Status; 4] = [Status::Good, Status::Warning, Status::Critical, Status::NoData];

/// What the words are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Findings {
    scored: usize,
    overspent: usize,
    /// The worst of those where anything failed.
    worst: Option<Worst>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Worst {
    index: usize,
    score: f64,
    budget_left: f64,
    /// When it overspent its budget.
    since: Option<i64>,
}

#[component]
pub fn Summary(board: Board, since: AnyView) -> impl IntoView {
    let Board { film, browse, texts, numbers, .. } = board;
    let whole = film.whole();
    let value = Signal::derive(move || whole.get().score);
    let status = Memo::new(move |_| {
        value.get().map_or(Status::NoData, |score| analyses::standing_at(AnalysisKind::Availability, score))
    });
    let counts = Memo::new(move |_| whole.get().counts.to_vec());
    let findings = Memo::new(move |_| board.findings());
    let without_data = Memo::new(move |_| {
        let counts = whole.get().counts.into_iter().zip(AvailabilityStatus::ALL);
        counts.filter(|(_, status)| **status == AvailabilityStatus::NoData).map(|(count, _)| count).sum::<u32>()
    });
    let line = move || {
        let findings = findings.get();
        let verdict = match (findings.scored, findings.overspent) {
            (0, _) => return texts.dash_nothing_scored.to_owned(),
            (scored, 0) => fill(texts.dash_none_overspent, &numbers.count(scored as u64)),
            (scored, overspent) => {
                fill(&fill(texts.dash_overspent, &numbers.count(overspent as u64)), &numbers.count(scored as u64))
            }
        };
        match without_data.get() {
            0 => verdict,
            unscored => verdict + &fill(texts.dash_without_data, &numbers.count(unscored.into())),
        }
    };
    let tried = tried(film.difference());
    let score = erase(view! { <Gauge label=texts.dash_health value status size=GaugeSize::Large /> });
    Verdict(VerdictProps {
        score,
        children: ToChildren::to_children(move || {
            view! {
                <p class="verdict-standing"><ChangingStatusMark status /> {why_button(browse)} {tried}</p>
                <p class="verdict-line">{line}</p>
                {worst(board, findings)}
                {since}
                <StatusFilter statuses=&STATUSES counts chosen=browse.shown />
            }
        }),
    })
}

/// The worst service as a way to its details, and the moment at which it broke as a way to that moment.
fn worst(board: Board, findings: Memo<Findings>) -> AnyView {
    let Board { film, browse, texts, numbers, zone } = board;
    let shown = Memo::new(move |_| findings.get().worst.map(|worst| (worst.index, worst.since)));
    let left = Memo::new(move |_| {
        findings.get().worst.map_or_else(String::new, |worst| {
            format!(
                "{} · {} {}",
                numbers.percent(worst.score),
                numbers.budget_left(worst.budget_left),
                texts.dash_of_budget_left
            )
        })
    });
    changing(move || {
        let Some((index, since)) = shown.get() else {
            return Some(erase(view! { <p class="verdict-worst">{texts.dash_nothing_failed}</p> }));
        };
        let since = since.map(|at| {
            let when = zone.with_value(|zone| day_and_time(texts, zone.civil(at)));
            erase(view! {
                " "
                {texts.dash_since}
                " "
                <button type="button" class="link-button" on:click=move |_| film.clock.seek(at)>
                    {when}
                </button>
            })
        });
        Some(erase(view! {
            <p class="verdict-worst">
                {texts.dash_worst} " "
                <button
                    type="button"
                    class="link-button verdict-name"
                    on:click=move |_| browse.open_subject(index)
                >
                    <bdi>{browse.name(index)}</bdi>
                </button> {since} " " <span class="verdict-left">{left}</span>
            </p>
        }))
    })
}

impl Board {
    fn findings(self) -> Findings {
        let film = self.film;
        film.track_states();
        let figures = film.figures.get();
        let mut findings = Findings::default();
        for (index, figures) in figures.services.iter().enumerate() {
            let state = film.state(index).get_untracked();
            let (Some(score), Some(budget_left)) = (state.score, state.budget_left) else { continue };
            findings.scored += 1;
            findings.overspent += usize::from(state.failures > u32::from(figures.error_budget.get()));
            let is_flawless = state.failures == 0 && state.status == AvailabilityStatus::Good;
            let candidate = Worst { index, score, budget_left, since: None };
            if !is_flawless && findings.worst.is_none_or(|worst| candidate.is_worse_than(worst)) {
                findings.worst = Some(candidate);
            }
        }
        if let Some(worst) = &mut findings.worst {
            worst.since = self.overspent_since(worst.index);
        }
        findings
    }

    /// When a service used up more than its budget, if it has by now.
    fn overspent_since(self, index: usize) -> Option<i64> {
        let budget = self.film.figures.with(|figures| figures.services[index].error_budget.get());
        let at = self.film.with_replay(|replay| {
            let points = &replay.services()[index].points;
            points.iter().find(|point| point.failures > u32::from(budget)).map(|point| point.timestamp)
        })?;
        (at <= moment(self.film.clock.moment().get_untracked())).then(|| at.timestamp_millis())
    }
}

impl Worst {
    fn is_worse_than(self, other: Self) -> bool {
        match self.score.total_cmp(&other.score) {
            Ordering::Less => true,
            Ordering::Equal => self.budget_left < other.budget_left,
            Ordering::Greater => false,
        }
    }
}
