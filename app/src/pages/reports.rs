//! The reports of one kind, the newest first: to open, compare, download, remove, and to bring in from a file.

mod choice;
mod import;
mod rows;

use super::{is_admin, remove_report::ask_to_remove_report};
use crate::{
    analyses::{kind_of, new_path},
    client::use_client,
    components::{Changes, DropArea, Glyph, Icon, Loaded, PageHeader, Removal, RemovalDialog, load},
    content::erase,
    texts::{Texts, texts},
};
use choice::{Chosen, CompareBar};
use import::{ImportButton, ImportFaults, Importing};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{AnalysisKind, ReportId};
use rows::{ReportsFinder, reports_loading, reports_table};

/// One page for both kinds; the address says which.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let kind = use_location().pathname.with_untracked(|path| kind_of(path));
    let changes = Changes::none();
    let after_change = changes.note();
    let reports = load(changes.source(), move || client.list_reports(Some(kind), None, None));
    let chosen = Chosen::new();
    let (finder, removal) = (ReportsFinder::new(kind, texts), Removal::default());
    let on_removed = Callback::new(move |id: ReportId| {
        chosen.forget(&id);
        after_change.run(());
    });
    let remove = ask_to_remove_report(removal, on_removed);
    let importing = Importing::new(after_change);
    let is_admin = is_admin();
    let list = move || {
        view! {
            <Loaded
                loader=reports
                failed=texts.reports_failed
                loading=reports_loading
                show=move |page| reports_table(kind, page, finder, chosen, remove)
            />
        }
    };
    let list = if is_admin {
        erase(view! {
            <DropArea hint=texts.report_drop take=importing.take()>
                {list()}
            </DropArea>
        })
    } else {
        erase(list())
    };
    view! {
        <PageHeader title=texts.kind_of(kind) meaning=meaning(kind, texts)>
            {is_admin
                .then(|| {
                    view! {
                        <ImportButton importing />
                        <a class="button button-primary" href=new_path(kind)>
                            <Icon glyph=Glyph::Plus />
                            {texts.new_analysis}
                        </a>
                    }
                })}
        </PageHeader>
        <ImportFaults importing />
        {list}
        <CompareBar chosen />
        <RemovalDialog removal id="remove-report-dialog" />
    }
}

fn meaning(kind: AnalysisKind, texts: &Texts) -> &'static str {
    match kind {
        AnalysisKind::Availability => texts.availability_reports_meaning,
        AnalysisKind::Resilience => texts.resilience_reports_meaning,
    }
}
