//! What is being worked on right now. The card is there only while there is something.

use crate::{
    analyses::{job_path, kind_glyph},
    client::use_client,
    components::{Card, Icon, Loaded, load},
    content::{changing, erase},
    effects::tell,
    pages::jobs::{Freshness, JobMark, asked_window},
    polling::{Found, keep_looking},
    texts::texts,
};
use api::JobView;
use leptos::prelude::*;
use model::JobId;

const NEWEST: &str = "20";

#[component]
pub fn JobsCard(
    /// How the last look went.
    freshness: RwSignal<Freshness>,
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
            let Some(before) = freshness.try_get_untracked() else { return Found::End };
            tell(freshness, Freshness::of(&page));
            let Ok(page) = page else { return Found::Nothing };
            let found = look(page.items, found);
            if before != Freshness::Fresh || found.has_ended {
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
                if found.with_untracked(Option::is_none) {
                    found.set(Some(page.items));
                }
                changing(move || {
                    let going_on = found.with(|found| going_on(found.as_deref().unwrap_or_default()));
                    (!going_on.is_empty()).then(|| card(going_on))
                })
            }
        />
    }
}

fn going_on(jobs: &[JobView]) -> Vec<JobView> {
    jobs.iter().filter(|job| !job.state.is_end()).cloned().collect()
}

/// What a look at the jobs found.
#[derive(Debug, PartialEq, Eq)]
struct Looked {
    has_ended: bool,
    is_news: bool,
}

/// Most jobs are so short that no look sees them at work: what counts is that one has ended which had not before.
fn look(now: Vec<JobView>, found: RwSignal<Option<Vec<JobView>>>) -> Looked {
    let Some(before) = found.get_untracked() else {
        found.set(Some(now));
        return Looked { has_ended: false, is_news: false };
    };
    let had_ended = |id: &JobId| before.iter().any(|job| job.id == *id && job.state.is_end());
    let has_ended = now.iter().any(|job| job.state.is_end() && !had_ended(&job.id));
    let is_news = before != now;
    if is_news {
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

    fn job(id: &str, state: &str, progress: u8) -> JobView {
        serde_json::from_value(json!({
            "id": id, "kind": "availability", "state": state, "progress": progress, "step": "reading",
            "configuration": {"kind": "availability", "day": "latest"}, "created_by": "ada",
            "created_at": "2025-09-01T00:00:00Z", "cancel_asked": false,
        }))
        .unwrap()
    }

    #[test]
    fn only_what_changed_is_news() {
        Owner::new().with(|| {
            let found = RwSignal::new(Some(vec![]));
            let check = |now: Vec<JobView>, has_ended, is_news| {
                assert_eq!(look(now, found), Looked { has_ended, is_news });
            };
            let (done, other) = (job("a", "completed", 100), job("b", "completed", 100));
            check(vec![], false, false);
            check(vec![job("a", "running", 1)], false, true);
            check(vec![job("a", "running", 1)], false, false);
            check(vec![job("a", "running", 2)], false, true);
            check(vec![done.clone()], true, true);
            check(vec![done.clone()], false, false);
            check(vec![other, done], true, true);
        });
    }

    #[test]
    fn a_first_look_tells_of_no_end() {
        Owner::new().with(|| {
            let looked = look(vec![job("a", "completed", 100)], RwSignal::new(None));
            assert_eq!(looked, Looked { has_ended: false, is_news: false });
        });
    }
}
