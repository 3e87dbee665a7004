//! What became of the rows that were brought in: how many were kept, and what is wrong with the others.

use super::intake::Outcome;
use crate::{
    components::{Callout, CalloutTone, Glyph, fault_entry},
    content::{changing, erase},
    figures::{Numbers, numbers},
    texts::{Texts, fill, texts},
};
use api::{Code, Ingested, RowFault};
use leptos::prelude::*;

/// More would hide what the first ones say.
const SHOWN: usize = 20;

#[component]
pub fn IntakeResult(outcomes: RwSignal<Vec<Outcome>>) -> impl IntoView {
    let (texts, numbers) = (texts(), numbers());
    let content = changing(move || {
        let shown: Vec<AnyView> = outcomes.get().into_iter().map(|outcome| show(outcome, texts, numbers)).collect();
        (!shown.is_empty()).then(|| erase(shown))
    });
    view! {
        <div class="intake-result" role="status">
            {content}
        </div>
    }
}

fn show(Outcome { file, result }: Outcome, texts: &'static Texts, numbers: Numbers) -> AnyView {
    let file = file.map(|file| view! { <strong><bdi>{file}</bdi>": "</strong> });
    match result {
        Ok(Ingested { accepted, rejected, errors }) => {
            let kept = fill(texts.intake_kept, &numbers.count(accepted));
            let refused = (rejected > 0).then(|| fill(texts.intake_refused, &numbers.count(rejected)));
            let (glyph, tone) =
                if rejected > 0 { (Glyph::Alert, CalloutTone::Bad) } else { (Glyph::Success, CalloutTone::Plain) };
            let lines: Vec<AnyView> = errors
                .into_iter()
                .take(SHOWN)
                .map(|RowFault { index, message }| {
                    fault_entry(fill(texts.intake_row, &numbers.count(index + 1)), message)
                })
                .collect();
            erase(view! {
                <Callout glyph tone>
                    <p>
                        {file}
                        {kept}
                        " "
                        {refused}
                    </p>
                    <ul class="fault-list">{lines}</ul>
                </Callout>
            })
        }
        Err(error) => {
            let lines: Vec<AnyView> =
                error.faults().iter().map(|fault| fault_entry(fault.pointer.clone(), fault.message.clone())).collect();
            let reason = match error.code() {
                Some(Code::BadRequest | Code::Invalid) => texts.intake_unreadable.into(),
                _ => texts.explain(&error),
            };
            let detail = error.detail_of_unreadable().map(str::to_owned);
            let detail =
                detail.map(|detail| view! { <p class="callout-detail mono"><bdi lang="en">{detail}</bdi></p> });
            erase(view! {
                <Callout glyph=Glyph::Alert tone=CalloutTone::Bad>
                    <p>
                        {file}
                        {reason}
                    </p>
                    {detail}
                    <ul class="fault-list">{lines}</ul>
                </Callout>
            })
        }
    }
}
