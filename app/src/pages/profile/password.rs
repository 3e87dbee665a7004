//! The form that changes one's own password.

use crate::{
    client::use_client,
    components::{Card, Form, PasswordField, Toaster},
    credentials::{check_given, check_new_password},
    forms::{Submission, typed},
    texts::texts,
};
use api::NewPassword;
use leptos::{ev, prelude::*};

#[component]
pub fn PasswordCard(username: String, on_changed: Callback<()>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::new();
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let send = move |event: ev::SubmitEvent| {
        let change =
            NewPassword { old_password: typed(&event, "old_password"), new_password: typed(&event, "new_password") };
        let faults = [
            check_given(&change.old_password, "/old_password", texts.password_missing),
            check_new_password(&change.new_password, "/new_password", texts),
        ];
        if submission.refuse(faults.into_iter().flatten().collect()) {
            return;
        }
        let client = client.clone();
        submission.send(async move {
            client.change_password(&change).await?;
            old.try_set(String::new());
            new.try_set(String::new());
            toaster.done(texts.password_was_changed);
            on_changed.try_run(());
            Ok(())
        });
    };
    view! {
        <Card title=texts.password_change>
            <Form submission send_label=texts.password_change on_send=send>
                // Tells password managers whose password it is.
                <input type="text" name="username" autocomplete="username" value=username readonly hidden />
                <PasswordField
                    name="old_password"
                    label=texts.password_old
                    value=old
                    error=submission.fault_at("/old_password")
                    autocomplete="current-password"
                />
                <PasswordField
                    name="new_password"
                    label=texts.password_new
                    value=new
                    hint=texts.password_hint
                    error=submission.fault_at("/new_password")
                    autocomplete="new-password"
                />
            </Form>
        </Card>
    }
}
