//! What is being worked on right now. The card is there only while there is something.

use crate::{
    analyses::{job_path, kind_glyph},
    client::use_client,
    components::{Card, Icon, Loaded, load},
    content::{changing, erase},
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
    let is_any = Memo::new(move |_| going_on.with(|jobs| !jobs.is_empty()));
    let id = |job: &LiveJob| job.with_untracked(|job| job.id.to_string());
    changing(move || {
        is_any.get().then(|| {
            erase(view! {
                <Card title=texts().jobs_running>
                    <ul class="running-jobs">
                        // A line stays as long as its job goes on, whatever becomes of the others: somebody may be at it.
                        <For each=move || going_on.get() key=id children=line />
                    </ul>
                </Card>
            })
        })
    })
}

fn line(job: LiveJob) -> AnyView {
    let texts = texts();
    let (address, kind, asked) =
        job.with_untracked(|job| (job_path(job.id.as_str()), job.kind, asked_window(&job.configuration, texts)));
    erase(view! {
        <li>
            <a class="job-name" href=address>
                <Icon glyph=kind_glyph(kind) />
                <span>{texts.kind_of(kind)}</span>
                <span class="job-asked">{asked}</span>
            </a>
            <JobMark job=job.into() />
        </li>
    })
}
