//! Colours and language, the same choices as in the line on top, and whether single keys do anything.

use crate::{
    components::{Card, Segmented, Switch},
    document,
    effects::in_browser,
    frame::{use_single_keys, use_theme},
    preferences::{Language, SingleKeys, Theme},
    texts::{Texts, texts},
};
use leptos::prelude::*;

#[component]
pub fn AppearanceCard() -> impl IntoView {
    let texts = texts();
    let theme = use_theme();
    let themes = Theme::ALL.map(|theme| (theme.code(), theme.label(texts))).to_vec();
    let languages = Language::ALL.map(|language| (language.code(), language.own_name())).to_vec();
    let choose_theme = move |code: &'static str| {
        if let Some(chosen) = Theme::from_code(code) {
            theme.set(chosen);
            document::keep_theme(chosen);
        }
    };
    let choose_language = |code: &'static str| {
        if let Some(chosen) = Language::from_code(code) {
            document::change_language(chosen);
        }
    };
    let single_keys = use_single_keys();
    let are_on = RwSignal::new(single_keys.get_untracked() == SingleKeys::On);
    in_browser(move || {
        let chosen = if are_on.get() { SingleKeys::On } else { SingleKeys::Off };
        if single_keys.get_untracked() != chosen {
            single_keys.set(chosen);
            document::keep_keys(chosen);
        }
    });
    view! {
        <Card title=texts.profile_appearance>
            <div class="form">
                <div class="field">
                    <span class="field-label">{texts.theme}</span>
                    <Segmented
                        name="theme"
                        label=texts.theme
                        options=themes
                        value=Signal::derive(move || theme.get().code())
                        on_choose=choose_theme
                    />
                </div>
                <div class="field">
                    <span class="field-label">{texts.language}</span>
                    <Segmented
                        name="language"
                        label=texts.language
                        options=languages
                        value=Signal::stored(language_of(texts).code())
                        on_choose=choose_language
                    />
                </div>
                <div class="field">
                    <span class="field-label">{texts.keys_title}</span>
                    <Switch label=texts.keys_single checked=are_on />
                    <p class="field-note">{texts.keys_single_meaning}</p>
                </div>
            </div>
        </Card>
    }
}

/// The language of the page is that of its words.
fn language_of(texts: &'static Texts) -> Language {
    Language::ALL.into_iter().find(|language| std::ptr::eq(Texts::of(*language), texts)).unwrap_or_default()
}
