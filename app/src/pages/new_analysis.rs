//! Asking for an analysis, on one page: which time, which services or assets with which figures, and off it goes.

mod calendar;
mod draft;
mod figure;
mod memory;
mod month;
mod presets;
mod row;
mod rows;
mod rules;
mod start;
mod window;

use super::check_admin;
use crate::{
    analyses::kind_of,
    components::{ForbiddenState, PageHeader},
    content::erase,
    effects::in_browser,
    forms::Submission,
    texts::{Texts, texts},
};
use draft::Draft;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use memory::begin;
use model::AnalysisKind;
use presets::PresetsCard;
use rows::RowsCard;
use rules::RulesCard;
use start::StartCard;
use window::WindowCard;

/// One page for both kinds; the address says which.
#[component]
pub fn NewAnalysisPage() -> impl IntoView {
    let texts = texts();
    let kind = use_location().pathname.with_untracked(|path| kind_of(path));
    let (title, meaning) = words(kind, texts);
    let body = if check_admin() { erase(view! { <Wizard kind /> }) } else { erase(ForbiddenState()) };
    view! {
        <PageHeader title meaning />
        {body}
    }
}

fn words(kind: AnalysisKind, texts: &Texts) -> (&'static str, &'static str) {
    match kind {
        AnalysisKind::Availability => (texts.new_availability_title, texts.new_availability_meaning),
        AnalysisKind::Resilience => (texts.new_resilience_title, texts.new_resilience_meaning),
    }
}

#[component]
fn Wizard(kind: AnalysisKind) -> impl IntoView {
    let draft = Draft::new(kind);
    let submission = Submission::new();
    // What was wrong before a change is not known to be wrong after it.
    let shape = Memo::new(move |_| draft.shape());
    in_browser(move || {
        shape.track();
        submission.refuse(Vec::new());
    });
    begin(draft);
    let rules = (kind == AnalysisKind::Resilience).then(|| view! { <RulesCard rules=draft.rules submission /> });
    view! {
        <div class="wizard">
            <div class="wizard-main">
                <WindowCard draft submission />
                {rules}
                <RowsCard draft submission />
            </div>
            <div class="wizard-side">
                <StartCard draft submission />
                <PresetsCard draft submission />
            </div>
        </div>
    }
}
