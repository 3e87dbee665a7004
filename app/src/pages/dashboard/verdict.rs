//! The head of a dashboard: the score, large, and what it means in words.

use super::since::SinceLast;
use crate::{
    analyses::{counted, standing},
    components::{Skeleton, StatusCounts, StatusMark},
    content::{Content, changing, erase},
    figures::{Delta, Gauge, GaugeSize},
    texts::texts,
};
use api::ReportHeads;
use leptos::prelude::*;
use model::AnalysisKind;

/// The place of the score at the left, and the words at the right.
#[component]
pub fn Verdict(score: AnyView, children: Content) -> impl IntoView {
    erase(view! {
        <section class="verdict card">
            <div class="verdict-score">{score}</div>
            <div class="verdict-words">{children.view()}</div>
        </section>
    })
}

/// What a trial does to the whole, beside how it stands; nothing while it does nothing.
pub fn tried(difference: Signal<Option<f64>>) -> AnyView {
    let texts = texts();
    let is_told = Memo::new(move |_| difference.get().is_some());
    changing(move || {
        is_told.get().then(|| {
            erase(view! {
                <span class="verdict-tried">
                    {texts.what_if} " "
                    <Delta difference />
                </span>
            })
        })
    })
}

/// The verdict as far as the head of a report knows it.
#[component]
pub fn HeadVerdict(heads: ReportHeads) -> impl IntoView {
    let texts = texts();
    let ReportHeads { head, before } = heads;
    let status = standing(&head);
    let counts = counted(&head);
    let label = match head.kind {
        AnalysisKind::Availability => texts.dash_health,
        AnalysisKind::Resilience => texts.resilience,
    };
    let score = erase(view! {
        <Gauge label value=Signal::stored(head.score) status=Signal::stored(status) size=GaugeSize::Large />
    });
    erase(view! {
        <Verdict score>
            <p class="verdict-line">
                <StatusMark status />
            </p>
            <p class="verdict-worst">
                <Skeleton />
            </p>
            <SinceLast head before />
            <StatusCounts counts />
        </Verdict>
    })
}
