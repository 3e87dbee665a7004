//! Asks before something is removed for good.

use super::{ButtonVariant, Dialog, Form, Toaster, WayOut};
use crate::{
    client::{Client, ClientError, use_client},
    forms::Submission,
    texts::{fill, texts},
};
use leptos::{ev, prelude::*};
use std::{pin::Pin, sync::Arc};

/// The question that is being asked, if any.
#[derive(Clone, Copy, Default)]
pub struct Removal {
    open: RwSignal<bool>,
    asked: RwSignal<Option<Asked>>,
}

/// How one speaks of the removal of things of a kind.
#[derive(Clone, Copy)]
pub struct RemovalWords {
    /// The question, with room for a name.
    pub title: &'static str,
    pub meaning: &'static str,
    /// That it was done, with room for a name.
    pub done: &'static str,
}

/// Asks before the thing of an id is removed, which is spoken of by a name.
pub type AskToRemove<Id> = Callback<(Id, String)>;

#[derive(Clone)]
struct Asked {
    title: String,
    meaning: &'static str,
    remove: Remove,
}

type Remove = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), ClientError>>>> + Send + Sync>;

impl Removal {
    /// What asks whether a thing of a kind is to be removed. Call it at the top of a component.
    pub fn asking<Id: Clone + Send + Sync + 'static, Removing: Future<Output = Result<(), ClientError>> + 'static>(
        self,
        words: RemovalWords,
        remove: fn(Client, Id) -> Removing,
        on_removed: Callback<Id>,
    ) -> AskToRemove<Id> {
        let (client, toaster) = (use_client(), Toaster::take());
        Callback::new(move |(id, name): (Id, String)| {
            let (client, title) = (client.clone(), fill(words.title, &name));
            let remove = move || {
                let (removing, id, done) = (remove(client.clone(), id.clone()), id.clone(), fill(words.done, &name));
                async move {
                    removing.await?;
                    toaster.done(done);
                    on_removed.try_run(id);
                    Ok(())
                }
            };
            let remove: Remove = Arc::new(move || Box::pin(remove()));
            self.asked.set(Some(Asked { title, meaning: words.meaning, remove }));
            self.open.set(true);
        })
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
