//! What a page shows of the API: loaded while the page is rendered, or when it is opened, and again whenever its source
//! changes or, unless it never does, somebody signs in over the page. All loaders are of one type, because each type would cost the browser half
//! some ten kilobytes.

use super::LoadError;
use crate::{
    client::{Call, ClientError, Fetching},
    content::erase,
    effects::{in_browser, tell},
    focus,
    session::use_session,
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::{marker::PhantomData, sync::Arc};

type Answer = Result<String, ClientError>;
type ShowBody = dyn Fn(&str) -> Result<AnyView, ClientError> + Send + Sync;

/// Data on its way to a page. Make it with [`load`], show it with [`Loaded`].
pub struct Loader<T> {
    answer: Resource<Answer>,
    data: PhantomData<fn() -> T>,
}

impl<T> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loader<T> {}

/// What was changed by hand since a page was opened, after which it loads again. Make it in the component that shows the page.
#[derive(Clone, Copy)]
pub struct Changes(RwSignal<u32>);

impl Changes {
    pub fn none() -> Self {
        Self(RwSignal::new(0))
    }

    /// The source of whatever is to be loaded again after each of them.
    pub fn source(self) -> impl Fn() -> String + Send + Sync + 'static {
        move || self.0.get().to_string()
    }

    /// One more, if the page is still there.
    pub fn add(self) {
        self.0.try_update(|count| *count += 1);
    }

    /// The same for whoever is to call it, and may have more to say.
    pub fn note<T: 'static>(self) -> Callback<T> {
        Callback::new(move |_| self.add())
    }
}

/// Loads what the call asks for. The call is made anew, and sent, whenever a signal that `source` reads changes the text it
/// gives.
pub fn load<T: DeserializeOwned + 'static>(
    source: impl Fn() -> String + Send + Sync + 'static,
    call: impl Fn() -> Call<T> + Send + Sync + 'static,
) -> Loader<T> {
    Loader { answer: load_any(Box::new(source), Box::new(move || call().fetch())), data: PhantomData }
}

/// Loads what never changes, such as a report: whoever signs in over the page finds what is shown as it was, and only
/// what could not be loaded is asked for again.
pub fn load_once<T: DeserializeOwned + 'static>(
    source: impl Fn() -> String + Send + Sync + 'static,
    call: impl Fn() -> Call<T> + Send + Sync + 'static,
) -> Loader<T> {
    let session = use_session();
    let answer: Resource<Answer> = Resource::new(source, move |_| call().fetch());
    let mut is_first = true;
    in_browser(move || {
        session.version();
        let has_failed = || answer.with_untracked(|answer| matches!(answer, Some(Err(_))));
        if !std::mem::take(&mut is_first) && has_failed() {
            answer.refetch();
        }
    });
    Loader { answer, data: PhantomData }
}

fn load_any(
    source: Box<dyn Fn() -> String + Send + Sync>,
    fetch: Box<dyn Fn() -> Fetching + Send + Sync>,
) -> Resource<Answer> {
    let session = use_session();
    Resource::new(move || (source(), session.version()), move |_| fetch())
}

/// Shows the data once it is there, something of the same size before, and what happened when it could not be loaded. While it
/// is loaded again, what is shown is marked as no longer what was asked for.
#[component]
pub fn Loaded<T: DeserializeOwned + 'static>(
    loader: Loader<T>,
    /// What to say when it could not be loaded.
    failed: &'static str,
    loading: fn() -> AnyView,
    /// Begins a page whose own beginning could not be loaded.
    #[prop(optional)]
    head: Option<fn() -> AnyView>,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> impl IntoView {
    let show = move |body: &str| Call::<T>::read(body).map(&show);
    show_any(loader.answer, failed, loading, head, Arc::new(show))
}

fn show_any(
    answer: Resource<Answer>,
    failed: &'static str,
    loading: fn() -> AnyView,
    head: Option<fn() -> AnyView>,
    show: Arc<ShowBody>,
) -> AnyView {
    // What was there before stays until another answer has come, and must not be taken for it. What is made below goes with
    // the answer that it was made of, so that nothing there may follow this: the style sheet says it there.
    let is_outdated = RwSignal::new(false);
    let set_pending = move |is_pending: bool| {
        // A page that is rendered shows its first answer.
        if !cfg!(feature = "ssr") {
            tell(is_outdated, is_pending && answer.with_untracked(Option::is_some));
        }
    };
    let content = move || {
        let show = show.clone();
        Suspend::new(async move {
            let body = answer.await;
            focus::keep();
            body.and_then(|body| show(&body)).unwrap_or_else(|error| {
                let retry = move |()| {
                    if !is_outdated.get_untracked() {
                        answer.refetch();
                    }
                };
                let problem = erase(view! { <LoadError error title=failed on_retry=retry /> });
                erase((head.map(|head| head()), problem))
            })
        })
    };
    let while_outdated = move || is_outdated.get().then_some("true");
    erase(view! {
        <div class="loaded" aria-busy=while_outdated>
            <Transition fallback=loading set_pending=SignalSetter::map(set_pending)>
                {content}
            </Transition>
        </div>
    })
}
