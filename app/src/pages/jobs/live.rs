//! The list of jobs kept up to date: rows change where they stand; a new job loads the list again.

use crate::{
    client::Client,
    components::{Callout, Glyph},
    content::{changing, erase},
    polling::{Found, keep_looking},
    texts::texts,
};
use api::JobView;
use leptos::prelude::*;

/// A job that changes under the eyes of whoever looks.
pub type LiveJob = RwSignal<JobView>;

/// The jobs that are shown. Make it in the component that shows them.
#[derive(Clone, Copy)]
pub struct LiveJobs {
    shown: StoredValue<Vec<LiveJob>>,
    version: RwSignal<u32>,
    stale: RwSignal<bool>,
}

impl LiveJobs {
    /// Looks at the newest jobs again and again.
    pub fn follow(client: Client) -> Self {
        let live = Self { shown: StoredValue::new(Vec::new()), version: RwSignal::new(0), stale: RwSignal::new(false) };
        keep_looking(move || {
            let jobs = client.list_jobs(None, None);
            Box::pin(async move { live.look(jobs.await.ok().map(|page| page.items)) })
        });
        live
    }

    /// Changes when the list has to be loaded again.
    pub fn version(self) -> u32 {
        self.version.get()
    }

    /// Whether the last look got no answer.
    pub fn stale(self) -> Signal<bool> {
        self.stale.into()
    }

    /// What was shown before is shown no more.
    pub fn begin_page(self) {
        self.shown.set_value(Vec::new());
    }

    pub fn add(self, job: JobView) -> LiveJob {
        let job = RwSignal::new(job);
        self.shown.update_value(|shown| shown.push(job));
        job
    }

    fn look(self, found: Option<Vec<JobView>>) -> Found {
        let is_gone = self.stale.try_set(found.is_none()).is_some();
        let Some(found) = found else { return if is_gone { Found::End } else { Found::Nothing } };
        let is_going_on = found.iter().any(|job| !job.state.is_end());
        let mut has_new = false;
        for job in found {
            match self.signal_of(&job) {
                Some(shown) if shown.with_untracked(|shown| *shown != job) => shown.set(job),
                Some(_) => {}
                None => has_new = true,
            }
        }
        if has_new {
            self.version.try_update(|version| *version += 1);
        }
        if is_going_on || has_new { Found::News } else { Found::Nothing }
    }

    fn signal_of(self, job: &JobView) -> Option<LiveJob> {
        let shown = self.shown.try_get_value()?;
        shown.into_iter().find(|shown| shown.try_with_untracked(|shown| shown.id == job.id) == Some(true))
    }
}

/// Says that what is shown may be old.
#[component]
pub fn StaleNote(stale: Signal<bool>) -> impl IntoView {
    let texts = texts();
    let note = changing(move || {
        stale.get().then(|| {
            erase(view! {
                <Callout glyph=Glyph::Lost>
                    <p>{texts.stale}</p>
                </Callout>
            })
        })
    });
    view! { <div role="status">{note}</div> }
}
