//! An asset as a card.

use super::Board;
use crate::{
    components::ChangingStatusMark,
    content::erase,
    figures::Ring,
    pages::dashboard::subjects::{card, fact},
};
use leptos::prelude::*;

impl Board {
    pub fn card(self, index: usize) -> AnyView {
        let texts = self.texts;
        let which = Signal::stored(index);
        let facts = self.facts(self.listed_state(which));
        let ring = erase(view! { <Ring label=self.browse.name(index) value=facts.score status=facts.status /> });
        let figure = erase(view! { <div class="subject-gauge">{ring}</div> });
        let lines = vec![
            fact(texts.dash_status, erase(view! { <ChangingStatusMark status=facts.status /> })),
            fact(texts.dash_age, erase(view! { <span class:overspent=facts.is_missed>{facts.age_text}</span> })),
            fact(texts.dash_target, self.target_figure(which)),
            fact(texts.dash_success, erase(view! { <span>{facts.success_text}</span> })),
            fact(texts.dash_weight, self.weight_figure(which)),
        ];
        card(self.browse, which, figure, lines, self.difference(which))
    }
}
