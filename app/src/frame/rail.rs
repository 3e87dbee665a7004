//! The navigation. Its width is an attribute of the document, so that the server's first paint already has it.

use super::logo::Logo;
use crate::{
    components::{ChangingIcon, Glyph, Icon},
    document,
    navigation::{Listed, NAVIGATION, NavigationEntry, covers},
    preferences::{Preferences, Rail},
    texts::{Texts, texts},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::Role;

#[component]
pub fn NavigationRail(role: Role) -> impl IntoView {
    let texts = texts();
    let entries = NAVIGATION
        .iter()
        .filter(|entry| entry.is_listed_for(role))
        .map(|entry| view! { <RailLink entry /> })
        .collect_view();
    view! {
        <nav class="rail" aria-label=texts.navigation>
            <a class="rail-brand" href="/">
                <Logo />
                <span class="rail-words">{texts.product_name}</span>
            </a>
            <ul class="rail-entries">{entries}</ul>
            <RailToggle />
        </nav>
    }
}

#[component]
fn RailLink(entry: &'static NavigationEntry) -> impl IntoView {
    let path = use_location().pathname;
    let label = (entry.label)(texts());
    let current = Signal::derive(move || path.with(|path| covers(entry.path, path)).then_some("page"));
    // A phone has room for five; what only admins have is in their own menu there.
    let class = (entry.listed == Listed::ForAdmins).then_some("rail-wide-only");
    view! {
        <li class=class>
            <a class="rail-link" href=entry.path aria-current=current data-tip=label>
                <Icon glyph=entry.glyph />
                <span class="rail-words">{label}</span>
            </a>
        </li>
    }
}

#[component]
fn RailToggle() -> impl IntoView {
    let texts = texts();
    let rail = RwSignal::new(expect_context::<Preferences>().rail);
    let glyph = move || rail.get().toggle_glyph();
    let expanded = Signal::derive(move || if rail.get() == Rail::Wide { "true" } else { "false" });
    let label = Signal::derive(move || rail.get().toggle_label(texts));
    let toggle = move |_| {
        rail.update(|rail| *rail = rail.other());
        document::keep_rail(rail.get_untracked());
    };
    view! {
        <button
            type="button"
            class="rail-link rail-toggle"
            aria-expanded=expanded
            data-tip=label
            on:click=toggle
        >
            <ChangingIcon glyph=Signal::derive(glyph) />
            <span class="rail-words">{label}</span>
        </button>
    }
}

impl Rail {
    const fn toggle_glyph(self) -> Glyph {
        match self {
            Self::Wide => Glyph::RailNarrow,
            Self::Narrow => Glyph::RailWide,
        }
    }

    const fn toggle_label(self, texts: &Texts) -> &'static str {
        match self {
            Self::Wide => texts.narrow_rail,
            Self::Narrow => texts.widen_rail,
        }
    }
}
