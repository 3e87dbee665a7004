//! Short messages at the edge of the page: what was done, or what could not be. That something was done leaves by itself;
//! bad news, and what leads elsewhere, waits.

use super::{Glyph, Icon, IconButton};
use crate::{
    content::{changing, erase},
    focus,
    texts::texts,
};
use leptos::prelude::*;
use std::time::Duration;

const GOOD_NEWS_STAYS: Duration = Duration::from_secs(6);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Good,
    Bad,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    message: String,
    link: Option<ToastLink>,
}

/// Where one can go on from a message.
#[derive(Clone)]
pub struct ToastLink {
    pub label: &'static str,
    pub href: String,
}

/// The id of the page below the line on top.
const CONTENT: &str = "content";

/// How many messages there is room for; one more takes the place of the oldest.
const ROOM: usize = 5;

/// Shows messages; taken from context.
#[derive(Clone, Copy)]
pub struct Toaster {
    /// Each message has a place, so that what stays is not made anew: it would be read out again, and lose the focus.
    places: [RwSignal<Option<Toast>>; ROOM],
    next_id: StoredValue<u32>,
}

impl Toaster {
    pub fn provide() {
        let places = std::array::from_fn(|_| RwSignal::new(None));
        provide_context(Self { places, next_id: StoredValue::new(0) });
    }

    /// The toaster of this page. Take it at the top of a component.
    pub fn take() -> Self {
        expect_context()
    }

    /// Says that something was done.
    pub fn done(self, message: impl Into<String>) {
        let id = self.show(Tone::Good, message.into(), None);
        set_timeout(move || self.dismiss(id), GOOD_NEWS_STAYS);
    }

    /// Says what happened elsewhere, and leads there. It stays until it is followed or dismissed.
    pub fn tell(self, message: impl Into<String>, link: ToastLink) {
        self.show(Tone::Good, message.into(), Some(link));
    }

    /// Says what went wrong elsewhere, and leads there.
    pub fn warn(self, message: impl Into<String>, link: ToastLink) {
        self.show(Tone::Bad, message.into(), Some(link));
    }

    /// Says that something could not be done.
    pub fn failed(self, message: impl Into<String>) {
        self.show(Tone::Bad, message.into(), None);
    }

    fn show(self, tone: Tone, message: String, link: Option<ToastLink>) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        let shown =
            |place: &RwSignal<Option<Toast>>| place.with_untracked(|toast| toast.as_ref().map(|toast| toast.id));
        // A free one, which is less than any that is taken, or the oldest.
        if let Some(place) = self.places.into_iter().min_by_key(shown) {
            place.set(Some(Toast { id, tone, message, link }));
        }
        id
    }

    fn dismiss(self, id: u32) {
        for place in self.places {
            if place.with_untracked(|toast| toast.as_ref().is_some_and(|toast| toast.id == id)) {
                place.set(None);
            }
        }
    }
}

/// Where the messages appear. It is there from the start, because screen readers only announce what enters a region that
/// they already know.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = Toaster::take();
    let messages: Vec<AnyView> = toaster
        .places
        .into_iter()
        .map(|place| changing(move || place.get().map(|toast| erase(view! { <ToastMessage toast /> }))))
        .collect();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {messages}
        </div>
    }
}

#[component]
fn ToastMessage(toast: Toast) -> impl IntoView {
    let toaster = Toaster::take();
    let (class, glyph) = match toast.tone {
        Tone::Good => ("toast", Glyph::Success),
        Tone::Bad => ("toast toast-bad", Glyph::Alert),
    };
    let link = toast.link.map(|ToastLink { label, href }| {
        view! {
            " "
            <a href=href on:click=move |_| toaster.dismiss(toast.id)>
                {label}
            </a>
        }
    });
    let dismiss = move |()| {
        toaster.dismiss(toast.id);
        focus::give_back_to(vec![CONTENT.into()]);
    };
    view! {
        <div class=class>
            <Icon glyph />
            <p>{toast.message} {link}</p>
            <IconButton glyph=Glyph::Close label=texts().dismiss on_press=dismiss />
        </div>
    }
}
