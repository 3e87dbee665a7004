//! What the report is about, and what can be done with it as a whole.

use crate::{
    address,
    analyses::{reports_path, window_words},
    components::{Glyph, Menu, MenuItem, Removal, RemovalDialog, Toaster},
    content::erase,
    document,
    pages::{export::ExportItems, is_admin, remove_report::ask_to_remove_report, report_badges::report_badges},
    tab_title::name_tab,
    texts::{Texts, fill, texts},
    zone::{write_ends, write_minute},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{AnalysisKind, ReportHead};

#[component]
pub fn DashboardHeader(head: ReportHead) -> impl IntoView {
    let texts = texts();
    let window = window_words(&head, texts);
    name_tab(&format!("{} · {window}", texts.kind_of(head.kind)));
    let made = fill(texts.dash_made, &write_minute(head.created_at, &head.timezone));
    let removal = Removal::default();
    erase(view! {
        <header class="page-header dash-header">
            <div>
                <h1>
                    <a class="dash-kind" href=reports_path(head.kind)>
                        {texts.kind_of(head.kind)}
                    </a>
                    " "
                    <span class="dash-window">{window_view(&head, texts)}</span>
                </h1>
                <p class="dash-facts">
                    <span>{head.timezone.clone()}</span>
                    <span>{made} " " <bdi>{head.created_by.clone()}</bdi></span>
                    {report_badges(&head)}
                </p>
            </div>
            <div class="page-header-actions">
                <ReportActions head window removal />
            </div>
        </header>
        <RemovalDialog removal id="remove-report-dialog" />
    })
}

/// The window of the title as everywhere, whose line ends between the two ends and never within one.
fn window_view(head: &ReportHead, texts: &Texts) -> AnyView {
    let end = |words: String| view! { <span class="dash-window-end">{words}</span> };
    if head.kind == AnalysisKind::Resilience {
        let until = end(fill(texts.until, "").trim_end().to_owned());
        return erase(view! { {until} " " {end(write_minute(head.window.end, &head.timezone))} });
    }
    match write_ends(head.window, &head.timezone) {
        (first, Some(last)) => erase(view! { {end(format!("{first} –"))} " " {end(last)} }),
        (day, None) => erase(end(day)),
    }
}

#[component]
fn ReportActions(head: ReportHead, window: String, removal: Removal) -> impl IntoView {
    let texts = texts();
    let (toaster, navigate) = (Toaster::take(), use_navigate());
    let leave = move |_| navigate(reports_path(head.kind), NavigateOptions::default());
    let ask = ask_to_remove_report(removal, Callback::new(leave));
    let asked = (head.id.clone(), window);
    let remove = is_admin().then(|| {
        view! { <MenuItem label=texts.remove glyph=Glyph::Remove on_choose=move |()| ask.run(asked.clone()) /> }
    });
    erase(view! {
        <Menu id="report-menu" label=texts.dash_actions glyph=Glyph::More>
            <MenuItem label=texts.trial_copy glyph=Glyph::Link on_choose=move |()| copy_link(toaster, texts) />
            <ExportItems id=head.id />
            <MenuItem label=texts.dash_print glyph=Glyph::Print on_choose=|()| document::print() />
            {remove}
        </Menu>
    })
}

/// Takes the address of the page along, as everything on it stands.
pub fn copy_link(toaster: Toaster, texts: &'static Texts) {
    let link = address::link();
    spawn_local(async move {
        if document::copy(&link, texts.trial_copy).await {
            toaster.done(texts.trial_copied);
        }
    });
}
