//! Whether what is looked at again and again is as it is shown, and what is to be said where it is not.

use crate::{
    client::ClientError,
    components::{Button, Callout, Glyph},
    content::{changing, erase},
    frame::use_connection,
    session::use_session,
    texts::{Texts, texts},
};
use api::Code;
use leptos::prelude::*;

/// How the last look went.
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
mod tests {
    use super::*;
    use crate::preferences::Language;
    use api::Problem;

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
