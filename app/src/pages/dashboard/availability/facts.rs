//! What cards, rows and details say of a service, each figure a signal of its own.

use super::Board;
use crate::{
    analyses,
    components::{ChangingStatusMark, Status},
    content::erase,
    csv::number,
    figures::{
        BurnLine, BurnPoint,
        numbers::{NO_NUMBER, whole},
    },
    pages::dashboard::{
        subjects::{Which, line_switch},
        trial_figure::{TrialFigure, TrialFigureProps, Tried},
    },
};
use leptos::prelude::*;
use model::ErrorBudget;
use scoring::replay::ServiceState;
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
    pub fn facts(self, state: Memo<ServiceState>) -> Facts {
        let numbers = self.numbers;
        Facts {
            score: Signal::derive(move || state.get().score),
            status: Signal::derive(move || analyses::availability(state.get().status)),
            is_overspent: Signal::derive(move || state.get().budget_left.is_some_and(|left| left < 0.0)),
            left_text: Signal::derive(move || {
                state.get().budget_left.map_or_else(|| NO_NUMBER.into(), |left| numbers.budget_left(left))
            }),
            failures_text: Signal::derive(move || {
                let state = state.get();
                state.score.map_or_else(|| NO_NUMBER.into(), |_| numbers.count(state.failures.into()))
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
            erase(view! { <span class:overspent=facts.is_overspent>{facts.left_text}</span> }),
            erase(view! { <span>{facts.failures_text}</span> }),
            self.budget_figure(which),
            self.weight_figure(which),
            self.burn_line(which, facts.status),
            line_switch(self.browse, which),
        ]
    }

    pub fn budget_figure(self, which: Which) -> AnyView {
        let (film, browse, label) = (self.film, self.browse, self.texts.trial_budget_of);
        let tried = Tried {
            value: Signal::derive(move || film.figures_of(which.get()).get().error_budget.get().into()),
            original: Signal::derive(move || film.original_figures_of(which.get()).error_budget.get().into()),
            bounds: (ErrorBudget::MIN.into(), ErrorBudget::MAX.into()),
            is_whole: true,
            set: Callback::new(move |budget: Option<f64>| {
                let budget = budget.and_then(|budget| ErrorBudget::new(whole(budget)).ok());
                let id = browse.id(which.get_untracked());
                film.trial.change(|figures| match budget {
                    Some(budget) => drop(figures.budgets.insert(id, budget)),
                    None => drop(figures.budgets.remove(&id)),
                });
            }),
        };
        erase(TrialFigure(TrialFigureProps { trial: film.trial, tried, label, browse, which, unit: "" }))
    }

    pub fn burn_line(self, which: Which, status: Signal<Status>) -> AnyView {
        let film = self.film;
        let points: Memo<Arc<[BurnPoint]>> = Memo::new(move |_| {
            let bounds = film.clock.bounds();
            let which = which.get();
            film.figures_of(which).track();
            let line = film.figures.with_untracked(|figures| self.line(which, figures));
            line.points.iter().map(|point| BurnPoint { at: bounds.fraction(point.at), score: point.value }).collect()
        });
        let label = Signal::derive(move || self.browse.name(which.get()));
        let until = self.browse.listed(move || film.clock.passed_roughly(which.get()).get());
        erase(view! { <BurnLine label points until status /> })
    }

    /// What is shown, as a file.
    pub fn save(self, order: &[usize]) {
        let figures = self.film.figures.get_untracked();
        self.browse.save("availability.csv", HEAD, order, |index| {
            let state = self.film.state(index).get_untracked();
            let figures = figures.services[index];
            [
                self.browse.id(index).to_string(),
                self.browse.name(index),
                number(state.score),
                state.status.as_str().into(),
                number(state.budget_left),
                state.failures.to_string(),
                figures.error_budget.get().to_string(),
                figures.weight.get().to_string(),
            ]
        });
    }
}
