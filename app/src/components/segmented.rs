//! A choice among two to five views of the same thing. Radio buttons underneath, so the arrow keys work by themselves.

use leptos::prelude::*;

/// Shows the segment of `value` as chosen and reports another choice.
#[component]
pub fn Segmented(
    name: &'static str,
    label: &'static str,
    /// Value and label of each segment.
    options: Vec<(&'static str, &'static str)>,
    #[prop(into)] value: Signal<&'static str>,
    #[prop(into)] on_choose: Callback<&'static str>,
) -> impl IntoView {
    let segments = options
        .into_iter()
        .map(|(option, label)| {
            view! {
                <label class="segment">
                    <input
                        type="radio"
                        name=name
                        value=option
                        checked=value.get_untracked() == option
                        prop:checked=move || value.get() == option
                        on:change=move |_| on_choose.run(option)
                    />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class="segmented" role="radiogroup" aria-label=label>
            {segments}
        </div>
    }
}
