//! One job as it goes on: its steps, how far it is, and in the end the way to its report, or what went wrong and what to do.

mod ending;
mod steps;

use super::jobs::{Freshness, JobMark, StaleNote, asked_window, cancel};
use crate::{
    analyses::report_path,
    client::{Client, use_client},
    components::{Button, Card, Glyph, Loaded, LocalMoment, PageHeader, Skeleton, load},
    content::{changing, erase},
    effects::{in_browser, tell},
    figures::numbers,
    forms::Errand,
    frame::use_job_news,
    pages::is_admin,
    polling::{Found, keep_looking},
    texts::texts,
};
use api::JobView;
use ending::Ending;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};
use model::{Configuration, JobState};
use steps::{Elapsed, Steps};

#[component]
pub fn JobPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let job = load(move || id.get(), move || client.find_job(&id.get_untracked()));
    view! {
        <PageHeader title=texts.job_title meaning=texts.job_meaning>
            <a class="button" href="/jobs">
                {texts.job_all}
            </a>
        </PageHeader>
        <Loaded
            loader=job
            failed=texts.job_failed
            loading=job_loading
            show=|job| erase(view! { <OneJob first=job /> })
        />
    }
}

fn job_loading() -> AnyView {
    let title = texts().job_progress;
    erase(view! {
        <Card title>
            <div class="job" aria-busy="true">
                <Skeleton />
                <Skeleton />
                <Skeleton />
            </div>
        </Card>
    })
}

#[component]
fn OneJob(first: JobView) -> impl IntoView {
    let texts = texts();
    let was_over = first.state.is_end();
    let facts = erase(view! { <Facts job=first.clone() /> });
    let (job, freshness) = (RwSignal::new(first), RwSignal::new(Freshness::Fresh));
    let was_started_here = use_job_news().was_started_here(&job.with_untracked(|job| job.id.clone()));
    if !was_over {
        follow(job, freshness, use_client().quietly());
    }
    if !was_over || was_started_here {
        lead_to_report(job);
    }
    let state = Memo::new(move |_| job.with(|job| job.state));
    let body = changing(move || {
        let state = state.get();
        let job_now = job.get_untracked();
        Some(if state.is_end() {
            erase(view! { <Ending job=job_now /> })
        } else {
            erase(view! {
                <Steps job />
                <p class="job-ending">{texts.job_goes_on}</p>
                <CancelButton job />
            })
        })
    });
    view! {
        <StaleNote freshness=freshness.into() />
        <Card title=texts.kind_of(job.with_untracked(|job| job.kind))>
            <div class="job">
                <div class="job-head">
                    // Its changes are read out; a clock that ticks is not.
                    <div role="status">
                        <JobMark job=job.into() />
                    </div>
                    <Elapsed job />
                </div>
                {body}
            </div>
        </Card>
        {facts}
    }
}

fn follow(job: RwSignal<JobView>, freshness: RwSignal<Freshness>, client: Client) {
    keep_looking(move || {
        let call = job.try_with_untracked(|job| client.find_job(job.id.as_str()));
        Box::pin(async move {
            let Some(call) = call else { return Found::End };
            let found = call.await;
            if freshness.is_disposed() {
                return Found::End;
            }
            tell(freshness, Freshness::of(&found));
            let Ok(found) = found else { return Found::Nothing };
            let (is_over, is_news) = (found.state.is_end(), job.with_untracked(|job| *job != found));
            if is_news {
                job.set(found);
            }
            match (is_over, is_news) {
                (true, _) => Found::End,
                (false, true) => Found::News,
                (false, false) => Found::Nothing,
            }
        })
    });
}

/// Whoever started the job, or watched it to its end, wants to see what came of it.
fn lead_to_report(job: RwSignal<JobView>) {
    let navigate = use_navigate();
    in_browser(move || {
        let address = job.with(|job| {
            let id = job.report_id.as_ref().filter(|_| job.state == JobState::Completed)?;
            Some(report_path(job.kind, id))
        });
        if let Some(address) = address {
            navigate(&address, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
}

#[component]
fn CancelButton(job: RwSignal<JobView>) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let errand = Errand::new();
    let cancel = move |()| cancel(job, client.clone(), errand);
    let asked = Signal::derive(move || job.with(|job| job.cancel_asked));
    is_admin().then(|| {
        view! {
            <div class="job-actions">
                <Button glyph=Glyph::Ban busy=errand.busy disabled=asked on_press=cancel>
                    {texts.job_cancel}
                </Button>
            </div>
        }
    })
}

/// What was asked, by whom and when.
#[component]
fn Facts(job: JobView) -> impl IntoView {
    let texts = texts();
    let asked = asked_window(&job.configuration, texts);
    let chosen = match &job.configuration {
        Configuration::Availability(asked) => asked.services.as_ref().map(Vec::len),
        Configuration::Resilience(asked) => asked.assets.as_ref().map(Vec::len),
    };
    let chosen = chosen.map_or_else(|| texts.job_everything.to_owned(), |count| numbers().count(count as u64));
    view! {
        <dl class="facts job-facts">
            <div class="fact">
                <dt>{texts.job_question}</dt>
                <dd>{asked}</dd>
            </div>
            <div class="fact">
                <dt>{texts.job_chosen}</dt>
                <dd>{chosen}</dd>
            </div>
            <div class="fact">
                <dt>{texts.job_by}</dt>
                <dd>
                    <bdi>{job.created_by}</bdi>
                </dd>
            </div>
            <div class="fact">
                <dt>{texts.job_created}</dt>
                <dd>
                    <LocalMoment at=job.created_at />
                </dd>
            </div>
        </dl>
    }
}
