//! Buttons: with words, in four weights, and the square one with an icon alone.

use super::{ChangingIcon, Glyph, Icon};
use crate::content::{Content, erase};
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
    /// A handler given here costs the browser half less than an `on:click`, which makes the button another type.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    children: Content,
) -> impl IntoView {
    let press = move |event: ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
            event.stop_immediate_propagation();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let while_busy = Signal::derive(move || busy.get().then_some("true"));
    view! {
        <button
            type=kind.html_type()
            class=variant.class()
            disabled=disabled
            aria-busy=while_busy
            aria-disabled=while_busy
            on:click=press
        >
            {glyph.map(|glyph| view! { <Icon glyph /> })}
            <span class="button-words">{children.view()}</span>
            <span class="button-busy">
                <Icon glyph=Glyph::Busy />
            </span>
        </button>
    }
}

/// A square button with an icon alone; its label is spoken, and shown as a tip on hover and focus.
#[component]
pub fn IconButton(
    #[prop(into)] glyph: Signal<Glyph>,
    #[prop(into)] label: Signal<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let press = move |_| {
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class="icon-button"
            disabled=disabled
            aria-label=label
            data-tip=label
            on:click=press
        >
            <ChangingIcon glyph />
        </button>
    }
}

/// A button with an icon, one of many that do the same: its tip says what, its name also to what.
pub fn icon_button_of(glyph: Glyph, tip: &'static str, what: &str, on_press: Callback<()>) -> AnyView {
    let name = format!("{tip}: {what}");
    erase(view! {
        <button type="button" class="icon-button" aria-label=name data-tip=tip on:click=move |_| on_press.run(())>
            <Icon glyph />
        </button>
    })
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
