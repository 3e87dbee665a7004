//! Colours and language, the same choices as in the line on top, and whether single keys do anything.

use crate::{
    components::{Card, Segmented, Switch},
    content::erase,
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
    let choose_theme = move |code: &'static str| {
        if let Some(chosen) = Theme::from_code(code) {
            choose_theme(theme, chosen);
        }
    };
    // Buttons, because the page is loaded again: an arrow key that chooses at once would do so on the way.
    let languages = Language::ALL.map(|one| {
        erase(view! {
            <button
                type="button"
                class="segment"
                lang=one.code()
                aria-pressed=(one == language).to_string()
                on:click=move |_| document::change_language(one)
            >
                {one.own_name()}
            </button>
        })
    });
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
                    <div class="segmented" role="group" aria-label=texts.language>
                        {languages.into_iter().collect::<Vec<_>>()}
                    </div>
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
