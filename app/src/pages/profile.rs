//! One's own account: who I am, where I am signed in, my password, and how Vedetta looks.

mod appearance;
mod devices;
mod password;

use crate::{
    components::{Card, Changes, Moment, PageHeader},
    page_context::use_visitor,
    texts::texts,
};
use api::UserView;
use appearance::AppearanceCard;
use devices::DevicesSection;
use leptos::prelude::*;
use password::PasswordCard;

#[component]
pub fn ProfilePage() -> impl IntoView {
    let texts = texts();
    let user = use_visitor().user().cloned();
    let changes = Changes::none();
    let after_change = changes.note();
    view! {
        <PageHeader title=texts.profile_title meaning=texts.profile_meaning />
        <div class="profile">
            {user
                .map(|user| {
                    view! {
                        <AccountCard user=user.clone() />
                        <PasswordCard username=user.username on_changed=after_change />
                    }
                })}
            <AppearanceCard />
            <DevicesSection changes />
        </div>
    }
}

#[component]
fn AccountCard(user: UserView) -> impl IntoView {
    let texts = texts();
    let role_meaning = texts.meaning_of(user.role);
    view! {
        <Card title=texts.profile_account>
            <dl class="facts">
                <div class="fact">
                    <dt>{texts.user_name}</dt>
                    <dd>
                        <bdi>{user.username}</bdi>
                    </dd>
                </div>
                <div class="fact">
                    <dt>{texts.role}</dt>
                    <dd>
                        {texts.role_of(user.role)} <p class="fact-note">{role_meaning}</p>
                    </dd>
                </div>
                <div class="fact">
                    <dt>{texts.profile_since}</dt>
                    <dd>
                        <Moment at=user.created_at />
                    </dd>
                </div>
            </dl>
        </Card>
    }
}
