//! Looking again and again at what changes on the server: often while something happens, ever more rarely while nothing does,
//! at once when the browser is online again or somebody comes back to the tab, and not at all while nobody looks at it.

use crate::{document, effects::in_browser};
use leptos::{
    leptos_dom::helpers::{
        TimeoutHandle, WindowListenerHandle, set_timeout_with_handle, window_event_listener_untyped,
    },
    prelude::*,
    task::spawn_local,
};
use std::{
    cell::Cell,
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// After these what was found last may be long past.
const COMEBACKS: [&str; 2] = ["online", "visibilitychange"];
const SHORTEST: Duration = Duration::from_millis(400);
const LONGEST: Duration = Duration::from_secs(10);

/// What a look found, which says when to look next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    News,
    /// Nothing new, or no answer.
    Nothing,
    /// Nothing will change any more.
    End,
}

/// One look, on its way.
pub type Look = Pin<Box<dyn Future<Output = Found>>>;

/// Looks again and again as long as the component lives. Does nothing while a page is rendered.
pub fn keep_looking(look: impl Fn() -> Look + 'static) {
    let is_over = Arc::new(AtomicBool::new(false));
    let ended = is_over.clone();
    on_cleanup(move || ended.store(true, Ordering::Relaxed));
    let watch = Rc::new(Watch::new(Box::new(look), is_over));
    in_browser(move || watch.clone().begin());
}

/// Looks again and again until the end is found, whatever page is shown. For event handlers and effects.
pub fn look_until_end(look: impl Fn() -> Look + 'static) {
    Rc::new(Watch::new(Box::new(look), Arc::default())).begin();
}

struct Watch {
    look: Box<dyn Fn() -> Look>,
    is_over: Arc<AtomicBool>,
    /// What waits for the next look; nothing while one is on its way.
    pause: Cell<Option<TimeoutHandle>>,
    listeners: Cell<Vec<WindowListenerHandle>>,
}

impl Watch {
    fn new(look: Box<dyn Fn() -> Look>, is_over: Arc<AtomicBool>) -> Self {
        Self { look, is_over, pause: Cell::default(), listeners: Cell::default() }
    }

    fn begin(self: Rc<Self>) {
        let listeners = COMEBACKS.map(|event| {
            let watch = self.clone();
            window_event_listener_untyped(event, move |_| watch.clone().come_back())
        });
        self.listeners.set(listeners.into());
        self.look_after(SHORTEST);
    }

    fn come_back(self: Rc<Self>) {
        // The tab may be leaving sight as well, and a look that is on its way needs no other.
        if document::is_hidden() {
            return;
        }
        if let Some(pause) = self.pause.take() {
            pause.clear();
            self.look_now(SHORTEST);
        }
    }

    fn look_after(self: Rc<Self>, wait: Duration) {
        let watch = self.clone();
        let pause = set_timeout_with_handle(move || watch.look_now(wait), wait);
        self.pause.set(pause.ok());
    }

    fn look_now(self: Rc<Self>, waited: Duration) {
        self.pause.set(None);
        if self.is_over.load(Ordering::Relaxed) {
            return self.end();
        }
        if document::is_hidden() {
            return self.look_after(waited);
        }
        spawn_local(async move {
            match (self.look)().await {
                Found::News => self.look_after(SHORTEST),
                Found::Nothing => self.look_after(longer(waited)),
                Found::End => self.end(),
            }
        });
    }

    fn end(&self) {
        self.listeners.take().into_iter().for_each(WindowListenerHandle::remove);
    }
}

fn longer(wait: Duration) -> Duration {
    (wait * 3 / 2).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_a_limit() {
        assert_eq!(longer(SHORTEST), Duration::from_millis(600));
        assert_eq!(longer(LONGEST), LONGEST);
    }
}
