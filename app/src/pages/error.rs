//! What stands in for a page that failed while it was shown.

use crate::{
    components::{ErrorState, PageHeader},
    document,
    page_context::StatusSetter,
    texts::texts,
};
use leptos::prelude::*;

#[component]
pub fn ErrorPage() -> impl IntoView {
    let texts = texts();
    if let Some(status) = use_context::<StatusSetter>() {
        status.set(500);
    }
    view! {
        <PageHeader title=texts.error_title meaning=texts.error_meaning />
        <ErrorState title=texts.error_failed detail=texts.error_detail on_retry=|()| document::reload() />
    }
}
