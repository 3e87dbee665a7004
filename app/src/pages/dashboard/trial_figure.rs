//! A figure that can be tried: plain text until the page is open for changes, a field then, marked when it differs from the
//! report.

use super::{browse::Browse, subjects::Which};
use crate::{
    components::{Glyph, Icon},
    content::{changing, erase},
    effects::{in_browser, tell},
    figures::{Delta, numbers, numbers::shown_difference},
    film::Trial,
    texts::{fill, texts},
};
use leptos::{ev, html, prelude::*};

/// A figure within its bounds, both included.
#[derive(Clone, Copy)]
pub struct Tried {
    pub value: Signal<f64>,
    pub original: Signal<f64>,
    pub bounds: (f64, f64),
    /// Whether parts of a unit mean nothing.
    pub is_whole: bool,
    /// Nothing takes it back.
    pub set: Callback<Option<f64>>,
}

#[component]
pub fn TrialFigure(
    trial: Trial,
    tried: Tried,
    /// Names the figure, with room for whose it is.
    label: &'static str,
    browse: Browse,
    which: Which,
    /// Stands behind the figure that is plain text.
    unit: &'static str,
) -> impl IntoView {
    let numbers = numbers();
    changing(move || {
        Some(if trial.is_open.get() {
            // A figure of another subject gets another field: nothing that was typed goes over to it.
            erase(view! { <Field tried label=fill(label, &browse.name(which.get())) /> })
        } else {
            let value = move || format!("{}{unit}", numbers.exact(tried.value.get()));
            erase(view! { <span>{value}</span> })
        })
    })
}

#[component]
fn Field(tried: Tried, label: String) -> impl IntoView {
    let texts = texts();
    let numbers = numbers();
    let is_wrong = RwSignal::new(false);
    let (least, most) = tried.bounds;
    let original = tried.original.get_untracked();
    let input = NodeRef::<html::Input>::new();
    let type_in = move |event| {
        let allowed = tried.read(&event_target_value(&event));
        is_wrong.set(allowed.is_none());
        if let Some(number) = allowed {
            tried.set.run(Some(number).filter(|number| *number != original));
        }
    };
    // Who empties a field and leaves it wants nothing else than was there.
    let leave = move |event: ev::FocusEvent| {
        if event_target_value(&event).trim().is_empty()
            && let Some(input) = input.get_untracked()
        {
            is_wrong.set(false);
            input.set_value(&tried.value.get_untracked().to_string());
        }
    };
    // What is set elsewhere, as when all is undone, is in the field then in place of what was refused.
    in_browser(move || {
        tried.value.track();
        tell(is_wrong, false);
    });
    let is_changed = Signal::derive(move || tried.value.get() != original);
    let can_undo = Signal::derive(move || is_changed.get() || is_wrong.get());
    let undo = Callback::new(move |()| {
        is_wrong.set(false);
        tried.set.run(None);
        // What was refused never reached the figure, so that the figure does not put it right.
        if let Some(input) = input.get_untracked() {
            input.set_value(&original.to_string());
            // The button goes with what it undid.
            let _ = input.focus();
        }
    });
    let rule = if tried.is_whole { texts.trial_whole_number } else { texts.trial_number };
    let bounds = fill(&fill(rule, &numbers.exact(least)), &numbers.exact(most));
    let fault = move || is_wrong.get().then(|| bounds.clone());
    let shown_fault = {
        let fault = fault.clone();
        changing(move || fault().map(|fault| erase(view! { <span class="trial-fault" role="alert">{fault}</span> })))
    };
    view! {
        <span class="trial-field" class:trial-changed=is_changed>
            <input
                node_ref=input
                type="number"
                class="control"
                // The address keeps what is tried. A browser that keeps a thousand fields too takes a tenth of a second for
                // each change of the address.
                autocomplete="off"
                aria-label=label
                min=least.to_string()
                max=most.to_string()
                step=if tried.is_whole { "1" } else { "any" }
                aria-description=fault
                aria-invalid=Signal::derive(move || is_wrong.get().then_some("true"))
                prop:value=move || tried.value.get().to_string()
                on:change=type_in
                on:input=type_in
                on:blur=leave
            />
            {undo_button(can_undo, numbers.exact(original), undo)}
            {shown_fault}
        </span>
    }
}

/// What a trial does to a score, which is given as it is now and as it was; nothing while it does nothing.
pub fn difference(trial: Trial, scores: impl Fn() -> Option<(f64, f64)> + Send + Sync + 'static) -> AnyView {
    let difference = Memo::new(move |_| {
        if !trial.counts() {
            return None;
        }
        let (now, before) = scores()?;
        Some(shown_difference(before, now)).filter(|difference| *difference != 0.0)
    });
    changing(move || {
        difference
            .get()
            .map(|difference| erase(view! { <Delta difference=Signal::stored(Some(difference)) is_short=true /> }))
    })
}

/// The way back to what the report says, where anything differs from it.
pub fn undo_button(can_undo: Signal<bool>, original: String, on_undo: Callback<()>) -> AnyView {
    let undone = fill(texts().trial_was, &original);
    changing(move || {
        can_undo.get().then(|| {
            let (undone, original) = (undone.clone(), original.clone());
            erase(view! {
                <button
                    type="button"
                    class="trial-undo"
                    aria-label=undone.clone()
                    title=undone
                    on:click=move |_| on_undo.run(())
                >
                    <Icon glyph=Glyph::Undo />
                    <span aria-hidden="true">{original}</span>
                </button>
            })
        })
    })
}

impl Tried {
    /// What was typed, where it is allowed. A number field hands it over with a point, whatever people of the language write.
    fn read(self, typed: &str) -> Option<f64> {
        let number: f64 = typed.trim().parse().ok()?;
        let is_allowed = (self.bounds.0..=self.bounds.1).contains(&number) && !(self.is_whole && number.fract() != 0.0);
        is_allowed.then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_within_the_bounds_is_tried() {
        let owner = Owner::new();
        owner.set();
        let tried = |is_whole, bounds| Tried {
            value: Signal::stored(5.0),
            original: Signal::stored(5.0),
            bounds,
            is_whole,
            set: Callback::new(|_| ()),
        };
        let (budget, target) = (tried(true, (1.0, 50.0)), tried(false, (1.0, 168.0)));
        for (typed, as_budget, as_target) in [
            ("10", Some(10.0), Some(10.0)),
            (" 2.5 ", None, Some(2.5)),
            ("4.25", None, Some(4.25)),
            ("51", None, Some(51.0)),
            ("0", None, None),
            ("169", None, None),
            ("", None, None),
            ("NaN", None, None),
        ] {
            assert_eq!((budget.read(typed), target.read(typed)), (as_budget, as_target), "{typed}");
        }
    }
}
