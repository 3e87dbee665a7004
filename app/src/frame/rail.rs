//! The navigation. Its width is an attribute of the document, so that the server's first paint already has it.

use super::logo::Logo;
use crate::{
    components::{Glyph, Icon},
    document,
    navigation::{NAVIGATION, NavigationEntry},
    preferences::Rail,
    texts::texts,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn NavigationRail(rail: Rail) -> impl IntoView {
    let texts = texts();
    let entries = NAVIGATION
        .iter()
        .map(|entry| view! { <RailLink entry /> })
        .collect_view();
    view! {
        <div class="rail">
            <a class="rail-brand" href="/">
                <Logo />
                <span class="rail-words">{texts.product_name}</span>
            </a>
            <nav class="rail-nav" aria-label=texts.navigation>
                <ul>{entries}</ul>
            </nav>
            <RailToggle rail />
        </div>
    }
}

#[component]
fn RailLink(entry: &'static NavigationEntry) -> impl IntoView {
    let path = use_location().pathname;
    let label = (entry.label)(texts());
    let is_current = move || path.with(|path| entry.covers(path)).then_some("page");
    view! {
        <li>
            <a class="rail-link" href=entry.path aria-current=is_current data-tip=label>
                <Icon glyph=entry.glyph />
                <span class="rail-words">{label}</span>
            </a>
        </li>
    }
}

#[component]
fn RailToggle(rail: Rail) -> impl IntoView {
    let texts = texts();
    let rail = RwSignal::new(rail);
    let is_wide = move || rail.get() == Rail::Wide;
    let label = move || {
        if is_wide() {
            texts.narrow_rail
        } else {
            texts.widen_rail
        }
    };
    let toggle = move |_| {
        rail.update(|rail| *rail = rail.other());
        document::keep_rail(rail.get_untracked());
    };
    view! {
        <button
            type="button"
            class="rail-link rail-toggle"
            aria-expanded=move || if is_wide() { "true" } else { "false" }
            data-tip=label
            on:click=toggle
        >
            {move || view! { <Icon glyph=if is_wide() { Glyph::RailNarrow } else { Glyph::RailWide } /> }}
            <span class="rail-words">{label}</span>
        </button>
    }
}
