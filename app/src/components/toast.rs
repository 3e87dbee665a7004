//! Short messages at the edge of the page: what was done, or what could not be. Good news leaves by itself, bad news
//! waits to be read.

use super::{Glyph, Icon, IconButton};
use crate::texts::texts;
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
}

/// Shows messages; taken from context.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u32>,
}

impl Toaster {
    pub fn provide() {
        provide_context(Self { toasts: RwSignal::new(Vec::new()), next_id: StoredValue::new(0) });
    }

    /// The toaster of this page. Take it at the top of a component.
    pub fn take() -> Self {
        expect_context()
    }

    /// Says that something was done.
    pub fn done(self, message: impl Into<String>) {
        let id = self.show(Tone::Good, message.into());
        set_timeout(move || self.dismiss(id), GOOD_NEWS_STAYS);
    }

    /// Says that something could not be done.
    pub fn failed(self, message: impl Into<String>) {
        self.show(Tone::Bad, message.into());
    }

    fn show(self, tone: Tone, message: String) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        self.toasts.update(|toasts| toasts.push(Toast { id, tone, message }));
        id
    }

    fn dismiss(self, id: u32) {
        self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Where the messages appear. It is there from the start, because screen readers only announce what enters a region that
/// they already know.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = Toaster::take();
    let messages = move || {
        let toasts = toaster.toasts.get();
        toasts.into_iter().map(|toast| view! { <ToastMessage toast /> }).collect_view()
    };
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
    view! {
        <div class=class>
            <Icon glyph />
            <p>{toast.message}</p>
            <IconButton glyph=Glyph::Close label=texts().dismiss on_press=move |()| toaster.dismiss(toast.id) />
        </div>
    }
}
