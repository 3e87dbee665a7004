//! What stands where data would be when the server would not give it.

use super::{EmptyState, ErrorState, Glyph};
use crate::{
    client::{ClientError, use_client},
    content::erase,
    polling::{Found, keep_looking},
    texts::texts,
};
use api::Code;
use leptos::prelude::*;

/// Says why, and offers the way on: another try, which is made by itself once an outage is over, or another page where another
/// try would not help.
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
    let mut detail = texts.explain(&error);
    if error.is_outage() {
        retry_after_outage(on_retry);
        detail = format!("{detail} {}", texts.looks_again);
    }
    erase(view! { <ErrorState title detail on_retry /> })
}

/// Asks for the server alone until it can work, so that what is shown stands still until then.
fn retry_after_outage(on_retry: Callback<()>) {
    let client = use_client().quietly();
    keep_looking(move || {
        let readiness = client.readiness();
        Box::pin(async move {
            if readiness.await.is_err() {
                return Found::Nothing;
            }
            // Somebody who left the page in the meantime needs it no more.
            on_retry.try_run(());
            Found::End
        })
    });
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
