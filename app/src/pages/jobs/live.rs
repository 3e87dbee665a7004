//! The list of jobs kept up to date: rows change where they stand, and new jobs come to those that are shown.

use super::Freshness;
use crate::{
    client::{Client, ClientError},
    effects::tell,
    ordering::ordered,
    polling::{Found, keep_looking},
};
use api::JobView;
use leptos::prelude::*;
use model::{JobId, JobState};
use std::rc::Rc;

/// How many jobs are looked up by themselves at one look.
const LOOKED_UP: usize = 8;

/// A job that changes under the eyes of whoever looks.
pub type LiveJob = ArcRwSignal<JobView>;

/// The jobs that are known. Make it in the component that shows them.
#[derive(Clone, Copy)]
pub struct LiveJobs {
    known: RwSignal<Vec<LiveJob>>,
    /// Whether any were taken in, be it none at all.
    has_begun: StoredValue<bool>,
    freshness: RwSignal<Freshness>,
}

/// What was new of the jobs that were taken in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    is_news: bool,
    has_ended: bool,
}

impl LiveJobs {
    fn new() -> Self {
        Self {
            known: RwSignal::new(Vec::new()),
            has_begun: StoredValue::new(false),
            freshness: RwSignal::new(Freshness::Fresh),
        }
    }

    /// Looks again and again at the newest jobs, as many as come at once or this many, and at what goes on among the older
    /// ones. `on_change` is called when one of them has ended, and when there are answers again: reports may have come.
    pub fn follow(client: Client, limit: Option<&'static str>, on_change: impl Fn() + 'static) -> Self {
        let (live, client) = (Self::new(), client.quietly());
        let on_change: Rc<dyn Fn()> = Rc::new(on_change);
        keep_looking(move || {
            let (client, on_change) = (client.clone(), on_change.clone());
            Box::pin(async move {
                let found = live.find(&client, limit).await;
                live.look(found, &*on_change)
            })
        });
        live
    }

    /// Those that are known.
    pub fn known(self) -> RwSignal<Vec<LiveJob>> {
        self.known
    }

    /// Those that wait or are worked on, in the order in which workers take them.
    pub fn going_on(self) -> Memo<Vec<LiveJob>> {
        Memo::new(move |_| {
            let is_going_on = |job: &&LiveJob| job.with(|job| !job.state.is_end());
            self.known.with(|known| oldest_first(known.iter().filter(is_going_on)))
        })
    }

    pub fn freshness(self) -> Signal<Freshness> {
        self.freshness.into()
    }

    /// Takes in how jobs stand now. Tells what is new, and nothing once nobody looks any more.
    pub fn take(self, found: Vec<JobView>) -> Option<Taken> {
        let known = self.known.try_get_untracked()?;
        let mut taken = Taken::default();
        let mut new = Vec::new();
        for job in found {
            let shown = known.iter().find(|shown| shown.with_untracked(|shown| shown.id == job.id));
            // Most jobs are so short that no look sees them at work: what counts is that one has ended which had not before.
            let had_ended = shown.is_some_and(|shown| shown.with_untracked(|shown| shown.state.is_end()));
            taken.has_ended |= self.has_begun.get_value() && job.state.is_end() && !had_ended;
            match shown {
                Some(shown) if shown.with_untracked(|shown| *shown != job) => {
                    shown.set(job);
                    taken.is_news = true;
                }
                Some(_) => {}
                None => new.push(LiveJob::new(job)),
            }
        }
        if !new.is_empty() {
            self.known.update(|known| known.extend(new));
            taken.is_news = true;
        }
        self.has_begun.set_value(true);
        Some(taken)
    }

    /// Workers take the oldest first, which do not come with the newest: they are asked for by their state, and what has
    /// left it since by itself.
    async fn find(self, client: &Client, limit: Option<&str>) -> Result<Vec<JobView>, ClientError> {
        let newest = client.list_jobs(limit, None).await?;
        let mut jobs = newest.items;
        if newest.next_cursor.is_none() {
            return Ok(jobs);
        }
        let running = client.list_running_jobs().await?.items;
        jobs.retain(|job| running.iter().all(|other| other.id != job.id));
        jobs.extend(running);
        for id in self.overtaken(&jobs) {
            // What is gone by now, or cannot be had, stays as it was.
            jobs.extend(client.find_job(id.as_str()).await.ok());
        }
        Ok(jobs)
    }

    /// Those that are shown as going on, are not among the found ones, and cannot stand as they are shown: they ran, a younger
    /// one has begun, or somebody asked for their end. The oldest of them, as many as are looked up at once.
    fn overtaken(self, found: &[JobView]) -> Vec<JobId> {
        let known = self.known.try_get_untracked().unwrap_or_default();
        let youngest_begun = found.iter().filter(|job| job.started_at.is_some()).map(|job| job.created_at).max();
        let is_overtaken = |job: &JobView| match job.state {
            JobState::Running => true,
            JobState::Queued => job.cancel_asked || youngest_begun.is_some_and(|begun| job.created_at <= begun),
            JobState::Completed | JobState::Error | JobState::Cancelled => false,
        };
        let is_missing = |job: &JobView| found.iter().all(|other| other.id != job.id);
        let is_wanted = |job: &&LiveJob| job.with_untracked(|job| is_overtaken(job) && is_missing(job));
        let overtaken = oldest_first(known.iter().filter(is_wanted));
        overtaken.iter().take(LOOKED_UP).map(|job| job.with_untracked(|job| job.id.clone())).collect()
    }

    fn look(self, found: Result<Vec<JobView>, ClientError>, on_change: &dyn Fn()) -> Found {
        let Some(before) = self.freshness.try_get_untracked() else { return Found::End };
        tell(self.freshness, Freshness::of(&found));
        let Some(taken) = found.ok().and_then(|found| self.take(found)) else { return Found::Nothing };
        if before != Freshness::Fresh || taken.has_ended {
            on_change();
        }
        if taken.is_news { Found::News } else { Found::Nothing }
    }
}

fn oldest_first<'a>(jobs: impl Iterator<Item = &'a LiveJob>) -> Vec<LiveJob> {
    ordered(jobs.cloned(), |job| job.with_untracked(|job| job.created_at))
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use serde_json::json;
    use std::cell::Cell;

    fn job(id: &str, state: &str, progress: u8) -> JobView {
        serde_json::from_value(json!({
            "id": id, "kind": "availability", "state": state, "progress": progress, "step": "reading",
            "configuration": {"kind": "availability", "day": "latest"}, "created_by": "ada",
            "created_at": format!("2025-09-01T00:00:{progress:02}Z"), "cancel_asked": false,
        }))
        .unwrap()
    }

    fn running(id: &str, progress: u8) -> JobView {
        job(id, "running", progress)
    }

    fn done(id: &str) -> JobView {
        job(id, "completed", 59)
    }

    #[test]
    fn only_what_changed_is_news() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            let check = |found, expected| assert_eq!(live.look(found, &|| ()), expected);
            check(Ok(vec![running("a", 1)]), Found::News);
            check(Ok(vec![running("a", 1)]), Found::Nothing);
            check(Ok(vec![running("a", 2)]), Found::News);
            check(Err(ClientError::ConnectionLost), Found::Nothing);
            assert_eq!(live.freshness().get_untracked(), Freshness::Stale(ClientError::ConnectionLost));
        });
    }

    #[test]
    fn ends_are_told_and_so_are_answers_after_an_outage() {
        Owner::new().with(|| {
            let (live, told) = (LiveJobs::new(), Cell::new(0));
            let check = |found, expected, why| {
                live.look(found, &|| told.set(told.get() + 1));
                assert_eq!(told.take(), expected, "{why}");
            };
            check(Ok(vec![]), 0, "nothing yet");
            check(Ok(vec![running("a", 1)]), 0, "it has begun");
            check(Ok(vec![done("a")]), 1, "it has ended");
            check(Ok(vec![done("a")]), 0, "it had ended before");
            check(Ok(vec![done("b"), done("a")]), 1, "no look saw it at work");
            check(Err(ClientError::ConnectionLost), 0, "nobody knows");
            check(Ok(vec![done("b"), done("a")]), 1, "there are answers again");
        });
    }

    #[test]
    fn a_first_look_tells_of_no_end() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            assert_eq!(live.take(vec![done("a")]), Some(Taken { is_news: true, has_ended: false }));
        });
    }

    #[test]
    fn a_new_job_takes_none_away() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            live.take(vec![running("b", 1), running("a", 1)]);
            live.take(vec![running("c", 1)]);
            assert_eq!(live.known().with(Vec::len), 3);
        });
    }

    #[test]
    fn what_goes_on_stands_in_the_order_of_the_queue_and_leaves_it_at_its_end() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            let going_on = live.going_on();
            let check = |expected: &[&str]| {
                let ids =
                    going_on.get_untracked().iter().map(|job| job.with(|job| job.id.to_string())).collect::<Vec<_>>();
                assert_eq!(ids, expected);
            };
            live.take(vec![running("c", 3), done("x"), running("a", 1), running("b", 2)]);
            check(&["a", "b", "c"]);
            live.take(vec![done("b")]);
            check(&["a", "c"]);
        });
    }

    #[test]
    fn what_cannot_stand_as_it_is_shown_is_looked_up() {
        Owner::new().with(|| {
            let live = LiveJobs::new();
            let queued = |id, second| job(id, "queued", second);
            let asked = JobView { cancel_asked: true, ..queued("asked", 9) };
            live.take(vec![queued("old", 1), running("ran", 2), queued("young", 8), asked, done("done")]);
            let check = |found: &[JobView], expected: &[&str]| {
                let ids: Vec<_> = live.overtaken(found).into_iter().map(String::from).collect();
                assert_eq!(ids, expected);
            };
            check(&[], &["ran", "asked"]);
            let begun = JobView { started_at: Some("2025-09-01T01:00:00Z".parse().unwrap()), ..running("begun", 5) };
            check(std::slice::from_ref(&begun), &["old", "ran", "asked"]);
            check(&[begun, running("ran", 3)], &["old", "asked"]);
        });
    }
}
