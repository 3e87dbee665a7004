//! The system itself: whether it can work, on which database, in which zone and version.

use crate::{
    client::use_client,
    components::{Card, Loaded, Skeleton, SkeletonWidth, load},
    content::{Content, erase},
    frame::use_connection,
    page_context::PageContext,
    pages::jobs::Freshness,
    texts::texts,
};
use api::Readiness;
use leptos::prelude::*;

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[component]
pub fn SystemCard(
    /// Whether the server answers still.
    freshness: Signal<Freshness>,
) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let readiness = load(String::new, move || client.readiness());
    view! {
        <Card title=texts.system>
            <Loaded
                loader=readiness
                failed=texts.system_unknown
                loading=|| erase(SystemFactsLoading())
                show=move |readiness| erase(view! { <SystemFacts readiness freshness /> })
            />
        </Card>
    }
}

#[component]
fn SystemFacts(readiness: Readiness, freshness: Signal<Freshness>) -> impl IntoView {
    let texts = texts();
    let connection = use_connection();
    let is_known = move || freshness.with(|freshness| *freshness == Freshness::Fresh) && !connection.is_lost();
    let state = move || if is_known() { texts.system_ready } else { texts.system_state_unknown };
    let timezone = expect_context::<PageContext>().timezone.to_string();
    view! {
        <dl class="facts">
            <Fact name=texts.system_state>{state}</Fact>
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
