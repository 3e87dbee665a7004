//! Two reports of one kind side by side: how far each score went, and what took it there.

mod causes;
mod rows;

use crate::{
    analyses::{report_path, standing},
    client::{Call, ClientError, use_client},
    components::{EmptyState, Glyph, LoadError, PageHeader, Skeleton, StatusMark},
    content::{changing, erase},
    effects::in_browser,
    figures::{Delta, Gauge, numbers},
    session::use_session,
    texts::{fill, texts},
    zone::write_window,
};
use causes::{CauseBar, CauseBarProps, Legend, cause_words};
use leptos::{prelude::*, task::spawn_local};
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
    erase(view! {
        <EmptyState glyph=Glyph::Compare title=texts.compare_nothing meaning=texts.compare_nothing_meaning>
            <a class="button" href="/availability">
                {texts.availability}
            </a>
            <a class="button" href="/resilience">
                {texts.resilience}
            </a>
        </EmptyState>
    })
}

type Bodies = Result<(String, String), ClientError>;

#[component]
fn BothReports(a: String, b: String) -> impl IntoView {
    let texts = texts();
    let (client, session) = (use_client(), use_session());
    let answer = RwSignal::new(None::<Bodies>);
    let tries = RwSignal::new(0_u32);
    in_browser(move || {
        tries.track();
        session.version();
        if answer.with_untracked(|answer| matches!(answer, Some(Ok(_)))) {
            return;
        }
        let (one, other) = (client.find_report(&a).fetch(), client.find_report(&b).fetch());
        spawn_local(async move {
            let found = async { Ok((one.await?, other.await?)) }.await;
            // Somebody who left the page needs them no more.
            let _ = answer.try_set(Some(found));
        });
    });
    let retry = Callback::new(move |()| {
        answer.set(None);
        tries.update(|tries| *tries += 1);
    });
    changing(move || {
        let Some(found) = answer.get() else {
            return Some(erase(view! {
                <div class="card compare-loading" aria-busy="true">
                    <Skeleton />
                </div>
            }));
        };
        Some(
            found
                .and_then(|(a, b)| show(&a, &b))
                .unwrap_or_else(|error| erase(view! { <LoadError error title=texts.compare_failed on_retry=retry /> })),
        )
    })
}

fn show(a: &str, b: &str) -> Result<AnyView, ClientError> {
    let texts = texts();
    let (before, after) = (Call::<Report>::read(a)?, Call::<Report>::read(b)?);
    let Some(comparison) = compare(&before, &after) else {
        let (title, meaning) = (texts.compare_kinds, texts.compare_kinds_meaning);
        return Ok(erase(view! { <EmptyState glyph=Glyph::Compare title meaning /> }));
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
    let difference = Signal::stored(Some(comparison.difference));
    let parts = comparison.parts.as_array();
    let words: Vec<AnyView> = cause_words(before.kind, &parts, texts, numbers)
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
    let name = match head.kind {
        AnalysisKind::Availability => texts.dash_health,
        AnalysisKind::Resilience => texts.resilience,
    };
    let status = standing(head);
    erase(view! {
        <div class="compare-side">
            <span class="compare-label">{label}</span>
            <a class="link" href=report_path(head.kind, &head.id)>
                {write_window(head.window, &head.timezone)}
            </a>
            <Gauge label=name value=Signal::stored(head.score) status=Signal::stored(status) />
            <StatusMark status />
        </div>
    })
}
