//! What is being worked on right now. The card is there only while there is something.

use crate::{
    analyses::{job_path, kind_glyph},
    client::use_client,
    components::{Card, Icon, Loaded, load},
    content::{changing, erase},
    focus,
    pages::jobs::{JobMark, LiveJob, LiveJobs, asked_window},
    texts::texts,
};
use leptos::prelude::*;

/// How many of the jobs are looked at.
pub const NEWEST_JOBS: &str = "20";

#[component]
pub fn JobsCard(jobs: LiveJobs) -> impl IntoView {
    let client = use_client();
    let newest = load(String::new, move || client.list_jobs(Some(NEWEST_JOBS), None));
    view! {
        <Loaded
            loader=newest
            failed=texts().jobs_failed
            loading=|| erase("")
            show=move |page| {
                jobs.take(page.items);
                card(jobs)
            }
        />
    }
}

fn card(jobs: LiveJobs) -> AnyView {
    let going_on = jobs.going_on();
    changing(move || {
        let jobs = going_on.get();
        if jobs.is_empty() {
            return None;
        }
        // Lines are made anew when a job comes or ends, not while it goes on; whoever is at one stays there.
        if let Some(at) = focus::focused_id() {
            focus::give_back_to(vec![at]);
        }
        let lines: Vec<AnyView> = jobs.into_iter().map(line).collect();
        Some(erase(view! {
            <Card title=texts().jobs_running>
                <ul class="running-jobs">{lines}</ul>
            </Card>
        }))
    })
}

fn line(job: LiveJob) -> AnyView {
    let texts = texts();
    let (id, kind, asked) =
        job.with_untracked(|job| (job.id.to_string(), job.kind, asked_window(&job.configuration, texts)));
    erase(view! {
        <li>
            <a class="job-name" href=job_path(&id) id=format!("running-{id}")>
                <Icon glyph=kind_glyph(kind) />
                <span>{texts.kind_of(kind)}</span>
                <span class="job-asked">{asked}</span>
            </a>
            <JobMark job=job.into() />
        </li>
    })
}
