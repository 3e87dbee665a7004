//! What stands where data would be when the server would not give it.

use super::{EmptyState, ErrorState, Glyph};
use crate::{client::ClientError, content::erase, texts::texts};
use api::Code;
use leptos::prelude::*;

/// Says why, and offers the way on: another try, or another page where another try would not help.
#[component]
pub fn LoadError(
    error: ClientError,
    /// What could not be shown.
    title: &'static str,
    #[prop(into)] on_retry: Callback<()>,
) -> impl IntoView {
    let texts = texts();
    if error.code() == Some(Code::Forbidden) {
        return erase(ForbiddenState());
    }
    if error.code() == Some(Code::NotFound) {
        return erase(view! { <MissingState title /> });
    }
    erase(view! { <ErrorState title detail=texts.explain(&error) on_retry /> })
}

/// Says that the role of whoever looks does not allow it.
#[component]
pub fn ForbiddenState() -> impl IntoView {
    let texts = texts();
    view! {
        <EmptyState glyph=Glyph::Lock title=texts.forbidden_title meaning=texts.forbidden_meaning>
            <WayBack />
        </EmptyState>
    }
}

#[component]
fn MissingState(title: &'static str) -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::Lost title meaning=texts().not_found_advice>
            <WayBack />
        </EmptyState>
    }
}

#[component]
fn WayBack() -> impl IntoView {
    view! {
        <a class="button" href="/">
            {texts().back_to_overview}
        </a>
    }
}
