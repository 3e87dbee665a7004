//! The door: name and password, and on to the page that was asked for.

use crate::{
    client::{Client, ClientError, use_client},
    components::{Form, PasswordField, TextField},
    credentials::check_given,
    document,
    effects::in_browser,
    forms::{Submission, typed},
    frame::Door,
    navigation::is_own_page,
    session::{News, hear, tell},
    texts::texts,
};
use api::NewSignIn;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_query_map;

#[component]
pub fn SignInPage() -> impl IntoView {
    let texts = texts();
    follow_tabs();
    view! {
        <Door title=texts.sign_in_title meaning=texts.sign_in_meaning>
            <SignInForm />
        </Door>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let submission = Submission::new();
    let username = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let query = use_query_map();
    let send = move |event: ev::SubmitEvent| {
        let new = NewSignIn { username: typed(&event, "username"), password: typed(&event, "password") };
        let faults = [
            check_given(&new.username, "/username", texts.user_name_missing),
            check_given(&new.password, "/password", texts.password_missing),
        ];
        if submission.refuse(faults.into_iter().flatten().collect()) {
            return;
        }
        let next = query.with_untracked(|query| query.get("next"));
        let client = client.clone();
        submission.send(async move { enter(&client, &new, next.as_deref()).await });
    };
    view! {
        <Form submission send_label=texts.sign_in on_send=send>
            <TextField
                name="username"
                label=texts.user_name
                value=username
                error=submission.fault_at("/username")
                autocomplete="username"
                autofocus=true
            />
            <PasswordField
                name="password"
                label=texts.password
                value=password
                error=submission.fault_at("/password")
                autocomplete="current-password"
            />
        </Form>
    }
}

/// Signs in and leaves for the next page, as long as it is one of ours; for the first page otherwise.
pub async fn enter(client: &Client, new: &NewSignIn, next: Option<&str>) -> Result<(), ClientError> {
    let user = client.sign_in(new).await?.user;
    tell(News::SignedIn(user.id.into()));
    let next = next.filter(|next| is_own_page(next)).unwrap_or("/");
    // The server never sees the fragment, so it is still in the address.
    document::go(&format!("{next}{}", document::fragment()));
    // The document is on its way; until it is here the form stays busy.
    std::future::pending().await
}

/// Whoever signs in in another tab is signed in here too: the server leads this document on.
pub fn follow_tabs() {
    in_browser(|| {
        hear(|news| {
            if matches!(news, News::SignedIn(_)) {
                document::reload();
            }
        });
    });
}
