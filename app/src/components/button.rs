//! Buttons: with words, in four weights, and the square one with an icon alone.

use super::{Glyph, Icon};
use leptos::{ev, prelude::*};

/// How much a button asks for attention. A view has at most one primary button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    Primary,
    #[default]
    Secondary,
    Quiet,
    Danger,
}

/// What a button does within a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    Submit,
}

/// A button with words. While busy it keeps its width and its focus, shows a turning mark and ignores presses.
#[component]
pub fn Button(
    #[prop(optional)] variant: ButtonVariant,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let ignore_while_busy = move |event: ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    };
    view! {
        <button
            type=kind.html_type()
            class=variant.class()
            disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click=ignore_while_busy
        >
            {glyph.map(|glyph| view! { <Icon glyph /> })}
            <span class="button-words">{children()}</span>
            <span class="button-busy">
                <Icon glyph=Glyph::Busy />
            </span>
        </button>
    }
}

/// A square button with an icon alone; its label is spoken, and shown as a tip on hover and focus.
#[component]
pub fn IconButton(
    glyph: Glyph,
    #[prop(into)] label: Signal<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" disabled=disabled aria-label=label data-tip=label>
            <Icon glyph />
        </button>
    }
}

impl ButtonVariant {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

impl ButtonKind {
    const fn html_type(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Submit => "submit",
        }
    }
}
