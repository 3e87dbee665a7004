//! The list of jobs kept up to date: rows change where they stand, and new jobs come to those that are shown.

use crate::{
    client::Client,
    components::{Callout, Glyph},
    content::{changing, erase},
    effects::tell,
    polling::{Found, keep_looking},
    texts::texts,
};
use api::JobView;
use leptos::prelude::*;
use model::JobId;
use std::collections::BTreeMap;

/// A job that changes under the eyes of whoever looks.
pub type LiveJob = ArcRwSignal<JobView>;

/// The jobs that are known. Make it in the component that shows them.
#[derive(Clone, Copy)]
pub struct LiveJobs {
    known: RwSignal<Vec<LiveJob>>,
    stale: RwSignal<bool>,
}

impl LiveJobs {
    fn new() -> Self {
        Self { known: RwSignal::new(Vec::new()), stale: RwSignal::new(false) }
    }

    /// Looks at the newest jobs again and again.
    pub fn follow(client: Client) -> Self {
        let (live, client) = (Self::new(), client.quietly());
        keep_looking(move || {
            let jobs = client.list_jobs(None, None);
            Box::pin(async move { live.look(jobs.await.ok().map(|page| page.items)) })
        });
        live
    }

    /// Those that are known.
    pub fn known(self) -> RwSignal<Vec<LiveJob>> {
        self.known
    }

    /// Whether the last look got no answer.
    pub fn stale(self) -> Signal<bool> {
        self.stale.into()
    }

    /// Takes in how jobs stand now. Tells whether that is news, and nothing once nobody looks any more.
    pub fn take(self, found: Vec<JobView>) -> Option<bool> {
        let known = self.known.try_get_untracked()?;
        let by_id: BTreeMap<JobId, &LiveJob> =
            known.iter().map(|job| (job.with_untracked(|job| job.id.clone()), job)).collect();
        let mut is_news = false;
        let mut new = Vec::new();
        for job in found {
            match by_id.get(&job.id) {
                Some(shown) if shown.with_untracked(|shown| *shown != job) => {
                    shown.set(job);
                    is_news = true;
                }
                Some(_) => {}
                None => new.push(LiveJob::new(job)),
            }
        }
        if !new.is_empty() {
            self.known.update(|known| known.extend(new));
            is_news = true;
        }
        Some(is_news)
    }

    fn look(self, found: Option<Vec<JobView>>) -> Found {
        if self.stale.is_disposed() {
            return Found::End;
        }
        tell(self.stale, found.is_none());
        match found.and_then(|found| self.take(found)) {
            Some(true) => Found::News,
            Some(false) | None => Found::Nothing,
        }
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

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use serde_json::json;

    fn job(id: &str, progress: u8) -> JobView {
        serde_json::from_value(json!({
            "id": id, "kind": "availability", "state": "running", "progress": progress, "step": "reading",
            "configuration": {"kind": "availability", "day": "latest"}, "created_by": "ada",
            "created_at": "2025-09-01T00:00:00Z", "cancel_asked": false,
        }))
        .unwrap()
    }

    #[test]
    fn only_what_changed_is_news() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            assert_eq!(live.look(Some(vec![job("a", 1)])), Found::News);
            assert_eq!(live.look(Some(vec![job("a", 1)])), Found::Nothing);
            assert_eq!(live.look(Some(vec![job("a", 2)])), Found::News);
            assert_eq!(live.look(None), Found::Nothing);
        });
    }

    #[test]
    fn a_new_job_takes_none_away() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            live.take(vec![job("b", 1), job("a", 1)]);
            live.take(vec![job("c", 1)]);
            assert_eq!(live.known().with(Vec::len), 3);
        });
    }
}
