//! What came of a job.

use crate::{
    analyses::{new_path, report_path},
    components::{Callout, CalloutTone, Glyph, Icon},
    content::erase,
    pages::is_admin,
    texts::{Texts, texts},
};
use api::{JobView, paths};
use leptos::prelude::*;
use model::{AnalysisKind, JobError, JobFailure, JobId, JobState};

/// The way on from here.
#[component]
pub fn Ending(job: JobView) -> impl IntoView {
    let texts = texts();
    let (kind, id) = (job.kind, job.id);
    let report = job.report_id.map(|id| report_path(kind, &id));
    match (job.state, report, job.error) {
        (JobState::Completed, Some(address), _) => erase(view! {
            <p class="job-ending">{texts.job_completed_meaning}</p>
            <div class="job-actions">
                <a class="button button-primary" href=address>
                    {texts.report_open}
                    <Icon glyph=Glyph::Forward />
                </a>
                {again("button", kind, &id)}
            </div>
        }),
        (JobState::Error, _, Some(error)) => erase(view! { <Failure error kind id /> }),
        _ => erase(view! {
            <p class="job-ending">{texts.job_cancelled_meaning}</p>
            {only_again(kind, &id)}
        }),
    }
}

/// What happened, in words, and what to do; the words of the server below, for whoever has to look into it.
#[component]
fn Failure(error: JobError, kind: AnalysisKind, id: JobId) -> impl IntoView {
    let texts = texts();
    let (happened, advice) = texts.job_failure(error.code);
    view! {
        <Callout glyph=Glyph::Alert tone=CalloutTone::Bad>
            <p>
                <strong>{happened}</strong>
            </p>
            <p>{advice}</p>
            <p class="callout-detail mono">
                <bdi lang="en">{error.message}</bdi>
            </p>
        </Callout>
        {only_again(kind, &id)}
    }
}

/// Where there is no report to open.
fn only_again(kind: AnalysisKind, id: &JobId) -> Option<AnyView> {
    let again = again("button button-primary", kind, id)?;
    Some(erase(view! { <div class="job-actions">{again}</div> }))
}

/// To the same question, for those who may ask it.
fn again(class: &'static str, kind: AnalysisKind, id: &JobId) -> Option<AnyView> {
    let address = format!("{}?job={}", new_path(kind), paths::encode(id.as_str()));
    is_admin().then(|| {
        erase(view! {
            <a class=class href=address>
                {texts().job_again}
            </a>
        })
    })
}

impl Texts {
    /// Why a job ended without a report, and what to do.
    fn job_failure(&self, failure: JobFailure) -> (&'static str, &'static str) {
        match failure {
            JobFailure::Timeout => (self.job_timeout, self.job_timeout_advice),
            JobFailure::Lost => (self.job_lost, self.job_lost_advice),
            JobFailure::NoData => (self.job_no_data, self.job_no_data_advice),
            JobFailure::Unavailable => (self.job_unavailable, self.job_unavailable_advice),
            JobFailure::Internal => (self.job_internal, self.job_internal_advice),
        }
    }
}
