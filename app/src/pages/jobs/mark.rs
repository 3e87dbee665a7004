//! Where a job stands: an icon with a word, and how far it is while it runs.

use crate::{
    components::{Glyph, Icon, Progress},
    content::{changing, erase},
    texts::{Texts, texts},
};
use api::JobView;
use leptos::prelude::*;
use model::{JobState, JobStep};

#[component]
pub fn JobMark(job: Signal<JobView>) -> impl IntoView {
    let texts = texts();
    // The bar is made once, so that it glides.
    let state = Memo::new(move |_| job.with(|job| (job.state, job.cancel_asked)));
    let percent = Signal::derive(move || job.with(|job| job.progress));
    changing(move || {
        let (state, cancel_asked) = state.get();
        let word = match state {
            JobState::Running | JobState::Queued if cancel_asked => texts.job_stopping,
            state => texts.job_state(state),
        };
        let bar = (state == JobState::Running).then(|| view! { <Progress label=texts.job_progress percent /> });
        Some(erase(view! {
            <span class=class_of(state)>
                <Icon glyph=glyph_of(state) />
                {word}
                {bar}
            </span>
        }))
    })
}

const fn class_of(state: JobState) -> &'static str {
    match state {
        JobState::Running => "job-mark job-running",
        JobState::Error => "job-mark job-error",
        JobState::Completed => "job-mark job-completed",
        JobState::Queued | JobState::Cancelled => "job-mark",
    }
}

const fn glyph_of(state: JobState) -> Glyph {
    match state {
        JobState::Queued => Glyph::Clock,
        JobState::Running => Glyph::Busy,
        JobState::Completed => Glyph::Success,
        JobState::Error => Glyph::Alert,
        JobState::Cancelled => Glyph::Ban,
    }
}

impl Texts {
    /// The state of a job in words.
    pub fn job_state(&self, state: JobState) -> &'static str {
        match state {
            JobState::Queued => self.job_queued,
            JobState::Running => self.job_running,
            JobState::Completed => self.job_completed,
            JobState::Error => self.job_error,
            JobState::Cancelled => self.job_cancelled,
        }
    }

    /// A step of a job in words.
    pub fn job_step(&self, step: JobStep) -> &'static str {
        match step {
            JobStep::Waiting => self.step_waiting,
            JobStep::Planning => self.step_planning,
            JobStep::Reading => self.step_reading,
            JobStep::Scoring => self.step_scoring,
            JobStep::Saving => self.step_saving,
            JobStep::Done => self.step_done,
        }
    }
}
