//! The sign-in over the page, for when the session ends in the middle of work.

use super::{News, tell, use_session};
use crate::{
    client::use_client,
    components::{Dialog, Form, PasswordField, TextField, WayOut},
    credentials::check_given,
    document,
    forms::{Submission, typed},
    navigation::sign_in_first,
    texts::texts,
};
use api::{NewSignIn, UserView};
use leptos::{ev, prelude::*};

/// Asks the user of this page for the password. Afterwards the page goes on where it was.
#[component]
pub fn SessionDialog(user: UserView) -> impl IntoView {
    let texts = texts();
    let ended = use_session().ended;
    view! {
        <Dialog open=ended id="session-dialog" title=texts.session_ended>
            <SessionForm user=user.clone() />
        </Dialog>
    }
}

#[component]
fn SessionForm(user: UserView) -> impl IntoView {
    let texts = texts();
    let (client, session) = (use_client(), use_session());
    let submission = Submission::new();
    let username = RwSignal::new(user.username.clone());
    let way_out = WayOut {
        label: texts.sign_in_as_other,
        on_leave: Callback::new(|()| document::go(&sign_in_first(&document::address()))),
    };
    let send = move |event: ev::SubmitEvent| {
        let new = NewSignIn { username: username.get_untracked(), password: typed(&event, "session-password") };
        let fault = check_given(&new.password, "/password", texts.password_missing);
        if submission.refuse(fault.into_iter().collect()) {
            return;
        }
        let (client, user) = (client.clone(), user.clone());
        submission.send(async move {
            let found = client.sign_in(&new).await?.user;
            tell(News::SignedIn(found.id.as_str().into()));
            if found == user {
                session.go_on();
            } else {
                document::reload();
            }
            Ok(())
        });
    };
    view! {
        <Form submission send_label=texts.sign_in way_out on_send=send>
            <p class="form-lead">{texts.session_ended_advice}</p>
            <TextField name="session-username" label=texts.user_name value=username autocomplete="username" readonly=true />
            <PasswordField
                name="session-password"
                label=texts.password
                value=RwSignal::new(String::new())
                error=submission.fault_at("/password")
                autocomplete="current-password"
                autofocus=true
            />
        </Form>
    }
}
