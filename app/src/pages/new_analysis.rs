//! Asking for an analysis, on one page: which time, which services or assets with which figures, and off it goes.

mod calendar;
mod draft;
mod figure;
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
    client::use_client,
    components::{ForbiddenState, PageHeader},
    content::erase,
    effects::in_browser,
    forms::{Errand, Submission},
    texts::{Texts, texts},
};
use draft::Draft;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use model::AnalysisKind;
use presets::PresetsCard;
use rows::RowsCard;
use rules::RulesCard;
use start::StartCard;
use window::{WindowCard, zone_of_page};

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

/// Takes over what the job that the address names was asked, once it is known what can be chosen.
fn begin_with_job(draft: Draft) {
    let Some(id) = use_query_map().with_untracked(|query| query.get("job")) else { return };
    let (client, errand, zone) = (use_client(), Errand::new(), zone_of_page());
    let mut is_taken = false;
    in_browser(move || {
        if is_taken || draft.rows.with(Vec::is_empty) {
            return;
        }
        is_taken = true;
        let (job, zone) = (client.find_job(&id), zone.clone());
        errand.run(async move {
            let job = job.await?;
            // Somebody may have left the page in the meantime.
            if !draft.rows.is_disposed() {
                draft.take(&job.configuration, &zone);
            }
            Ok(())
        });
    });
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
    begin_with_job(draft);
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
                <PresetsCard draft />
            </div>
        </div>
    }
}
