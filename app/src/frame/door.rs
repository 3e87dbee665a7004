//! What surrounds the pages before the sign-in: no navigation, only colours and language.

use super::{
    logo::Logo,
    preference_menus::{LanguageMenu, ThemeMenu},
};
use crate::{content::Content, tab_title::name_tab};
use leptos::prelude::*;

/// One calm card in the middle, below the mark.
#[component]
pub fn Door(title: &'static str, meaning: &'static str, children: Content) -> impl IntoView {
    name_tab(title);
    view! {
        <div class="door">
            <header class="door-top">
                <ThemeMenu />
                <LanguageMenu />
            </header>
            <main id="content" class="door-content">
                <Logo />
                <h1>{title}</h1>
                <p class="door-meaning">{meaning}</p>
                <div class="card door-card">{children.view()}</div>
            </main>
        </div>
    }
}
