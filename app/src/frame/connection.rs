//! Says that the browser is offline, for as long as it is.

use crate::{
    components::{Glyph, Icon},
    content::{changing, erase},
    document,
    effects::in_browser,
    texts::texts,
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*};

/// It is there from the start, so that screen readers hear what enters it.
#[component]
pub fn ConnectionNote() -> impl IntoView {
    let words = texts().offline;
    let is_offline = RwSignal::new(false);
    in_browser(move || {
        let look = move || is_offline.set(document::is_offline());
        look();
        for event in ["online", "offline"] {
            window_event_listener_untyped(event, move |_| look());
        }
    });
    let note = changing(move || {
        is_offline.get().then(|| {
            erase(view! {
                <p class="connection-note">
                    <Icon glyph=Glyph::Lost />
                    {words}
                </p>
            })
        })
    });
    view! {
        <div class="connection" role="status">
            {note}
        </div>
    }
}
