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
        return erase(view! {
            <EmptyState glyph=Glyph::Lock title=texts.forbidden_title meaning=texts.forbidden_meaning>
                <a class="button" href="/">
                    {texts.back_to_overview}
                </a>
            </EmptyState>
        });
    }
    erase(view! { <ErrorState title detail=texts.explain(&error) on_retry /> })
}
