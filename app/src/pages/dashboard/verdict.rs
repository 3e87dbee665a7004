//! The head of a dashboard: the score, large, and what it means in words.

use super::since::SinceLast;
use crate::{
    analyses::{LEVELS, counted, level_counts, standing},
    components::{Skeleton, StatusCounts, StatusMark},
    content::{Content, changing, erase},
    figures::{Delta, Donut, Gauge, GaugeSize, numbers},
    texts::{fill, texts},
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

/// The score of all assets within how many of them stand at each level.
pub fn score_donut(counts: Signal<Vec<u32>>, score: Signal<String>, total: u32) -> AnyView {
    let texts = texts();
    let of_assets = match total {
        1 => texts.dash_of_asset.to_owned(),
        total => fill(texts.dash_of_assets, &numbers().count(total.into())),
    };
    erase(view! {
        <Donut label=texts.dash_levels statuses=&LEVELS counts>
            <span class="donut-number">{score}</span>
            <span class="donut-words">{of_assets}</span>
        </Donut>
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
    let score = match head.kind {
        AnalysisKind::Availability => erase(view! {
            <Gauge
                label=texts.dash_health
                value=Signal::stored(head.score)
                status=Signal::stored(status)
                size=GaugeSize::Large
            />
        }),
        AnalysisKind::Resilience => {
            let score = numbers().percent_or_dash(head.score);
            score_donut(Signal::stored(level_counts(&head).to_vec()), Signal::stored(score), head.total)
        }
    };
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
