//! Asks before an asset is removed.

use crate::{
    client::use_client,
    components::{ButtonVariant, Dialog, Form, Toaster, WayOut},
    forms::Submission,
    texts::{fill, texts},
};
use api::AssetView;
use leptos::{ev, prelude::*};

/// The question that is being asked, if any.
#[derive(Clone, Copy)]
pub struct RemoveQuestion {
    open: RwSignal<bool>,
    asked: RwSignal<Option<AssetView>>,
}

impl RemoveQuestion {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), asked: RwSignal::new(None) }
    }

    pub fn ask(self, asset: AssetView) {
        self.asked.set(Some(asset));
        self.open.set(true);
    }
}

#[component]
pub fn RemoveDialog(question: RemoveQuestion, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let RemoveQuestion { open, asked } = question;
    let title = move || {
        asked.with(|asked| {
            asked.as_ref().map_or_else(String::new, |asset| fill(texts.asset_remove_title, &asset.display_name))
        })
    };
    view! {
        <Dialog open id="remove-asset-dialog" title=Signal::derive(title)>
            {asked.get_untracked().map(|asset| view! { <RemoveForm asset open on_done /> })}
        </Dialog>
    }
}

#[component]
fn RemoveForm(asset: AssetView, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::new();
    let send = move |_: ev::SubmitEvent| {
        let (client, asset) = (client.clone(), asset.clone());
        submission.send(async move {
            client.remove_asset(&asset.asset_id).await?;
            toaster.done(fill(texts.asset_removed, &asset.display_name));
            open.set(false);
            on_done.try_run(());
            Ok(())
        });
    };
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    view! {
        <Form submission send_label=texts.remove send_variant=ButtonVariant::Danger way_out on_send=send>
            <p class="form-lead">{texts.asset_remove_meaning}</p>
        </Form>
    }
}
