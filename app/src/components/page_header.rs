//! The line that every page begins with.

use crate::{content::Content, tab_title::name_tab};
use leptos::prelude::*;

/// The page's title, its meaning in one line, and its actions at the right. Names the browser's tab too.
#[component]
pub fn PageHeader(
    title: &'static str,
    meaning: &'static str,
    #[prop(optional)] children: Option<Content>,
) -> impl IntoView {
    name_tab(title);
    view! {
        <header class="page-header">
            <div>
                <h1>{title}</h1>
                <p>{meaning}</p>
            </div>
            {children.map(|actions| view! { <div class="page-header-actions">{actions.view()}</div> })}
        </header>
    }
}
