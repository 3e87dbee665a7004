//! A field that narrows what is shown below it, while one types.

use super::{Glyph, Icon};
use leptos::prelude::*;

#[component]
pub fn SearchField(name: &'static str, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="search-field">
            <Icon glyph=Glyph::Search />
            <input
                type="search"
                name=name
                class="control"
                aria-label=label
                placeholder=label
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                value=value.get_untracked()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// Whether a text holds every word that was typed, upper or lower case alike.
pub fn matches_search(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_there() {
        assert!(matches_search("Orders database orders-db", "DB ord"));
        assert!(matches_search("anything", "  "));
        assert!(!matches_search("Orders database", "orders mail"));
    }
}
