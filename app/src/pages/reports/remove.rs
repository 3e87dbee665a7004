//! Asks before a report is removed for good.

use super::choice::Chosen;
use crate::{
    client::use_client,
    components::{ButtonVariant, Dialog, Form, Toaster, WayOut},
    forms::Submission,
    texts::{fill, texts},
};
use leptos::{ev, prelude::*};
use model::ReportId;

/// The question that is being asked, if any.
#[derive(Clone, Copy)]
pub struct RemoveQuestion {
    open: RwSignal<bool>,
    asked: RwSignal<Option<(ReportId, String)>>,
}

impl RemoveQuestion {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), asked: RwSignal::new(None) }
    }

    /// Asks about a report, spoken of by its window.
    pub fn ask(self, id: ReportId, window: String) {
        self.asked.set(Some((id, window)));
        self.open.set(true);
    }
}

#[component]
pub fn RemoveDialog(question: RemoveQuestion, chosen: Chosen, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let RemoveQuestion { open, asked } = question;
    let title = move || {
        asked.with(|asked| {
            asked.as_ref().map_or_else(String::new, |(_, window)| fill(texts.report_remove_title, window))
        })
    };
    view! {
        <Dialog open id="remove-report-dialog" title=Signal::derive(title)>
            {asked.get_untracked().map(|(id, window)| view! { <RemoveForm id window open chosen on_done /> })}
        </Dialog>
    }
}

#[component]
fn RemoveForm(
    id: ReportId,
    window: String,
    open: RwSignal<bool>,
    chosen: Chosen,
    on_done: Callback<()>,
) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::new();
    let send = move |_: ev::SubmitEvent| {
        let (client, id, window) = (client.clone(), id.clone(), window.clone());
        submission.send(async move {
            client.remove_report(&id).await?;
            chosen.forget(&id);
            toaster.done(fill(texts.report_removed, &window));
            open.set(false);
            on_done.try_run(());
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
