//! Notices what happens to the sign-in outside this tab: in another one, or while the computer slept.

use super::{News, Session, hear};
use crate::{client::Client, document, effects::in_browser, navigation::sign_in_first};
use api::UserView;
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*, task::spawn_local};

/// A tab that nobody looked at for this long asks whether it is still signed in.
const LONG_SLEEP_IN_MILLISECONDS: f64 = 5.0 * 60.0 * 1000.0;

/// Keeps this document in step for the user whom it was rendered for. Does nothing while a page is rendered.
pub fn watch(session: Session, client: Client, user: UserView) {
    in_browser(move || {
        follow_tabs(session, user.clone());
        look_again_after_sleep(client.clone(), user.clone());
    });
}

fn follow_tabs(session: Session, user: UserView) {
    hear(move |news| match news {
        News::SignedOut => document::go(&sign_in_first(&document::address())),
        News::SignedIn(user_id) if user_id == user.id.as_str() => session.go_on(),
        // The browser's cookies are somebody else's now, and so must be the page.
        News::SignedIn(_) => document::reload(),
    });
}

fn look_again_after_sleep(client: Client, user: UserView) {
    let hidden_since = StoredValue::new(None::<f64>);
    window_event_listener_untyped("visibilitychange", move |_| {
        let now = document::now();
        if document::is_hidden() {
            hidden_since.set_value(Some(now));
            return;
        }
        let slept = hidden_since.get_value().map_or(0.0, |since| now - since);
        hidden_since.set_value(None);
        if slept >= LONG_SLEEP_IN_MILLISECONDS {
            spawn_local(look_again(client.clone(), user.clone()));
        }
    });
}

/// An end is reported by the transport; what is left to notice is that the user has changed.
async fn look_again(client: Client, user: UserView) {
    if client.find_me().await.is_ok_and(|found| found != user) {
        document::reload();
    }
}
