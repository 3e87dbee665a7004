//! Colours and language, the same choices as in the line on top, and whether single keys do anything.

use crate::{
    components::{Card, Segmented, Switch},
    document,
    frame::{choose_theme, use_single_keys, use_theme},
    preferences::{Language, Preferences, SingleKeys, Theme},
    texts::texts,
};
use leptos::prelude::*;

#[component]
pub fn AppearanceCard() -> impl IntoView {
    let texts = texts();
    let (theme, language) = (use_theme(), expect_context::<Preferences>().language);
    let themes = Theme::ALL.map(|theme| (theme.code(), theme.label(texts))).to_vec();
    let languages = Language::ALL.map(|language| (language.code(), language.own_name())).to_vec();
    let choose_theme = move |code: &'static str| {
        if let Some(chosen) = Theme::from_code(code) {
            choose_theme(theme, chosen);
        }
    };
    let choose_language = |code: &'static str| {
        if let Some(chosen) = Language::from_code(code) {
            document::change_language(chosen);
        }
    };
    let single_keys = use_single_keys();
    let choose_keys = move |are_on| {
        let chosen = if are_on { SingleKeys::On } else { SingleKeys::Off };
        single_keys.set(chosen);
        document::keep_keys(chosen);
    };
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
                        value=Signal::stored(language.code())
                        on_choose=choose_language
                    />
                </div>
                <div class="field">
                    <span class="field-label">{texts.keys_title}</span>
                    <Switch
                        label=texts.keys_single
                        checked=Signal::derive(move || single_keys.get() == SingleKeys::On)
                        on_choose=choose_keys
                    />
                    <p class="field-note">{texts.keys_single_meaning}</p>
                </div>
            </div>
        </Card>
    }
}
