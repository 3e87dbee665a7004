//! The first run: whoever can read the console of the server makes the first admin, and is signed in at once.

use super::sign_in::{enter, follow_tabs};
use crate::{
    client::{Client, ClientError, use_client},
    components::{Form, PasswordField, TextField},
    credentials::{check_given, check_new_password, check_user_name},
    document,
    forms::{Submission, typed},
    frame::Door,
    navigation::SIGN_IN,
    texts::texts,
};
use api::{Code, NewSetup, NewSignIn};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_query_map;

#[component]
pub fn SetupPage() -> impl IntoView {
    let texts = texts();
    follow_tabs();
    view! {
        <Door title=texts.setup_title meaning=texts.setup_meaning>
            <SetupForm />
        </Door>
    }
}

#[component]
fn SetupForm() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let submission = Submission::new();
    let given_code = use_query_map().with_untracked(|query| query.get("code"));
    let has_code = given_code.is_some();
    let code = RwSignal::new(given_code.unwrap_or_default());
    let username = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let send = move |event: ev::SubmitEvent| {
        let new = NewSetup {
            username: typed(&event, "username"),
            password: typed(&event, "password"),
            setup_token: typed(&event, "setup_token"),
        };
        let faults = [
            check_given(&new.setup_token, "/setup_token", texts.setup_code_missing),
            check_user_name(&new.username, "/username", texts),
            check_new_password(&new.password, "/password", texts),
        ];
        if !submission.refuse(faults.into_iter().flatten().collect()) {
            let client = client.clone();
            submission.send(async move { set_up(&client, new).await });
        }
    };
    view! {
        <Form submission send_label=texts.setup_action on_send=send>
            <TextField
                name="setup_token"
                label=texts.setup_code
                value=code
                hint=texts.setup_code_hint
                error=submission.fault_at("/setup_token")
                autocomplete="one-time-code"
                autofocus=!has_code
            />
            <TextField
                name="username"
                label=texts.user_name
                value=username
                hint=texts.user_name_hint
                error=submission.fault_at("/username")
                autocomplete="username"
                autofocus=has_code
            />
            <PasswordField
                name="password"
                label=texts.password
                value=password
                hint=texts.password_hint
                error=submission.fault_at("/password")
                autocomplete="new-password"
            />
        </Form>
    }
}

async fn set_up(client: &Client, new: NewSetup) -> Result<(), ClientError> {
    let sign_in = NewSignIn { username: new.username.clone(), password: new.password.clone() };
    match client.set_up(&new).await {
        Ok(()) => enter(client, &sign_in, None).await,
        // Somebody else was quicker; this page has no more use.
        Err(error) if error.code() == Some(Code::AlreadySetUp) => {
            document::go(SIGN_IN);
            Err(error)
        }
        Err(error) => Err(error),
    }
}
