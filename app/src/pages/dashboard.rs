//! A report as a dashboard that can be replayed. The server renders its head and verdict; the browser fetches the whole
//! report and makes a film of it.

mod availability;
mod board;
mod browse;
mod chart;
mod header;
mod notes;
mod panel;
mod resilience;
mod returns;
mod since;
mod subjects;
mod tools;
mod trial;
mod trial_figure;
mod verdict;
mod whole;
mod whole_score;

use crate::{
    analyses::{kind_of, reports_path},
    client::use_client,
    components::{Loaded, PageHeader, Skeleton, load_once},
    content::erase,
    texts::texts,
};
use api::ReportHeads;
use header::DashboardHeader;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use whole::WholeReport;

/// One page for both kinds; the report says which it is.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let heads = load_once(move || id.get(), move || client.find_heads(&id.get_untracked()));
    view! { <Loaded loader=heads failed=texts.report_failed loading=head_loading head=head_missing show=dashboard /> }
}

fn dashboard(heads: ReportHeads) -> AnyView {
    erase(view! {
        <DashboardHeader head=heads.head.clone() />
        <WholeReport heads />
    })
}

fn head_missing() -> AnyView {
    let texts = texts();
    let kind = use_location().pathname.with_untracked(|path| kind_of(path));
    erase(view! {
        <PageHeader title=texts.report meaning=texts.kind_of(kind)>
            <a class="button" href=reports_path(kind)>
                {texts.reports_all}
            </a>
        </PageHeader>
    })
}

fn head_loading() -> AnyView {
    erase(view! {
        <header class="page-header" aria-busy="true">
            <div>
                <h1>{texts().report}</h1>
                <p>
                    <Skeleton />
                </p>
            </div>
        </header>
        <div class="verdict"></div>
    })
}
