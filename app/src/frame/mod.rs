//! What surrounds every page: the rail at the left (a bar at the bottom of a phone), the line on top, the toasts. Pages
//! before the sign-in have only the door around them.

mod connection;
mod door;
mod intake_wish;
mod job_news;
mod keys;
mod logo;
mod me_menu;
mod palette;
mod preference_menus;
mod rail;
mod top_line;

pub use connection::{Connection, use_connection};
pub use door::Door;
pub use intake_wish::use_intake_wish;
pub use job_news::{JobNews, use_job_news};
pub use keys::{KeysList, use_single_keys};
pub use palette::PaletteBody;
pub use preference_menus::{choose_theme, use_theme};

use crate::{
    address,
    client::use_client,
    components::Toasts,
    content::Content,
    effects::in_browser,
    session::{SessionDialog, use_session, watch},
    texts::texts,
};
use api::UserView;
use connection::ConnectionNote;
use intake_wish::IntakeWish;
use keys::{KeysDialog, KeysHelp};
use leptos::{ev, html, prelude::*};
use leptos_router::hooks::use_location;
use palette::{Palette, PaletteDesk};
use rail::NavigationRail;
use top_line::TopLine;

/// The frame, with the page inside.
#[component]
pub fn Frame(user: UserView, children: Content) -> impl IntoView {
    let texts = texts();
    watch(use_session(), use_client(), user.clone());
    JobNews::provide();
    Connection::provide();
    IntakeWish::provide();
    address::tell_of_returns();
    let (palette, help) = (RwSignal::new(false), KeysHelp::new());
    keys::listen(palette, help);
    let content = NodeRef::<html::Main>::new();
    focus_on_arrival(content);
    // The router would take the link for a navigation to this same page and leave the focus where it is.
    let skip = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus(content);
    };
    view! {
        <a class="skip-link" href="#content" on:click=skip>
            {texts.skip_to_content}
        </a>
        <div class="frame">
            <NavigationRail role=user.role />
            <TopLine user=user.clone() palette />
            <main node_ref=content id="content" class="content" tabindex="-1">
                {children.view()}
            </main>
        </div>
        <ConnectionNote />
        <Toasts />
        <Palette desk=PaletteDesk { open: palette, keys: help, role: user.role } />
        <KeysDialog help />
        <SessionDialog user />
    }
}

/// After a navigation within the app the focus moves to the new page, as it would after a full load.
fn focus_on_arrival(content: NodeRef<html::Main>) {
    let path = use_location().pathname;
    let mut before = None;
    in_browser(move || {
        let now = path.get();
        if before.replace(now.clone()).is_some_and(|before| before != now) {
            focus(content);
        }
    });
}

fn focus(content: NodeRef<html::Main>) {
    if let Some(content) = content.get_untracked() {
        // An element that cannot take the focus any more has left the page.
        let _ = content.focus();
    }
}
