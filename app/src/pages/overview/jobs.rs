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
    /// Called when one of the jobs has ended.
    on_end: Callback<()>,
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
            let Ok(page) = jobs.await else { return Found::Nothing };
            look(going_on(page), found, on_end)
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

fn look(now: Vec<JobView>, found: RwSignal<Option<Vec<JobView>>>, on_end: Callback<()>) -> Found {
    let Some(before) = found.try_get_untracked() else { return Found::End };
    let before_count = before.as_ref().map_or(0, Vec::len);
    let has_ended = before.iter().flatten().any(|job| !now.iter().any(|one| one.id == job.id));
    let is_going_on = !now.is_empty();
    if before.as_ref() != Some(&now) && (is_going_on || before_count > 0) {
        found.set(Some(now));
    }
    if has_ended {
        on_end.run(());
    }
    if is_going_on || has_ended { Found::News } else { Found::Nothing }
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
