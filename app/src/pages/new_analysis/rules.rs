//! How the two halves of a resilience score count, and how a backup's age is judged.

use super::draft::Rules;
use crate::{
    components::{Card, Segmented},
    content::erase,
    forms::Submission,
    texts::{fill, texts},
};
use leptos::prelude::*;
use model::Curve;

#[component]
pub fn RulesCard(rules: Rules, submission: Submission) -> impl IntoView {
    let texts = texts();
    let Rules { rpo_percent, curve, .. } = rules;
    let slide = move |event| rpo_percent.set(event_target_value(&event).parse().unwrap_or(0));
    let spoken = Signal::derive(move || {
        let percent = rpo_percent.get();
        fill(&fill(texts.rules_spoken, &percent.to_string()), &(100 - percent).to_string())
    });
    let curves = Curve::ALL.iter().map(|curve| (curve.as_str(), texts.curve(*curve))).collect();
    let curve_meaning = move || match curve.get() {
        Curve::Linear => texts.curve_linear_meaning,
        Curve::Threshold => texts.curve_threshold_meaning,
    };
    let fault = move || ["/weights", "/curve"].into_iter().find_map(|pointer| submission.fault_at(pointer).get());
    view! {
        <Card title=texts.rules_title>
            <div class="rules">
                <div class="field">
                    <div class="rules-ends">
                        <span>{texts.rules_rpo} " " <strong>{rpo_percent} "%"</strong></span>
                        <span>{texts.rules_success} " " <strong>{move || 100 - rpo_percent.get()} "%"</strong></span>
                    </div>
                    <input
                        type="range"
                        class="slider"
                        min="0"
                        max="100"
                        step="1"
                        aria-label=texts.rules_label
                        aria-valuetext=spoken
                        value=rpo_percent.get_untracked()
                        prop:value=move || rpo_percent.get().to_string()
                        on:input=slide
                    />
                    <p class="field-note">{texts.rules_meaning}</p>
                </div>
                <div class="field">
                    <Segmented
                        name="curve"
                        label=texts.curve_title
                        options=curves
                        value=Signal::derive(move || curve.get().as_str())
                        on_choose=move |word| curve.set(Curve::from_word(word).unwrap_or(Curve::Linear))
                    />
                    <p class="field-note">{move || erase(curve_meaning())}</p>
                </div>
                <p class="field-note field-error" hidden=move || fault().is_none()>
                    {fault}
                </p>
            </div>
        </Card>
    }
}
