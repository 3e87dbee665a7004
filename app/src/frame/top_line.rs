//! The line on top: where I am, in which time zone, in which colours and language, and who I am.

use super::{
    logo::Logo,
    me_menu::MeMenu,
    preference_menus::{LanguageMenu, ThemeMenu},
};
use crate::{
    components::{Glyph, Icon},
    navigation::NavigationEntry,
    page_context::PageContext,
    texts::texts,
};
use api::UserView;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn TopLine(user: UserView, palette: RwSignal<bool>) -> impl IntoView {
    let texts = texts();
    let path = use_location().pathname;
    let place = move || {
        let entry = path.with(|path| NavigationEntry::find(path));
        entry.map_or(texts.not_found_title, |entry| (entry.label)(texts))
    };
    view! {
        <header class="top-line">
            <a class="top-brand" href="/" aria-label=texts.product_name>
                <Logo />
            </a>
            <p class="top-place">{place}</p>
            <TimeZone />
            <SearchButton palette />
            <ThemeMenu />
            <LanguageMenu />
            <MeMenu user />
        </header>
    }
}

const PALETTE_KEYS: &str = "Ctrl K";

/// Opens the command palette; it names the key that does the same.
#[component]
fn SearchButton(palette: RwSignal<bool>) -> impl IntoView {
    let words = texts().search;
    view! {
        <button type="button" class="top-search" on:click=move |_| palette.set(true)>
            <Icon glyph=Glyph::Search />
            <span class="top-search-words">{words}</span>
            " "
            <kbd>{PALETTE_KEYS}</kbd>
        </button>
    }
}

#[component]
fn TimeZone() -> impl IntoView {
    let label = texts().time_zone;
    let timezone = expect_context::<PageContext>().timezone.to_string();
    view! {
        <p class="top-zone" title=label>
            <Icon glyph=Glyph::Clock />
            <span class="visually-hidden">{label} ": "</span>
            <span class="top-zone-name">{timezone}</span>
        </p>
    }
}
