//! What an analysis that is prepared begins with, and what the tab remembers of it: a reload, the way back from the job and
//! another language would lose it otherwise.

use super::{draft::Draft, window::zone_of_page};
use crate::{address, client::use_client, document, effects::in_browser, forms::Errand};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{AnalysisKind, Configuration};
use std::mem;

/// What the address calls the job whose question is to be asked again.
const JOB: &str = "job";

/// Begins with what was asked by the job that the address names, or else with what the tab remembers. From then on the tab
/// remembers what becomes of it.
pub fn begin(draft: Draft) {
    let (zone, has_begun) = (zone_of_page(), RwSignal::new(false));
    match use_query_map().with_untracked(|query| query.get(JOB)) {
        Some(id) => begin_with_job(id, draft, has_begun),
        None => once_there_is_a_choice(draft, move || {
            if let Some(remembered) = recall(draft.kind) {
                draft.take(&remembered, &zone_of_page());
            }
            has_begun.set(true);
        }),
    }
    in_browser(move || {
        if has_begun.get() {
            remember(&draft.so_far(&zone));
        }
    });
}

fn begin_with_job(id: String, draft: Draft, has_begun: RwSignal<bool>) {
    let (client, errand, zone) = (use_client(), Errand::new(), zone_of_page());
    once_there_is_a_choice(draft, move || {
        let (job, zone) = (client.find_job(&id), zone.clone());
        errand.run(async move {
            let job = job.await?;
            // Somebody may have left the page in the meantime.
            if !has_begun.is_disposed() {
                draft.take(&job.configuration, &zone);
                // Whoever comes back wants what became of it.
                address::take_out(JOB);
                has_begun.set(true);
            }
            Ok(())
        });
    });
}

/// Rows are chosen by what is known of them.
fn once_there_is_a_choice(draft: Draft, begin: impl Fn() + 'static) {
    let mut has_begun = false;
    in_browser(move || {
        if !draft.rows.with(Vec::is_empty) && !mem::replace(&mut has_begun, true) {
            begin();
        }
    });
}

fn recall(kind: AnalysisKind) -> Option<Configuration> {
    serde_json::from_str(&document::recall(&place_of(kind))?).ok()
}

fn remember(configuration: &Configuration) {
    if let Ok(text) = serde_json::to_string(configuration) {
        document::remember(&place_of(configuration.kind()), &text);
    }
}

fn place_of(kind: AnalysisKind) -> String {
    format!("vedetta-new-{}", kind.as_str())
}
