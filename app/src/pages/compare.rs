//! Two reports of one kind side by side: how far each score went, and what took it there.

mod causes;
mod rows;

use crate::{
    analyses::{report_path, standing, window_words},
    client::{Call, ClientError},
    components::{EmptyState, Glyph, LoadError, PageHeader, Skeleton, StatusMark},
    content::{changing, erase},
    figures::{Delta, Gauge, Ring, numbers, numbers::shown_difference},
    pages::whole_reports::WholeReports,
    texts::{fill, texts},
};
use causes::{CauseBar, CauseBarProps, Legend, cause_words};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{AnalysisKind, Report, ReportHead};
use rows::subject_table;
use scoring::comparison::{Comparison, compare};

#[component]
pub fn ComparePage() -> impl IntoView {
    let texts = texts();
    let query = use_query_map();
    let ids = Memo::new(move |_| query.with(|query| Some((query.get("a")?, query.get("b")?))));
    let body = changing(move || {
        Some(match ids.get() {
            Some((a, b)) => erase(view! { <BothReports a b /> }),
            None => nothing_chosen(),
        })
    });
    view! {
        <PageHeader title=texts.compare_title meaning=texts.compare_meaning />
        {body}
    }
}

fn nothing_chosen() -> AnyView {
    let texts = texts();
    to_lists(texts.compare_nothing, texts.compare_nothing_meaning)
}

/// Why there is nothing to compare, and where reports are chosen.
fn to_lists(title: &'static str, meaning: &'static str) -> AnyView {
    let texts = texts();
    erase(view! {
        <EmptyState glyph=Glyph::Compare title meaning>
            <a class="button" href="/availability">
                {texts.availability}
            </a>
            <a class="button" href="/resilience">
                {texts.resilience}
            </a>
        </EmptyState>
    })
}

#[component]
fn BothReports(a: String, b: String) -> impl IntoView {
    let texts = texts();
    let reports = WholeReports::fetch(vec![a, b]);
    let retry = reports.retry();
    changing(move || {
        let shown = reports.take().and_then(|bodies| match bodies {
            Ok(bodies) => Some(show(bodies.first()?, bodies.get(1)?)),
            Err(error) => Some(Err(error)),
        });
        Some(match shown {
            Some(Ok(shown)) => shown,
            Some(Err(error)) => erase(view! { <LoadError error title=texts.compare_failed on_retry=retry /> }),
            None => erase(view! {
                <div class="card compare-loading" aria-busy="true">
                    <Skeleton />
                </div>
            }),
        })
    })
}

fn show(a: &str, b: &str) -> Result<AnyView, ClientError> {
    let texts = texts();
    let (before, after) = (Call::<Report>::read(a)?, Call::<Report>::read(b)?);
    let Some(comparison) = compare(&before, &after) else {
        return Ok(to_lists(texts.compare_kinds, texts.compare_kinds_meaning));
    };
    let kind = before.head.kind;
    Ok(erase(view! {
        <div class="compare">
            {whole(&before.head, &after.head, &comparison)}
            <Legend kind />
            <div>{subject_table(kind, comparison)}</div>
        </div>
    }))
}

/// The two aggregates, and between them what parts them.
fn whole(before: &ReportHead, after: &ReportHead, comparison: &Comparison) -> AnyView {
    let (texts, numbers) = (texts(), numbers());
    let shown = comparison.before.zip(comparison.after).map(|(from, to)| shown_difference(from, to));
    let shown = shown.unwrap_or(comparison.difference);
    let difference = Signal::stored(Some(shown));
    let parts = comparison.parts.as_array();
    let words: Vec<AnyView> = cause_words(before.kind, &parts, shown - comparison.unexplained, texts, numbers)
        .into_iter()
        .map(|words| erase(view! { <li>{words}</li> }))
        .collect();
    let unexplained = (comparison.unexplained != 0.0)
        .then(|| erase(view! { <li>{fill(texts.why_unexplained, &numbers.points(comparison.unexplained))}</li> }));
    let scale = parts.iter().map(|part| part.abs()).sum();
    erase(view! {
        <section class="card compare-whole">
            {side(before, texts.compare_before)}
            <div class="compare-between">
                <Delta difference />
                {CauseBar(CauseBarProps { parts, scale })}
                <ul class="compare-causes">{words} {unexplained}</ul>
            </div>
            {side(after, texts.compare_after)}
        </section>
    })
}

fn side(head: &ReportHead, label: &'static str) -> AnyView {
    let texts = texts();
    let status = standing(head);
    let (value, shown_status) = (Signal::stored(head.score), Signal::stored(status));
    let score = match head.kind {
        AnalysisKind::Availability => erase(view! { <Gauge label=texts.dash_health value status=shown_status /> }),
        AnalysisKind::Resilience => erase(view! { <Ring label=texts.resilience value status=shown_status /> }),
    };
    erase(view! {
        <div class="compare-side">
            <span class="compare-label">{label}</span>
            <a class="link" href=report_path(head.kind, &head.id)>
                {window_words(head, texts)}
            </a>
            {score}
            <StatusMark status />
        </div>
    })
}
