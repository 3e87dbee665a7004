//! The first page: how both modules stand, what got worse, what is being worked on, and how the system itself does. Before the
//! first report it leads there.

mod jobs;
mod module;
mod onboarding;
mod system;
mod worse;

use crate::{
    analyses::place_of_latest,
    client::use_client,
    components::{Card, Changes, Loaded, PageHeader, Skeleton, SkeletonWidth, load},
    content::erase,
    pages::jobs::{LiveJobs, StaleNote},
    texts::texts,
};
use api::Page;
use jobs::{JobsCard, NEWEST_JOBS};
use leptos::prelude::*;
use model::{AnalysisKind, ReportHead};
use module::ModuleCard;
use onboarding::Onboarding;
use std::iter;
use system::SystemCard;
use worse::WorseCard;

/// Enough to hold the newest report of each kind and one before it over as long a time, unless somebody starts but one kind
/// all the time.
const NEWEST: &str = "50";

#[component]
pub fn OverviewPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let changes = Changes::none();
    let jobs = LiveJobs::follow(client.clone(), Some(NEWEST_JOBS), move || changes.add());
    let reports = load(changes.source(), move || client.list_reports(None, Some(NEWEST), None));
    view! {
        <PageHeader title=texts.overview_title meaning=texts.overview_meaning />
        <StaleNote freshness=jobs.freshness() />
        <div class="overview">
            <Loaded loader=reports failed=texts.reports_failed loading=modules_loading show=modules />
            <JobsCard jobs />
            <SystemCard freshness=jobs.freshness() />
        </div>
    }
}

fn modules_loading() -> AnyView {
    let texts = texts();
    let card = |title| {
        erase(view! {
            <Card title>
                <div class="module" aria-busy="true">
                    <Skeleton width=SkeletonWidth::Quarter />
                    <Skeleton />
                    <Skeleton />
                </div>
            </Card>
        })
    };
    erase(
        view! { <div class="modules modules-loading">{[card(texts.availability), card(texts.resilience)].into_iter().collect::<Vec<_>>()}</div> },
    )
}

fn modules(page: Page<ReportHead>) -> AnyView {
    if page.items.is_empty() {
        return erase(Onboarding());
    }
    let is_all = page.next_cursor.is_none();
    let newest = |kind| find_newest(&page.items, kind);
    let (availability, resilience) = (newest(AnalysisKind::Availability), newest(AnalysisKind::Resilience));
    let pairs = [availability.clone(), resilience.clone()];
    erase(view! {
        <div class="modules">
            <ModuleCard kind=AnalysisKind::Availability heads=availability is_all />
            <ModuleCard kind=AnalysisKind::Resilience heads=resilience is_all />
        </div>
        <WorseCard pairs=pairs.into_iter().collect() />
    })
}

/// The report of a kind that ends last, and the newest one before it over as long a time.
fn find_newest(heads: &[ReportHead], kind: AnalysisKind) -> Vec<ReportHead> {
    let heads: Vec<&ReportHead> = heads.iter().filter(|head| head.kind == kind).collect();
    let Some(place) = place_of_latest(heads.iter().copied()) else { return Vec::new() };
    let newest = heads[place];
    let before = heads[place + 1..].iter().copied().find(|head| newest.window.follows(&head.window));
    iter::once(newest).chain(before).cloned().collect()
}
