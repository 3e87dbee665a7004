//! What is being worked on right now. The card is there only while there is something.

use crate::{
    analyses::{job_path, kind_glyph},
    client::use_client,
    components::{Card, Icon, Loaded, load},
    content::{changing, erase},
    pages::jobs::{JobMark, asked_window},
    polling::{Found, keep_looking},
    texts::texts,
};
use api::{JobView, Page};
use leptos::prelude::*;

const NEWEST: &str = "20";

#[component]
pub fn JobsCard(
    /// Whether the last look got no answer.
    stale: RwSignal<bool>,
    /// Called when one of the jobs has ended, and when there are answers again: reports may have come.
    on_change: Callback<()>,
) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let jobs = load(String::new, {
        let client = client.clone();
        move || client.list_jobs(Some(NEWEST), None)
    });
    let found = RwSignal::new(None::<Vec<JobView>>);
    let client = client.quietly();
    keep_looking(move || {
        let jobs = client.list_jobs(Some(NEWEST), None);
        Box::pin(async move {
            let page = jobs.await;
            let Some(was_stale) = stale.try_get_untracked() else { return Found::End };
            if was_stale != page.is_err() {
                stale.set(page.is_err());
            }
            let Ok(page) = page else { return Found::Nothing };
            let found = look(going_on(page), found);
            if was_stale || found.has_ended {
                on_change.try_run(());
            }
            if found.is_news { Found::News } else { Found::Nothing }
        })
    });
    view! {
        <Loaded
            loader=jobs
            failed=texts.jobs_failed
            loading=|| erase("")
            show=move |page| {
                let first = going_on(page);
                changing(move || {
                    let jobs = found.get().unwrap_or_else(|| first.clone());
                    (!jobs.is_empty()).then(|| card(jobs))
                })
            }
        />
    }
}

fn going_on(page: Page<JobView>) -> Vec<JobView> {
    page.items.into_iter().filter(|job| !job.state.is_end()).collect()
}

/// What a look at the jobs found.
#[derive(Debug, PartialEq, Eq)]
struct Looked {
    has_ended: bool,
    is_news: bool,
}

fn look(now: Vec<JobView>, found: RwSignal<Option<Vec<JobView>>>) -> Looked {
    let before = found.get_untracked();
    let has_ended = before.iter().flatten().any(|job| !now.iter().any(|one| one.id == job.id));
    let is_news = before.as_deref().unwrap_or_default() != now;
    // The first look is kept as well: it knows more than what came with the page.
    if is_news || before.is_none() {
        found.set(Some(now));
    }
    Looked { has_ended, is_news }
}

fn card(jobs: Vec<JobView>) -> AnyView {
    let texts = texts();
    let lines: Vec<AnyView> = jobs
        .into_iter()
        .map(|job| {
            let asked = asked_window(&job.configuration, texts);
            let (address, kind) = (job_path(job.id.as_str()), job.kind);
            erase(view! {
                <li>
                    <a class="job-name" href=address>
                        <Icon glyph=kind_glyph(kind) />
                        <span>{texts.kind_of(kind)}</span>
                        <span class="job-asked">{asked}</span>
                    </a>
                    <JobMark job=Signal::stored(job) />
                </li>
            })
        })
        .collect();
    erase(view! {
        <Card title=texts.jobs_running>
            <ul class="running-jobs">{lines}</ul>
        </Card>
    })
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use serde_json::json;

    fn job(progress: u8) -> JobView {
        serde_json::from_value(json!({
            "id": "a", "kind": "availability", "state": "running", "progress": progress, "step": "reading",
            "configuration": {"kind": "availability", "day": "latest"}, "created_by": "ada",
            "created_at": "2025-09-01T00:00:00Z", "cancel_asked": false,
        }))
        .unwrap()
    }

    #[test]
    fn only_what_changed_is_news() {
        Owner::new().with(|| {
            let found = RwSignal::new(None);
            let check = |now: Vec<JobView>, has_ended, is_news| {
                assert_eq!(look(now, found), Looked { has_ended, is_news });
            };
            check(vec![], false, false);
            check(vec![job(1)], false, true);
            check(vec![job(1)], false, false);
            check(vec![job(2)], false, true);
            check(vec![], true, true);
            check(vec![], false, false);
        });
    }
}
