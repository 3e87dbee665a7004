//! Asks before something is removed for good.

use super::{ButtonVariant, Dialog, Form, WayOut};
use crate::{client::ClientError, forms::Submission, texts::texts};
use leptos::{ev, prelude::*};
use std::{pin::Pin, sync::Arc};

/// The question that is being asked, if any.
#[derive(Clone, Copy, Default)]
pub struct Removal {
    open: RwSignal<bool>,
    asked: RwSignal<Option<Asked>>,
}

#[derive(Clone)]
struct Asked {
    title: String,
    meaning: &'static str,
    remove: Remove,
}

type Remove = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), ClientError>>>> + Send + Sync>;

impl Removal {
    /// Asks whether to remove what the title names, and says what that means.
    pub fn ask<Removing: Future<Output = Result<(), ClientError>> + 'static>(
        self,
        title: String,
        meaning: &'static str,
        remove: impl Fn() -> Removing + Send + Sync + 'static,
    ) {
        self.asked.set(Some(Asked { title, meaning, remove: Arc::new(move || Box::pin(remove())) }));
        self.open.set(true);
    }
}

#[component]
pub fn RemovalDialog(
    removal: Removal,
    /// A unique id; it names the dialog's heading.
    id: &'static str,
) -> impl IntoView {
    let Removal { open, asked } = removal;
    let title = move || asked.with(|asked| asked.as_ref().map_or_else(String::new, |asked| asked.title.clone()));
    view! {
        <Dialog open id title=Signal::derive(title)>
            {asked.get_untracked().map(|asked| view! { <RemovalForm asked open /> })}
        </Dialog>
    }
}

#[component]
fn RemovalForm(asked: Asked, open: RwSignal<bool>) -> impl IntoView {
    let texts = texts();
    let submission = Submission::in_window();
    let Asked { meaning, remove, .. } = asked;
    let send = move |_: ev::SubmitEvent| {
        let removing = remove();
        submission.send(async move {
            removing.await?;
            submission.close(open);
            Ok(())
        });
    };
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    view! {
        <Form submission send_label=texts.remove send_variant=ButtonVariant::Danger way_out on_send=send>
            <p class="form-lead">{meaning}</p>
        </Form>
    }
}
