//! What cards, rows and details say of a service, each figure a signal of its own.

use super::Board;
use crate::{
    analyses,
    components::{ChangingStatusMark, Status},
    content::{changing, erase},
    csv::Sheet,
    document,
    figures::{BurnLine, BurnPoint, Delta, numbers::whole},
    pages::dashboard::{
        subjects::{Which, line_switch},
        trial_figure::{TrialFigure, TrialFigureProps, Tried},
    },
    texts::fill,
};
use leptos::prelude::*;
use model::{ErrorBudget, Weight};
use std::sync::Arc;

/// A service at the moment.
#[derive(Clone, Copy)]
pub struct Facts {
    pub score: Signal<Option<f64>>,
    pub status: Signal<Status>,
    pub is_overspent: Signal<bool>,
    pub left_text: Signal<String>,
    pub failures_text: Signal<String>,
}

const HEAD: [&str; 8] = ["service_id", "name", "score", "status", "budget_left", "failures", "error_budget", "weight"];

impl Board {
    pub fn facts(self, which: Which) -> Facts {
        let (film, numbers) = (self.film, self.numbers);
        let state = Memo::new(move |_| film.state(which.get()).get());
        Facts {
            score: Signal::derive(move || state.get().score),
            status: Signal::derive(move || analyses::availability(state.get().status)),
            is_overspent: Signal::derive(move || state.get().budget_left.is_some_and(|left| left < 0.0)),
            left_text: Signal::derive(move || {
                state.get().budget_left.map_or_else(|| "–".into(), |left| numbers.budget_left(left))
            }),
            failures_text: Signal::derive(move || {
                let state = state.get();
                state.score.map_or_else(|| "–".into(), |_| numbers.count(state.failures.into()))
            }),
        }
    }

    pub fn cells(self, which: Which) -> Vec<AnyView> {
        let facts = self.facts(which);
        let numbers = self.numbers;
        let score = move || facts.score.get().map_or_else(|| "–".into(), |score| numbers.percent(score));
        vec![
            erase(view! { <span class="row-score">{self.difference(which)} <strong>{score}</strong></span> }),
            erase(view! { <ChangingStatusMark status=facts.status /> }),
            erase(view! { <span class:overspent=facts.is_overspent>{facts.left_text}</span> }),
            erase(view! { <span>{facts.failures_text}</span> }),
            self.budget_figure(which),
            self.weight_figure(which),
            self.burn_line(which, facts.status),
            line_switch(self.browse, which),
        ]
    }

    /// What the trial does to one service; nothing while it does nothing.
    pub fn difference(self, which: Which) -> AnyView {
        let film = self.film;
        let difference = Memo::new(move |_| {
            if !film.trial.counts() {
                return None;
            }
            let index = which.get();
            let (now, before) = (film.state(index).get().score?, film.original_state(index).score?);
            Some(now - before).filter(|difference| *difference != 0.0)
        });
        changing(move || {
            difference.get().map(|difference| erase(view! { <Delta difference=Signal::stored(Some(difference)) /> }))
        })
    }

    pub fn budget_figure(self, which: Which) -> AnyView {
        let film = self.film;
        let tried = Tried {
            value: Signal::derive(move || {
                film.figures.with(|figures| figures.services[which.get()].error_budget.get().into())
            }),
            original: Signal::derive(move || {
                film.with_services(|services| services[which.get()].error_budget.get().into())
            }),
            bounds: (ErrorBudget::MIN.into(), ErrorBudget::MAX.into()),
            is_whole: true,
            set: Callback::new(move |budget: Option<f64>| {
                let budget = budget.and_then(|budget| ErrorBudget::new(whole(budget)).ok());
                let id = film.with_services(|services| services[which.get_untracked()].service_id.clone());
                film.trial.change(|figures| match budget {
                    Some(budget) => drop(figures.budgets.insert(id, budget)),
                    None => drop(figures.budgets.remove(&id)),
                });
            }),
        };
        let label = Signal::derive(move || fill(self.texts.trial_budget_of, &self.browse.name(which.get())));
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, unit: "" }))
    }

    pub fn weight_figure(self, which: Which) -> AnyView {
        let film = self.film;
        let tried = Tried {
            value: Signal::derive(move || {
                film.figures.with(|figures| figures.services[which.get()].weight.get().into())
            }),
            original: Signal::derive(move || film.with_services(|services| services[which.get()].weight.get().into())),
            bounds: (Weight::MIN.into(), Weight::MAX.into()),
            is_whole: true,
            set: Callback::new(move |weight: Option<f64>| {
                let weight = weight.and_then(|weight| Weight::new(whole(weight)).ok());
                let id = film.with_services(|services| services[which.get_untracked()].service_id.clone());
                film.trial.change(|figures| match weight {
                    Some(weight) => drop(figures.weights.insert(id, weight)),
                    None => drop(figures.weights.remove(&id)),
                });
            }),
        };
        let label = Signal::derive(move || fill(self.texts.trial_weight_of, &self.browse.name(which.get())));
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, unit: "" }))
    }

    pub fn burn_line(self, which: Which, status: Signal<Status>) -> AnyView {
        let film = self.film;
        let points: Memo<Arc<[BurnPoint]>> = Memo::new(move |_| {
            let bounds = film.clock.bounds();
            let line = film.figures.with(|figures| self.line(which.get(), figures));
            line.points.iter().map(|point| BurnPoint { at: bounds.fraction(point.at), score: point.value }).collect()
        });
        let label = Signal::derive(move || self.browse.name(which.get()));
        let until = Signal::derive(move || film.clock.passed_roughly(which.get()).get());
        erase(view! { <BurnLine label points until status /> })
    }

    /// What is shown, as a file.
    pub fn save(self, order: &[usize]) {
        let mut sheet = Sheet::new();
        sheet.add_line(self.browse.saved_cells(&HEAD));
        let figures = self.film.figures.get_untracked();
        for index in order.iter().copied() {
            let state = self.film.state(index).get_untracked();
            let figures = figures.services[index];
            let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
            let (id, name) = self.browse.with_subject(index, |subject| (subject.id.clone(), subject.name.clone()));
            sheet.add_line(self.browse.saved_cells(&[
                id.as_str(),
                name.as_str(),
                &number(state.score),
                state.status.as_str(),
                &number(state.budget_left),
                &state.failures.to_string(),
                &figures.error_budget.get().to_string(),
                &figures.weight.get().to_string(),
            ]));
        }
        document::save_file("availability.csv", "text/csv", sheet.text());
    }
}
