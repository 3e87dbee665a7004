//! A service as a card.

use super::Board;
use crate::{
    components::ChangingStatusMark,
    content::erase,
    figures::Gauge,
    pages::dashboard::subjects::{card, fact},
};
use leptos::prelude::*;

impl Board {
    pub fn card(self, index: usize) -> AnyView {
        let texts = self.texts;
        let which = Signal::stored(index);
        let facts = self.facts(self.listed_state(which));
        let name = self.browse.name(index);
        let gauge = erase(view! { <Gauge label=name value=facts.score status=facts.status /> });
        let figure = erase(view! { <div class="subject-gauge">{gauge} {self.difference(which)}</div> });
        let lines = vec![
            fact(texts.dash_status, erase(view! { <ChangingStatusMark status=facts.status /> })),
            fact(texts.dash_left, erase(view! { <span class:overspent=facts.is_overspent>{facts.left_text}</span> })),
            fact(texts.dash_failures, erase(view! { <span>{facts.failures_text}</span> })),
            fact(texts.dash_budget, self.budget_figure(which)),
            fact(texts.dash_weight, self.weight_figure(which)),
        ];
        card(self.browse, which, figure, lines, self.burn_line(which, facts.status))
    }
}
