//! What cards, rows and details say of an asset, each figure a signal of its own.

use super::Board;
use crate::{
    components::{ChangingStatusMark, Status},
    content::erase,
    csv::number,
    figures::numbers::NO_NUMBER,
    film::Played,
    pages::dashboard::{
        subjects::{Which, line_switch},
        trial_figure::{TrialFigure, TrialFigureProps, Tried},
    },
};
use leptos::prelude::*;
use model::TargetRpo;
use scoring::replay::{AssetState, ResilienceReplay};

/// An asset at the moment.
#[derive(Clone, Copy)]
pub struct Facts {
    pub score: Signal<Option<f64>>,
    pub status: Signal<Status>,
    pub is_missed: Signal<bool>,
    pub age_text: Signal<String>,
    /// How much work would be lost.
    pub loss_text: Signal<String>,
    pub success_text: Signal<String>,
}

const HEAD: [&str; 8] =
    ["asset_id", "name", "score", "status", "actual_rpo_hours", "target_rpo_hours", "success_rate", "weight"];

impl Board {
    pub fn facts(self, state: Memo<Option<AssetState>>) -> Facts {
        let (texts, numbers) = (self.texts, self.numbers);
        let age_or = move |never: &'static str| {
            Signal::derive(move || match state.get() {
                None => NO_NUMBER.into(),
                Some(state) => state.facts.actual_rpo_hours.map_or_else(|| never.into(), |hours| numbers.hours(hours)),
            })
        };
        Facts {
            score: Signal::derive(move || ResilienceReplay::score(state.get())),
            status: Signal::derive(move || ResilienceReplay::status(state.get())),
            is_missed: Signal::derive(move || state.get().is_some_and(|state| state.is_target_missed)),
            age_text: age_or(texts.dash_never),
            loss_text: age_or(texts.loss_all),
            success_text: Signal::derive(move || {
                let rate = state.get().and_then(|state| state.facts.success_rate);
                rate.map_or_else(|| NO_NUMBER.into(), |rate| numbers.share(rate))
            }),
        }
    }

    pub fn cells(self, which: Which) -> Vec<AnyView> {
        let facts = self.facts(self.listed_state(which));
        let numbers = self.numbers;
        let score = move || numbers.percent_or_dash(facts.score.get());
        vec![
            erase(view! { <span class="row-score">{self.difference(which)} <strong>{score}</strong></span> }),
            erase(view! { <ChangingStatusMark status=facts.status /> }),
            erase(view! { <span class:overspent=facts.is_missed>{facts.age_text}</span> }),
            self.target_figure(which),
            erase(view! { <span>{facts.success_text}</span> }),
            self.weight_figure(which),
            line_switch(self.browse, which),
        ]
    }

    pub fn target_figure(self, which: Which) -> AnyView {
        let (film, browse, label) = (self.film, self.browse, self.texts.trial_target_of);
        let tried = Tried {
            value: Signal::derive(move || film.figures_of(which.get()).get().target_rpo.hours()),
            original: Signal::derive(move || film.original_figures_of(which.get()).target_rpo.hours()),
            bounds: (TargetRpo::MIN, TargetRpo::MAX),
            is_whole: false,
            set: Callback::new(move |hours: Option<f64>| {
                let target = hours.and_then(|hours| TargetRpo::new(hours).ok());
                let id = browse.id(which.get_untracked());
                film.trial.change(|figures| match target {
                    Some(target) => drop(figures.targets.insert(id, target)),
                    None => drop(figures.targets.remove(&id)),
                });
            }),
        };
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, browse, which, unit: "\u{a0}h" }))
    }

    /// What is shown, as a file.
    pub fn save(self, order: &[usize]) {
        let figures = self.film.figures.get_untracked();
        self.browse.save("resilience.csv", HEAD, order, |index| {
            let state = self.film.state(index).get_untracked();
            let figures = figures.assets[index];
            [
                self.browse.id(index).to_string(),
                self.browse.name(index),
                number(state.map(|state| state.score)),
                state.map_or("", |state| state.status.as_str()).into(),
                number(state.and_then(|state| state.facts.actual_rpo_hours)),
                figures.target_rpo.hours().to_string(),
                number(state.and_then(|state| state.facts.success_rate)),
                figures.weight.get().to_string(),
            ]
        });
    }
}
