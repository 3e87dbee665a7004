//! The frame of every form field: label above, hint or error below, tied together for screen readers.

use super::{Glyph, Icon};
use crate::{
    content::{Content, changing, erase},
    effects::in_browser,
};
use leptos::{html, prelude::*};

/// The ids that tie a control to its label and its notes.
#[derive(Clone, Debug)]
pub struct FieldIds {
    pub control: String,
    pub note: String,
}

impl FieldIds {
    /// Ids made from the field's name, which is unique on its page.
    pub fn new(name: &str) -> Self {
        Self { control: format!("{name}-field"), note: format!("{name}-note") }
    }
}

/// Label, control and the note below it. The note holds the error when there is one, else the hint; its line is always
/// there, so that an error moves nothing.
#[component]
pub fn Field(
    ids: FieldIds,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
    #[prop(into)] error: Signal<Option<String>>,
    children: Content,
) -> impl IntoView {
    let note = changing(move || {
        Some(match error.get() {
            Some(message) => erase(view! { <Icon glyph=Glyph::Alert /><span>{message}</span> }),
            None => erase(hint),
        })
    });
    view! {
        <div class="field">
            <label class="field-label" for=ids.control>
                {label}
            </label>
            {children.view()}
            <p class="field-note" class:field-error=move || error.get().is_some() id=ids.note aria-live="polite">
                {note}
            </p>
        </div>
    }
}

/// The options of a choice that need not be made: any at all comes first.
pub fn choices(
    any: &'static str,
    options: impl Iterator<Item = (&'static str, &'static str)>,
) -> Vec<(&'static str, &'static str)> {
    let mut choices = vec![("", any)];
    choices.extend(options);
    choices
}

/// A choice among a few named values.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    label: &'static str,
    /// Value and label of each option.
    options: Vec<(&'static str, &'static str)>,
    value: RwSignal<String>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let ids = FieldIds::new(&name);
    let control = NodeRef::<html::Select>::new();
    in_browser(move || {
        if let Some(control) = control.get() {
            control.set_value(&value.get());
        }
    });
    let initial = value.get_untracked();
    let options = options
        .into_iter()
        .map(|(option, label)| view! { <option value=option selected=option == initial>{label}</option> })
        .collect_view();
    view! {
        <Field ids=ids.clone() label hint error>
            <div class="select">
                <select
                    node_ref=control
                    id=ids.control
                    name=name
                    class="control"
                    disabled=disabled
                    aria-describedby=ids.note
                    aria-invalid=Signal::derive(move || error.get().is_some().then_some("true"))
                    on:change=move |event| value.set(event_target_value(&event))
                >
                    {options}
                </select>
                <Icon glyph=Glyph::ChevronDown />
            </div>
        </Field>
    }
}
