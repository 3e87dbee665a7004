//! The line that every page begins with.

use crate::texts::texts;
use leptos::prelude::*;
use leptos_meta::Title;

/// The page's title, its meaning in one line, and its actions at the right. Names the browser's tab too.
#[component]
pub fn PageHeader(
    title: &'static str,
    meaning: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let product = texts().product_name;
    view! {
        <Title text=format!("{title} · {product}") />
        <header class="page-header">
            <div class="page-header-words">
                <h1>{title}</h1>
                <p>{meaning}</p>
            </div>
            {children.map(|actions| view! { <div class="page-header-actions">{actions()}</div> })}
        </header>
    }
}
