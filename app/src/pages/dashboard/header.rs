//! What the report is about, and what can be done with it as a whole.

use crate::{
    address,
    analyses::{reports_path, window_words},
    client::use_client,
    components::{Badge, ButtonVariant, Dialog, Form, Glyph, Menu, MenuItem, Toaster, WayOut},
    content::erase,
    document,
    forms::Submission,
    pages::{export::ExportItems, is_admin},
    tab_title::name_tab,
    texts::{Texts, fill, texts},
    zone::{write_ends, write_minute},
};
use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use model::{AnalysisKind, ReportHead, ReportOrigin};

#[component]
pub fn DashboardHeader(head: ReportHead) -> impl IntoView {
    let texts = texts();
    let window = window_words(&head, texts);
    name_tab(&format!("{} · {window}", texts.kind_of(head.kind)));
    let made = fill(texts.dash_made, &write_minute(head.created_at, &head.timezone));
    let imported = (head.origin == ReportOrigin::Import).then(|| view! { <Badge>{texts.report_imported}</Badge> });
    let partial = head.partial.then(|| view! { <Badge>{texts.report_partial}</Badge> });
    let removing = RwSignal::new(false);
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
                    {imported}
                    {partial}
                </p>
            </div>
            <div class="page-header-actions">
                <ReportActions head=head.clone() removing />
            </div>
        </header>
        <RemoveDialog head window open=removing />
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
fn ReportActions(head: ReportHead, removing: RwSignal<bool>) -> impl IntoView {
    let texts = texts();
    let toaster = Toaster::take();
    let remove = is_admin().then(|| {
        view! { <MenuItem label=texts.remove glyph=Glyph::Remove on_choose=move |()| removing.set(true) /> }
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

#[component]
fn RemoveDialog(head: ReportHead, window: String, open: RwSignal<bool>) -> impl IntoView {
    let title = fill(texts().report_remove_title, &window);
    view! {
        <Dialog open id="remove-report-dialog" title>
            <RemoveForm head=head.clone() window=window.clone() open />
        </Dialog>
    }
}

#[component]
fn RemoveForm(head: ReportHead, window: String, open: RwSignal<bool>) -> impl IntoView {
    let texts = texts();
    let (client, toaster, navigate) = (use_client(), Toaster::take(), use_navigate());
    let submission = Submission::new();
    let send = move |_: ev::SubmitEvent| {
        let (client, navigate, head, window) = (client.clone(), navigate.clone(), head.clone(), window.clone());
        submission.send(async move {
            client.remove_report(&head.id).await?;
            toaster.done(fill(texts.report_removed, &window));
            navigate(reports_path(head.kind), NavigateOptions::default());
            Ok(())
        });
    };
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    view! {
        <Form submission send_label=texts.remove send_variant=ButtonVariant::Danger way_out on_send=send>
            <p class="form-lead">{texts.report_remove_meaning}</p>
        </Form>
    }
}
