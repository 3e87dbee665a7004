//! The way of a job from the queue to its report.

use crate::{
    components::{Glyph, Icon},
    content::{changing, erase},
    document,
    effects::in_browser,
    figures::numbers,
    pages::jobs::write_length,
    texts::texts,
};
use api::JobView;
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};
use model::JobStep;
use std::time::Duration;

const SHOWN: [JobStep; 5] = [JobStep::Waiting, JobStep::Planning, JobStep::Reading, JobStep::Scoring, JobStep::Saving];

/// Each step: done, going on, or ahead.
#[component]
pub fn Steps(job: RwSignal<JobView>) -> impl IntoView {
    let texts = texts();
    // A worker has it from the moment on at which it runs, and says what it does a little later.
    let current = Memo::new(move |_| {
        job.with(|job| if job.started_at.is_some() { job.step.max(JobStep::Planning) } else { job.step })
    });
    let steps = changing(move || {
        let current = current.get();
        let steps = SHOWN.map(|step| {
            let word = texts.job_step(step);
            let (class, glyph) = if step < current {
                ("step step-done", Some(Glyph::Check))
            } else if step == current {
                ("step step-current", None)
            } else {
                ("step", None)
            };
            let is_current = (step == current).then_some("step");
            erase(view! {
                <li class=class aria-current=is_current>
                    <span class="step-mark">{glyph.map(|glyph| view! { <Icon glyph /> })}</span>
                    {word}
                </li>
            })
        });
        Some(erase(steps.into_iter().collect::<Vec<_>>()))
    });
    view! { <ol class="steps">{steps}</ol> }
}

/// How long the job has been going on. The clock ticks in the browser only, and until the job is over.
#[component]
pub fn Elapsed(job: RwSignal<JobView>) -> impl IntoView {
    let numbers = numbers();
    let now = RwSignal::new(None::<f64>);
    let is_over = Memo::new(move |_| job.with(|job| job.ended_at.is_some()));
    in_browser(move || {
        now.set(Some(document::now()));
        if is_over.get() {
            return;
        }
        let tick = move || {
            let _ = now.try_set(Some(document::now()));
        };
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
    let text = move || {
        let since = job.with(|job| job.started_at.map(|start| (start, job.ended_at)));
        let milliseconds = match (since, now.get()) {
            (Some((start, Some(end))), _) => (end - start).num_milliseconds() as f64,
            (Some((start, None)), Some(now)) => now - start.timestamp_millis() as f64,
            _ => return String::new(),
        };
        write_length(Duration::from_millis(milliseconds.max(0.0) as u64), numbers)
    };
    view! { <span class="job-elapsed mono">{text}</span> }
}
