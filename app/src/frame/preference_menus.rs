//! The menus of colours and language. The profile page offers the same choices.

use crate::{
    components::{Glyph, Menu, MenuChoice},
    document,
    preferences::{Language, Preferences, Theme},
    texts::{Texts, texts},
};
use leptos::prelude::*;

/// The colours of this document, taken from context; whoever changes them keeps the choice too.
pub fn use_theme() -> RwSignal<Theme> {
    expect_context()
}

/// Colours change at once, and stay.
pub fn choose_theme(theme: RwSignal<Theme>, chosen: Theme) {
    theme.set(chosen);
    document::keep_theme(chosen);
}

#[component]
pub fn ThemeMenu() -> impl IntoView {
    let texts = texts();
    let theme = use_theme();
    let choices = Theme::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <MenuChoice
                    label=choice.label(texts)
                    glyph=choice.glyph()
                    chosen=Signal::derive(move || theme.get() == choice)
                    on_choose=move |()| choose_theme(theme, choice)
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
pub fn LanguageMenu() -> impl IntoView {
    let language = expect_context::<Preferences>().language;
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
    pub const fn label(self, texts: &Texts) -> &'static str {
        match self {
            Self::Dark => texts.theme_dark,
            Self::Light => texts.theme_light,
            Self::System => texts.theme_system,
        }
    }

    pub const fn glyph(self) -> Glyph {
        match self {
            Self::Dark => Glyph::Moon,
            Self::Light => Glyph::Sun,
            Self::System => Glyph::Monitor,
        }
    }
}
