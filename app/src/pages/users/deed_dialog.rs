//! Asks before a deed is done, and says whom it befalls and what it means.

use super::deed::Deed;
use crate::{
    client::use_client,
    components::{ButtonVariant, Dialog, Form, PasswordField, Toaster, WayOut},
    credentials::check_new_password,
    document,
    forms::{Submission, typed},
    navigation::SIGN_IN,
    session::{News, tell},
    texts::{fill, texts},
};
use api::UserView;
use leptos::{ev, prelude::*};

/// The question that is being asked, if any.
#[derive(Clone, Copy)]
pub struct DeedQuestion {
    open: RwSignal<bool>,
    asked: RwSignal<Option<Asked>>,
}

#[derive(Clone)]
struct Asked {
    deed: Deed,
    user: UserView,
    is_you: bool,
}

impl DeedQuestion {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), asked: RwSignal::new(None) }
    }

    pub fn ask(self, deed: Deed, user: UserView, is_you: bool) {
        self.asked.set(Some(Asked { deed, user, is_you }));
        self.open.set(true);
    }
}

#[component]
pub fn DeedDialog(question: DeedQuestion, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let DeedQuestion { open, asked } = question;
    let title = move || {
        let asked = asked.get();
        asked.map_or_else(String::new, |asked| fill(asked.deed.words(texts).title, &asked.user.username))
    };
    view! {
        <Dialog open id="deed-dialog" title=Signal::derive(title)>
            {asked.get_untracked().map(|asked| view! { <DeedForm asked open on_done /> })}
        </Dialog>
    }
}

#[component]
fn DeedForm(asked: Asked, open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::in_window();
    let Asked { deed, user, is_you } = asked;
    let words = deed.words(texts);
    let needs_password = deed == Deed::ResetPassword;
    let variant = if deed.is_grave() { ButtonVariant::Danger } else { ButtonVariant::Primary };
    let send = move |event: ev::SubmitEvent| {
        let password = typed(&event, "new_password");
        let fault = needs_password.then(|| check_new_password(&password, "/password", texts));
        if submission.refuse(fault.flatten().into_iter().collect()) {
            return;
        }
        let (client, user) = (client.clone(), user.clone());
        submission.send(async move {
            deed.perform(&client, &user, password).await?;
            if is_you {
                leave_or_reload(deed);
            } else {
                toaster.done(fill(words.done, &user.username));
            }
            submission.close(open);
            on_done.try_run(());
            Ok(())
        });
    };
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    let whose = is_you.then(|| view! { <strong>{texts.user_is_you}" "</strong> });
    let password = needs_password.then(|| {
        view! {
            <PasswordField
                name="new_password"
                label=texts.password_new
                value=RwSignal::new(String::new())
                hint=texts.password_hint
                error=submission.fault_at("/password")
                autocomplete="new-password"
                autofocus=true
            />
        }
    });
    view! {
        <Form submission send_label=words.label send_variant=variant way_out on_send=send>
            <p class="form-lead">{whose} {words.meaning}</p>
            {password}
        </Form>
    }
}

/// Whoever did it to themselves sees another page now, or none.
fn leave_or_reload(deed: Deed) {
    if deed.is_grave() {
        tell(News::SignedOut);
        document::go(SIGN_IN);
    } else {
        document::reload();
    }
}
