//! The line on top: where I am, in which time zone, in which colours and language.

use super::logo::Logo;
use crate::{
    components::{Glyph, Icon, Menu, MenuChoice},
    document,
    navigation::NavigationEntry,
    page_context::PageContext,
    preferences::{Language, Preferences, Theme},
    texts::{Texts, texts},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn TopLine(preferences: Preferences) -> impl IntoView {
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
            <ThemeMenu theme=preferences.theme />
            <LanguageMenu language=preferences.language />
        </header>
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

#[component]
fn ThemeMenu(theme: Theme) -> impl IntoView {
    let texts = texts();
    let theme = RwSignal::new(theme);
    let choose = move |chosen| {
        theme.set(chosen);
        document::keep_theme(chosen);
    };
    let choices = Theme::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <MenuChoice
                    label=choice.label(texts)
                    glyph=choice.glyph()
                    chosen=Signal::derive(move || theme.get() == choice)
                    on_choose=move |()| choose(choice)
                />
            }
        })
        .collect_view();
    view! {
        <Menu id="theme-menu" label=texts.theme glyph=Signal::derive(move || theme.get().glyph())>
            {choices}
        </Menu>
    }
}

#[component]
fn LanguageMenu(language: Language) -> impl IntoView {
    let choices = Language::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <MenuChoice
                    label=choice.own_name()
                    lang=choice.code()
                    chosen=choice == language
                    on_choose=move |()| document::change_language(choice)
                />
            }
        })
        .collect_view();
    view! {
        <Menu id="language-menu" label=texts().language glyph=Glyph::Languages>
            {choices}
        </Menu>
    }
}

impl Theme {
    const fn label(self, texts: &Texts) -> &'static str {
        match self {
            Self::Dark => texts.theme_dark,
            Self::Light => texts.theme_light,
            Self::System => texts.theme_system,
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Dark => Glyph::Moon,
            Self::Light => Glyph::Sun,
            Self::System => Glyph::Monitor,
        }
    }
}
