//! How one of the two modules stands: the newest report in large, and what changed since the one before over as long a time.

use super::{NEWEST, find_newest};
use crate::{
    analyses::{LEVELS, counted, level_counts, new_path, report_path, reports_path, standing, window_words},
    client::use_client,
    components::{Card, Glyph, Icon, Loaded, LocalMoment, Status, StatusCounts, StatusMark, load, loading_line},
    content::erase,
    figures::{Donut, Gauge, GaugeSize, numbers, numbers::shown_difference},
    pages::{is_admin, report_badges::report_badges},
    texts::{Texts, fill, texts},
};
use api::Page;
use leptos::prelude::*;
use model::{AnalysisKind, ReportHead};

/// What is shown of the kind: the newest report and the one that it is compared with, as far as they are among those that
/// were loaded.
#[component]
pub fn ModuleCard(
    kind: AnalysisKind,
    heads: Vec<ReportHead>,
    /// Whether there are no other reports than those that were loaded.
    is_all: bool,
) -> impl IntoView {
    let title = texts().kind_of(kind);
    let content = if heads.is_empty() && !is_all { erase(view! { <Search kind /> }) } else { content(kind, heads) };
    view! { <Card title>{content}</Card> }
}

/// Looks for reports of this kind alone.
#[component]
fn Search(kind: AnalysisKind) -> impl IntoView {
    let client = use_client();
    let reports = load(String::new, move || client.list_reports(Some(kind), Some(NEWEST), None));
    let show = move |page: Page<ReportHead>| content(kind, find_newest(&page.items, kind));
    view! { <Loaded loader=reports failed=texts().reports_failed loading=loading_line show /> }
}

fn content(kind: AnalysisKind, heads: Vec<ReportHead>) -> AnyView {
    let mut heads = heads.into_iter();
    match heads.next() {
        Some(head) => erase(view! { <Standing head before=heads.next() /> }),
        None => erase(view! { <Awaited kind /> }),
    }
}

#[component]
fn Standing(head: ReportHead, before: Option<ReportHead>) -> impl IntoView {
    let texts = texts();
    let address = report_path(head.kind, &head.id);
    let window = window_words(&head, texts);
    view! {
        <div class="module">
            <div class="module-figure">{figure(&head, texts)}</div>
            <div class="module-words">
                <div class="module-standing">
                    <StatusMark status=standing(&head) />
                    {change(&head, before.as_ref(), texts)}
                </div>
                <StatusCounts counts=counted(&head) />
                <p class="module-window">
                    <span class="mono">{window}</span>
                    {report_badges(&head)}
                </p>
                <p class="module-when">
                    {texts.report_created}
                    " "
                    <LocalMoment at=head.created_at />
                </p>
            </div>
            <div class="module-ways">
                <a class="button button-primary" href=address>
                    {texts.report_open}
                    <Icon glyph=Glyph::Forward />
                </a>
                <a class="button button-quiet" href=reports_path(head.kind)>
                    {texts.reports_all}
                </a>
            </div>
        </div>
    }
}

/// The score, drawn as its dashboard draws it.
fn figure(head: &ReportHead, texts: &'static Texts) -> AnyView {
    let score = head.score;
    match head.kind {
        AnalysisKind::Availability => erase(view! {
            <Gauge
                label=texts.report_score
                value=Signal::stored(score)
                status=Signal::stored(standing(head))
                size=GaugeSize::Large
            />
        }),
        AnalysisKind::Resilience => {
            let counts = level_counts(head);
            let figure = numbers().percent_or_dash(score);
            erase(view! {
                <Donut label=texts.resilience statuses=&LEVELS counts=Signal::stored(counts.to_vec())>
                    <span class="module-score">{figure.clone()}</span>
                </Donut>
            })
        }
    }
}

/// The difference to the report that it is compared with.
fn change(head: &ReportHead, before: Option<&ReportHead>, texts: &Texts) -> Option<AnyView> {
    let difference = shown_difference(before?.score?, head.score?);
    let words = fill(texts.module_change, &numbers().points(difference));
    Some(erase(view! { <span class="module-change">{words}</span> }))
}

/// The outlines of the gauge and of the donut that will be here, on a grid of 96 by 96.
const fn outline(kind: AnalysisKind) -> &'static str {
    match kind {
        AnalysisKind::Availability => "M8 68a40 40 0 0 1 80 0",
        AnalysisKind::Resilience => "M48 8a40 40 0 1 0 0 80a40 40 0 1 0 0-80z",
    }
}

/// A module that has nothing to show yet: the outline of what will be here, in words what it will say, and the way there.
#[component]
fn Awaited(kind: AnalysisKind) -> impl IntoView {
    let texts = texts();
    let (headline, meaning) = match kind {
        AnalysisKind::Availability => (texts.availability_empty, texts.availability_meaning),
        AnalysisKind::Resilience => (texts.resilience_empty, texts.resilience_meaning),
    };
    let start = is_admin().then(|| {
        view! {
            <a class="button" href=new_path(kind)>
                <Icon glyph=Glyph::Plus />
                {texts.new_analysis}
            </a>
        }
    });
    view! {
        <div class="awaited">
            <svg class="awaited-outline" viewBox="0 0 96 96" aria-hidden="true">
                <path d=outline(kind) />
            </svg>
            <div class="awaited-words">
                <StatusMark status=Status::NoData />
                <p class="awaited-headline">{headline}</p>
                <p class="awaited-meaning">{meaning}</p>
                {start}
            </div>
        </div>
    }
}
