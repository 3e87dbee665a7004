//! The first page: how both modules stand, and how the system itself does.

use crate::{
    client::use_client,
    components::{Card, Loaded, PageHeader, Skeleton, SkeletonWidth, Status, StatusMark, load},
    content::{Content, erase},
    page_context::PageContext,
    texts::texts,
};
use api::Readiness;
use leptos::prelude::*;

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[component]
pub fn OverviewPage() -> impl IntoView {
    let texts = texts();
    view! {
        <PageHeader title=texts.overview_title meaning=texts.overview_meaning />
        <div class="overview">
            <AwaitedModule
                title=texts.availability
                headline=texts.availability_empty
                meaning=texts.availability_meaning
                outline=HALF_CIRCLE
            />
            <AwaitedModule
                title=texts.resilience
                headline=texts.resilience_empty
                meaning=texts.resilience_meaning
                outline=RING
            />
            <SystemCard />
        </div>
    }
}

/// The outlines of the gauge and of the donut that will be here, on a grid of 96 by 96.
const HALF_CIRCLE: &str = "M8 68a40 40 0 0 1 80 0";
const RING: &str = "M48 8a40 40 0 1 0 0 80a40 40 0 1 0 0-80z";

/// A module that has nothing to show yet: the outline of what will be here, and in words what it will say.
#[component]
fn AwaitedModule(
    title: &'static str,
    headline: &'static str,
    meaning: &'static str,
    outline: &'static str,
) -> impl IntoView {
    view! {
        <Card title>
            <div class="awaited">
                <svg class="awaited-outline" viewBox="0 0 96 96" aria-hidden="true">
                    <path d=outline />
                </svg>
                <div class="awaited-words">
                    <StatusMark status=Status::NoData />
                    <p class="awaited-headline">{headline}</p>
                    <p class="awaited-meaning">{meaning}</p>
                </div>
            </div>
        </Card>
    }
}

#[component]
fn SystemCard() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let readiness = load(String::new, move || client.readiness());
    view! {
        <Card title=texts.system>
            <Loaded
                loader=readiness
                failed=texts.system_unknown
                loading=|| erase(SystemFactsLoading())
                show=|readiness| erase(view! { <SystemFacts readiness /> })
            />
        </Card>
    }
}

#[component]
fn SystemFacts(readiness: Readiness) -> impl IntoView {
    let texts = texts();
    let timezone = expect_context::<PageContext>().timezone.to_string();
    view! {
        <dl class="facts">
            <Fact name=texts.system_state>{texts.system_ready}</Fact>
            <Fact name=texts.system_storage>{storage_name(&readiness.database)}</Fact>
            <Fact name=texts.time_zone>{timezone}</Fact>
            <Fact name=texts.system_version>
                <span class="mono">{VERSION}</span>
            </Fact>
        </dl>
    }
}

#[component]
fn SystemFactsLoading() -> impl IntoView {
    let texts = texts();
    view! {
        <dl class="facts" aria-busy="true">
            <Fact name=texts.system_state>
                <Skeleton width=SkeletonWidth::Quarter />
            </Fact>
            <Fact name=texts.system_storage>
                <Skeleton width=SkeletonWidth::Quarter />
            </Fact>
            <Fact name=texts.time_zone>
                <Skeleton />
            </Fact>
            <Fact name=texts.system_version>
                <Skeleton width=SkeletonWidth::Quarter />
            </Fact>
        </dl>
    }
}

#[component]
fn Fact(name: &'static str, children: Content) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{children.view()}</dd>
        </div>
    }
}

/// The storage engine by its own name; an engine that this version does not know keeps its code.
fn storage_name(code: &str) -> String {
    match code {
        "sqlite" => "SQLite".into(),
        "mongodb" => "MongoDB".into(),
        unknown => unknown.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_shown_by_their_own_names() {
        assert_eq!(storage_name("sqlite"), "SQLite");
        assert_eq!(storage_name("mongodb"), "MongoDB");
        assert_eq!(storage_name("other"), "other");
    }
}
