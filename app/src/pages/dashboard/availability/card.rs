//! A service as a card.

use super::Board;
use crate::{
    components::ChangingStatusMark,
    content::erase,
    figures::{BurnLine, Gauge},
    pages::dashboard::subjects::{card, fact},
};
use leptos::prelude::*;

impl Board {
    pub fn card(self, index: usize) -> AnyView {
        let texts = self.texts;
        let facts = self.facts(index);
        let name = self.browse.name(index);
        let gauge = erase(view! { <Gauge label=name.clone() value=facts.score status=facts.status /> });
        let figure = erase(view! { <div class="subject-gauge">{gauge} {self.difference(index)}</div> });
        let lines = vec![
            fact(texts.dash_status, erase(view! { <ChangingStatusMark status=facts.status /> })),
            fact(texts.dash_left, erase(view! { <span class:overspent=facts.is_overspent>{facts.left_text}</span> })),
            fact(texts.dash_failures, erase(view! { <span>{facts.failures_text}</span> })),
            fact(texts.dash_budget, self.budget_figure(index)),
            fact(texts.dash_weight, self.weight_figure(index)),
        ];
        let burn = erase(view! {
            <BurnLine label=name points=self.burn(index) until=self.film.clock.passed() status=facts.status />
        });
        card(self.browse, index, self.line_switch(index), figure, lines, burn)
    }
}
