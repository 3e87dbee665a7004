//! The wish to bring data in, uttered while the page on which that is done is shown already: a link to there would change
//! nothing, and loading the page anew would lose what is typed on it.

use crate::effects::in_browser;
use leptos::prelude::*;

/// Taken from context by [`use_intake_wish`].
#[derive(Clone, Copy)]
pub struct IntakeWish(RwSignal<u32>);

pub fn use_intake_wish() -> IntakeWish {
    expect_context()
}

impl IntakeWish {
    /// Provides it to the palette, which utters it, and to the page that fulfils it.
    pub fn provide() {
        provide_context(Self(RwSignal::new(0)));
    }

    pub fn utter(self) {
        self.0.update(|times| *times += 1);
    }

    /// Does this each time that it is uttered from now on.
    pub fn fulfil(self, deed: impl Fn() + 'static) {
        let before = self.0.get_untracked();
        in_browser(move || {
            if self.0.get() != before {
                deed();
            }
        });
    }
}
