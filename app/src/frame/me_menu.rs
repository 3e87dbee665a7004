//! Who I am, and the way out.

use crate::{
    client::{Client, ClientError, use_client},
    components::{Glyph, Menu, MenuItem, MenuLink},
    content::erase,
    document,
    forms::Errand,
    navigation::{Listed, NAVIGATION, PROFILE, SIGN_IN},
    session::{News, tell},
    texts::texts,
};
use api::{Code, UserView};
use leptos::prelude::*;

#[component]
pub fn MeMenu(user: UserView) -> impl IntoView {
    let texts = texts();
    let client = use_client();
    let errand = Errand::new();
    let leave = move |()| {
        let client = client.clone();
        errand.run(async move { sign_out(&client).await });
    };
    let role = texts.role_of(user.role);
    // A phone has no room for these at its bottom.
    let admin_links: Vec<AnyView> = NAVIGATION
        .iter()
        .filter(|entry| entry.listed == Listed::ForAdmins && entry.is_listed_for(user.role))
        .map(|entry| {
            let label = (entry.label)(texts);
            erase(view! {
                <div class="narrow-only">
                    <MenuLink label glyph=entry.glyph href=entry.path />
                </div>
            })
        })
        .collect();
    view! {
        <Menu id="me-menu" label=texts.me glyph=Glyph::Person>
            <div class="menu-heading">
                <span class="menu-heading-name">{user.username}</span>
                <span>{role}</span>
            </div>
            {admin_links}
            <MenuLink label=texts.profile_title glyph=Glyph::Person href=PROFILE />
            <MenuItem label=texts.sign_out glyph=Glyph::SignOut on_choose=leave />
        </Menu>
    }
}

/// A sign-in that has ended already is signed out of as well as one can be.
async fn sign_out(client: &Client) -> Result<(), ClientError> {
    match client.sign_out().await {
        Err(error) if error.code() != Some(Code::SignInNeeded) => Err(error),
        _ => {
            tell(News::SignedOut);
            document::go(SIGN_IN);
            Ok(())
        }
    }
}
