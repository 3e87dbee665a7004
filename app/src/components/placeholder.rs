//! What stands where data would be: nothing yet, or nothing because of a fault.

use super::{Button, Glyph, Icon};
use crate::{content::Content, texts::texts};
use leptos::prelude::*;

/// Says what will be here and, through its children, the one thing to do next.
#[component]
pub fn EmptyState(
    glyph: Glyph,
    title: &'static str,
    meaning: &'static str,
    #[prop(optional)] children: Option<Content>,
) -> impl IntoView {
    view! {
        <div class="placeholder">
            <span class="placeholder-mark">
                <Icon glyph />
            </span>
            <h2>{title}</h2>
            <p>{meaning}</p>
            {children.map(|action| view! { <div class="placeholder-action">{action.view()}</div> })}
        </div>
    }
}

/// Says what happened, to what, and offers to try again.
#[component]
pub fn ErrorState(
    title: &'static str,
    #[prop(into)] detail: String,
    #[prop(into)] on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="placeholder placeholder-error" role="alert">
            <span class="placeholder-mark">
                <Icon glyph=Glyph::Alert />
            </span>
            <h2>{title}</h2>
            <p>{detail}</p>
            <div class="placeholder-action">
                <Button glyph=Glyph::Retry on_press=on_retry>
                    {texts().retry}
                </Button>
            </div>
        </div>
    }
}
