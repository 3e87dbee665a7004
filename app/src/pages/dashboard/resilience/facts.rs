//! What cards, rows and details say of an asset, each figure a signal of its own.

use super::Board;
use crate::{
    analyses,
    components::{ChangingStatusMark, Status},
    content::erase,
    csv::number,
    figures::numbers::NO_NUMBER,
    pages::dashboard::{
        subjects::{Which, line_switch},
        trial_figure::{TrialFigure, TrialFigureProps, Tried, difference},
    },
};
use leptos::prelude::*;
use model::TargetRpo;
use scoring::replay::AssetState;

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
    pub fn facts(self, which: Which) -> Facts {
        let film = self.film;
        self.facts_of(Memo::new(move |_| film.state(which.get()).get()))
    }

    /// The same for the list.
    pub fn listed_facts(self, which: Which) -> Facts {
        let film = self.film;
        self.facts_of(self.browse.listed(move || film.state(which.get()).get()))
    }

    fn facts_of(self, state: Memo<Option<AssetState>>) -> Facts {
        let (texts, numbers) = (self.texts, self.numbers);
        let age_or = move |never: &'static str| {
            Signal::derive(move || match state.get() {
                None => NO_NUMBER.into(),
                Some(state) => state.facts.actual_rpo_hours.map_or_else(|| never.into(), |hours| numbers.hours(hours)),
            })
        };
        Facts {
            score: Signal::derive(move || state.get().map(|state| state.score)),
            status: Signal::derive(move || {
                state.get().map_or(Status::NoData, |state| analyses::resilience(state.status))
            }),
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
        let facts = self.listed_facts(which);
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

    /// What the trial does to one asset; nothing while it does nothing.
    pub fn difference(self, which: Which) -> AnyView {
        let film = self.film;
        difference(film.trial, move || {
            let index = which.get();
            Some((film.state(index).get()?.score, film.original_state(index).get()?.score))
        })
    }

    pub fn target_figure(self, which: Which) -> AnyView {
        let film = self.film;
        let tried = Tried {
            value: Signal::derive(move || film.figures_of(which.get()).get().target_rpo.hours()),
            original: Signal::derive(move || film.with_assets(|assets| assets[which.get()].target_rpo_hours.hours())),
            bounds: (TargetRpo::MIN, TargetRpo::MAX),
            is_whole: false,
            set: Callback::new(move |hours: Option<f64>| {
                let target = hours.and_then(|hours| TargetRpo::new(hours).ok());
                let id = film.with_assets(|assets| assets[which.get_untracked()].asset_id.clone());
                film.trial.change(|figures| match target {
                    Some(target) => drop(figures.targets.insert(id, target)),
                    None => drop(figures.targets.remove(&id)),
                });
            }),
        };
        let (browse, label) = (self.browse, self.texts.trial_target_of);
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, browse, which, unit: "\u{a0}h" }))
    }

    pub fn weight_figure(self, which: Which) -> AnyView {
        let film = self.film;
        let value = move || film.figures_of(which.get()).get().weight;
        let original = move || film.with_assets(|assets| assets[which.get()].weight);
        let id = move || film.with_assets(|assets| assets[which.get_untracked()].asset_id.clone());
        let tried = Tried::weight(film.trial, value, original, id);
        let (browse, label) = (self.browse, self.texts.trial_weight_of);
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, browse, which, unit: "" }))
    }

    /// What is shown, as a file.
    pub fn save(self, order: &[usize]) {
        let figures = self.film.figures.get_untracked();
        self.browse.save("resilience.csv", HEAD, order, |index| {
            let state = self.film.state(index).get_untracked();
            let figures = figures.assets[index];
            let (id, name) = self.browse.with_subject(index, |subject| (subject.id.clone(), subject.name.clone()));
            [
                id,
                name,
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
