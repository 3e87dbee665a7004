//! What is wrong with a form as a whole, and how long to wait before the next try.

use super::{Glyph, Icon};
use crate::{
    forms::Submission,
    texts::{fill, texts},
};
use leptos::prelude::*;

/// Stands below the form's last field; screen readers hear it when it comes.
#[component]
pub fn FormMessage(submission: Submission) -> impl IntoView {
    let texts = texts();
    let fault = submission.fault();
    let wait = submission.wait();
    // The seconds are for the eye: read aloud each time, they would drown everything else.
    let seconds_left = Signal::derive(move || match wait.get() {
        0 => String::new(),
        seconds => fill(texts.wait_seconds, &seconds.to_string()),
    });
    let is_nothing_wrong = Signal::derive(move || fault.with(String::is_empty));
    view! {
        <div class="form-message" hidden=is_nothing_wrong>
            <Icon glyph=Glyph::Alert />
            <p>
                <span role="alert">{fault}</span>
                <span class="form-wait" aria-hidden="true">
                    {seconds_left}
                </span>
            </p>
        </div>
    }
}
