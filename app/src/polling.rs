//! Looking again and again at what changes on the server: often while something happens, ever more rarely while nothing does,
//! and not at all while nobody looks at the tab.

use crate::{document, effects::in_browser};
use leptos::{prelude::*, task::spawn_local};
use std::{
    pin::Pin,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

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
    let watch = Rc::new(Watch { look: Box::new(look), is_over });
    in_browser(move || watch.clone().look_after(SHORTEST));
}

/// Looks again and again until the end is found, whatever page is shown. For event handlers and effects.
pub fn look_until_end(look: impl Fn() -> Look + 'static) {
    Rc::new(Watch { look: Box::new(look), is_over: Arc::default() }).look_after(SHORTEST);
}

struct Watch {
    look: Box<dyn Fn() -> Look>,
    is_over: Arc<AtomicBool>,
}

impl Watch {
    fn look_after(self: Rc<Self>, wait: Duration) {
        set_timeout(move || self.look_now(wait), wait);
    }

    fn look_now(self: Rc<Self>, waited: Duration) {
        if self.is_over.load(Ordering::Relaxed) {
            return;
        }
        if document::is_hidden() {
            return self.look_after(waited);
        }
        spawn_local(async move {
            match (self.look)().await {
                Found::News => self.look_after(SHORTEST),
                Found::Nothing => self.look_after(longer(waited)),
                Found::End => {}
            }
        });
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
