//! Fields that are typed into: text, password, number, moment.

use super::{Field, FieldIds, Glyph, IconButton};
use crate::{effects::in_browser, texts::texts};
use leptos::{html, prelude::*};

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(default = "off")] autocomplete: &'static str,
    /// Shown and sent, but not to be changed.
    #[prop(optional)]
    readonly: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    view! {
        <Field ids=ids.clone() label hint error>
            <Control ids name value error disabled autocomplete readonly autofocus />
        </Field>
    }
}

/// A secret, with a button that shows it. Pasting works, as password managers need.
#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let texts = texts();
    let ids = FieldIds::new(&name);
    let shown = RwSignal::new(false);
    let choose = move |if_shown, if_hidden| move || if shown.get() { if_shown } else { if_hidden };
    let kind = Signal::derive(choose("text", "password"));
    let button_label = Signal::derive(choose(texts.hide_password, texts.show_password));
    let glyph = Signal::derive(move || if shown.get() { Glyph::EyeOff } else { Glyph::Eye });
    view! {
        <Field ids=ids.clone() label hint error>
            <div class="control-with-button">
                <Control ids name value error autocomplete kind autofocus />
                <IconButton glyph label=button_label on_press=move |()| shown.update(|shown| *shown = !*shown) />
            </div>
        </Field>
    }
}

/// A moment to the minute, in UTC, as the browser's own control gives it: `2025-09-01T10:30`.
#[component]
pub fn MomentField(#[prop(into)] name: String, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let (kind, error) = (Signal::stored("datetime-local"), Signal::stored(None));
    view! {
        <Field ids=ids.clone() label error>
            <Control ids name value error autocomplete="off" kind />
        </Field>
    }
}

#[component]
fn Control(
    ids: FieldIds,
    name: String,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    #[prop(optional)] disabled: Signal<bool>,
    autocomplete: &'static str,
    #[prop(default = Signal::stored("text"))] kind: Signal<&'static str>,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let control = NodeRef::<html::Input>::new();
    follow_value(control, value);
    view! {
        <input
            node_ref=control
            type=kind
            id=ids.control
            name=name
            class="control"
            autocomplete=autocomplete
            readonly=readonly
            autofocus=autofocus
            autocapitalize="none"
            spellcheck="false"
            disabled=disabled
            aria-describedby=ids.note
            aria-invalid=Signal::derive(move || error.get().is_some().then_some("true"))
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
}

/// Writes the signal into the control. What was typed or filled in before the browser half woke up is kept: it goes into
/// the signal instead.
fn follow_value(control: NodeRef<html::Input>, value: RwSignal<String>) {
    let mut is_awake = false;
    in_browser(move || {
        let wanted = value.get();
        let Some(control) = control.get() else { return };
        let typed = control.value();
        if !is_awake && wanted.is_empty() && !typed.is_empty() {
            value.set(typed);
        } else if typed != wanted {
            control.set_value(&wanted);
        }
        is_awake = true;
    });
}
