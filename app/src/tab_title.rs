//! The name of the browser's tab. The server writes it into the document's head, the browser changes it on navigation.

use crate::texts::texts;
use leptos::prelude::*;

/// Names the tab after the page. Call it while the page's component is made.
pub fn name_tab(page: &str) {
    let title = format!("{page} · {}", texts().product_name);
    #[cfg(feature = "ssr")]
    {
        // Rendering this component puts nothing where it stands; it registers the title for the head.
        let _ = view! { <leptos_meta::Title text=title /> }.to_html();
    }
    // leptos_meta could do this too, but brings ten times as much along.
    #[cfg(not(feature = "ssr"))]
    crate::effects::in_browser(move || document().set_title(&title));
}
