//! The root component: what every page shares, and which address shows which page.

#[cfg(not(feature = "styleguide"))]
use crate::pages::NotFoundPage as StyleguidePage;
#[cfg(feature = "styleguide")]
use crate::pages::StyleguidePage;
use crate::{
    components::Toaster,
    content::erase,
    frame::Frame,
    page_context::{PageContext, Visitor},
    pages::{
        AuditPage, ErrorPage, NotFoundPage, OutagePage, OverviewPage, ProfilePage, SetupPage, SignInPage, UsersPage,
    },
    preferences::Preferences,
    session::Session,
    texts::Texts,
};
use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

/// The app. Its two arguments come from the request on the server and from the document in the browser.
#[component]
pub fn App(preferences: Preferences, page: PageContext) -> impl IntoView {
    let visitor = page.visitor.clone();
    provide_context(Texts::of(preferences.language));
    provide_context(RwSignal::new(preferences.theme));
    provide_context(page);
    Toaster::provide();
    Session::provide();
    view! {
        <Router>
            {page_for(visitor, preferences)}
        </Router>
    }
}

/// The server sends whoever is not signed in to the one page that they may see, so that this needs no routes.
fn page_for(visitor: Visitor, preferences: Preferences) -> AnyView {
    let language = preferences.language;
    match visitor {
        Visitor::SetUpNeeded => erase(view! { <SetupPage language /> }),
        Visitor::Nobody => erase(view! { <SignInPage language /> }),
        Visitor::Unavailable => erase(view! { <OutagePage language /> }),
        Visitor::User(user) => erase(view! {
            <Frame preferences user>
                <Pages />
            </Frame>
        }),
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <ErrorBoundary fallback=|_| ErrorPage()>
            <FlatRoutes fallback=|| erase(NotFoundPage())>
                <Route path=path!("/") view=|| erase(OverviewPage()) />
                <Route path=path!("/users") view=|| erase(UsersPage()) />
                <Route path=path!("/audit") view=|| erase(AuditPage()) />
                <Route path=path!("/profile") view=|| erase(ProfilePage()) />
                <Route path=path!("/styleguide") view=|| erase(StyleguidePage()) />
            </FlatRoutes>
        </ErrorBoundary>
    }
}
