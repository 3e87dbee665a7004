//! The list of jobs kept up to date: rows change where they stand, and new jobs come to those that are shown.

use crate::{
    client::{Client, ClientError},
    components::{Button, Callout, Glyph},
    content::{changing, erase},
    effects::tell,
    frame::use_connection,
    polling::{Found, keep_looking},
    session::use_session,
    texts::{Texts, texts},
};
use api::{Code, JobView};
use leptos::prelude::*;
use model::JobId;
use std::collections::BTreeMap;

/// Whether what is looked at again and again is as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Freshness {
    Fresh,
    /// The last look was in vain.
    Stale(ClientError),
    /// The sign-in has ended, and with it all looks. They interrupt nobody who is at work, so that it has to be said here.
    SignedOut,
}

impl Freshness {
    pub fn of<T>(found: &Result<T, ClientError>) -> Self {
        match found {
            Ok(_) => Self::Fresh,
            Err(error) if error.code() == Some(Code::SignInNeeded) => Self::SignedOut,
            Err(error) => Self::Stale(error.clone()),
        }
    }

    /// What is to be said of it, where an outage may be told of above the page.
    fn words(&self, is_outage_told: bool, texts: &Texts) -> Option<String> {
        match self {
            Self::Fresh => None,
            Self::Stale(error) if is_outage_told && error.is_outage() => Some(texts.stale.into()),
            Self::Stale(error) => Some(format!("{} {} {}", texts.explain(error), texts.stale, texts.looks_again)),
            Self::SignedOut => Some(texts.session_ended.into()),
        }
    }
}

/// A job that changes under the eyes of whoever looks.
pub type LiveJob = ArcRwSignal<JobView>;

/// The jobs that are known. Make it in the component that shows them.
#[derive(Clone, Copy)]
pub struct LiveJobs {
    known: RwSignal<Vec<LiveJob>>,
    freshness: RwSignal<Freshness>,
}

impl LiveJobs {
    fn new() -> Self {
        Self { known: RwSignal::new(Vec::new()), freshness: RwSignal::new(Freshness::Fresh) }
    }

    /// Looks at the newest jobs again and again.
    pub fn follow(client: Client) -> Self {
        let (live, client) = (Self::new(), client.quietly());
        keep_looking(move || {
            let jobs = client.list_jobs(None, None);
            Box::pin(async move { live.look(jobs.await.map(|page| page.items)) })
        });
        live
    }

    /// Those that are known.
    pub fn known(self) -> RwSignal<Vec<LiveJob>> {
        self.known
    }

    pub fn freshness(self) -> Signal<Freshness> {
        self.freshness.into()
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

    fn look(self, found: Result<Vec<JobView>, ClientError>) -> Found {
        if self.freshness.is_disposed() {
            return Found::End;
        }
        tell(self.freshness, Freshness::of(&found));
        match found.ok().and_then(|found| self.take(found)) {
            Some(true) => Found::News,
            Some(false) | None => Found::Nothing,
        }
    }
}

/// Says that what is shown may be old, and why.
#[component]
pub fn StaleNote(freshness: Signal<Freshness>) -> impl IntoView {
    let texts = texts();
    let (session, connection) = (use_session(), use_connection());
    // The same words after another look in vain are not read out again.
    let words = Memo::new(move |_| freshness.with(|freshness| freshness.words(connection.is_lost(), texts)));
    let note = changing(move || {
        let words = words.get()?;
        let is_signed_out = freshness.with_untracked(|freshness| *freshness == Freshness::SignedOut);
        let way_back = is_signed_out.then(|| {
            view! { <Button on_press=move |()| session.end()>{texts.sign_in}</Button> }
        });
        Some(erase(view! {
            <Callout glyph=Glyph::Lost>
                <p>{words}</p>
                {way_back}
            </Callout>
        }))
    });
    view! { <div role="status">{note}</div> }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use crate::preferences::Language;
    use api::Problem;
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
            assert_eq!(live.look(Ok(vec![job("a", 1)])), Found::News);
            assert_eq!(live.look(Ok(vec![job("a", 1)])), Found::Nothing);
            assert_eq!(live.look(Ok(vec![job("a", 2)])), Found::News);
            assert_eq!(live.look(Err(ClientError::ConnectionLost)), Found::Nothing);
            assert_eq!(live.freshness().get_untracked(), Freshness::Stale(ClientError::ConnectionLost));
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

    #[test]
    fn what_is_old_is_said_with_the_reason() {
        let texts = Texts::of(Language::English);
        let refused = |code| ClientError::Refused(Box::new(Problem::new(code, "")));
        for (error, reason, is_outage) in [
            (ClientError::ConnectionLost, texts.connection_lost, true),
            (refused(Code::Unavailable), texts.problem_unavailable, true),
            (refused(Code::TooManyRequests), texts.problem_too_many_requests, false),
            (refused(Code::NotFound), texts.problem_not_found, false),
            (ClientError::Garbled, texts.answer_garbled, false),
        ] {
            let stale = Freshness::of(&Err::<(), _>(error));
            let words = stale.words(false, texts).unwrap();
            assert!(words.starts_with(reason) && words.contains(texts.stale), "{words}");
            let beside = stale.words(true, texts).unwrap();
            assert_eq!(beside, if is_outage { texts.stale } else { &words }, "beside the note above the page");
        }
        let ended = Freshness::of(&Err::<(), _>(refused(Code::SignInNeeded)));
        assert_eq!(ended.words(true, texts).as_deref(), Some(texts.session_ended));
        assert_eq!(Freshness::of(&Ok(())).words(true, texts), None);
    }
}
