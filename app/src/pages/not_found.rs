//! The page for an address that shows nothing.

use crate::{
    components::{EmptyState, Glyph, PageHeader},
    page_context::StatusSetter,
    texts::texts,
};
use leptos::prelude::*;

#[component]
pub fn NotFoundPage() -> impl IntoView {
    let texts = texts();
    if let Some(status) = use_context::<StatusSetter>() {
        status.set(404);
    }
    view! {
        <PageHeader title=texts.not_found_title meaning=texts.not_found_meaning />
        <EmptyState glyph=Glyph::Lost title=texts.not_found_lost meaning=texts.not_found_advice>
            <a class="button button-primary" href="/">
                {texts.back_to_overview}
            </a>
        </EmptyState>
    }
}
