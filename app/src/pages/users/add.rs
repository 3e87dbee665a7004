//! The form that adds a user.

use crate::{
    client::use_client,
    components::{Dialog, Form, PasswordField, Segmented, TextField, Toaster, WayOut},
    credentials::{check_new_password, check_user_name},
    forms::{Submission, typed},
    texts::{fill, texts},
};
use api::NewUser;
use leptos::{ev, prelude::*};
use model::Role;

#[component]
pub fn AddUserDialog(open: RwSignal<bool>, on_added: Callback<()>) -> impl IntoView {
    view! {
        <Dialog open id="add-user-dialog" title=texts().user_add_title>
            <AddUserForm open on_added />
        </Dialog>
    }
}

#[component]
fn AddUserForm(open: RwSignal<bool>, on_added: Callback<()>) -> impl IntoView {
    let texts = texts();
    let (client, toaster) = (use_client(), Toaster::take());
    let submission = Submission::in_window();
    let role = RwSignal::new(Role::Viewer);
    let roles = vec![(Role::Viewer.as_str(), texts.role_viewer), (Role::Admin.as_str(), texts.role_admin)];
    let role_meaning = Signal::derive(move || texts.meaning_of(role.get()));
    let send = move |event: ev::SubmitEvent| {
        let new = NewUser {
            username: typed(&event, "new_user"),
            password: typed(&event, "new_password"),
            role: role.get_untracked(),
        };
        let faults =
            [check_user_name(&new.username, "/username", texts), check_new_password(&new.password, "/password", texts)];
        if submission.refuse(faults.into_iter().flatten().collect()) {
            return;
        }
        let client = client.clone();
        submission.send(async move {
            let user = client.add_user(&new).await?;
            toaster.done(fill(texts.user_added, &user.username));
            submission.close(open);
            on_added.try_run(());
            Ok(())
        });
    };
    let way_out = WayOut { label: texts.cancel, on_leave: Callback::new(move |()| open.set(false)) };
    view! {
        <Form submission send_label=texts.user_add way_out on_send=send>
            <TextField
                name="new_user"
                label=texts.user_name
                value=RwSignal::new(String::new())
                hint=texts.user_name_hint
                error=submission.fault_at("/username")
                autofocus=true
            />
            <div class="field">
                <span class="field-label">{texts.role}</span>
                <Segmented
                    name="role"
                    label=texts.role
                    options=roles
                    value=Signal::derive(move || role.get().as_str())
                    on_choose=move |word| role.set(Role::from_word(word).unwrap_or(Role::Viewer))
                />
                <p class="field-note">{role_meaning}</p>
            </div>
            <PasswordField
                name="new_password"
                label=texts.password
                value=RwSignal::new(String::new())
                hint=texts.user_add_password_hint
                error=submission.fault_at("/password")
                autocomplete="new-password"
            />
        </Form>
    }
}
