//! The root component: what every page shares, and which address shows which page.

use crate::{
    components::Toaster,
    content::erase,
    figures::Numbers,
    frame::Frame,
    lazy::{lazy_inside, lazy_page},
    page_context::{PageContext, Visitor, use_visitor},
    pages::{ErrorPage, NotFoundPage, OutagePage, OverviewPage, SetupPage, SignInPage},
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
    provide_context(Numbers::of(preferences.language));
    provide_context(preferences);
    provide_context(RwSignal::new(preferences.theme));
    provide_context(RwSignal::new(preferences.keys));
    provide_context(page);
    Toaster::provide();
    Session::provide();
    view! {
        <Router>
            {view_for(&visitor)}
        </Router>
    }
}

/// The server sends whoever is not signed in to the one page that they may see, so that this needs no routes.
fn view_for(visitor: &Visitor) -> AnyView {
    match visitor {
        Visitor::SetUpNeeded => erase(SetupPage()),
        Visitor::Nobody => erase(SignInPage()),
        Visitor::Unavailable => erase(OutagePage()),
        Visitor::User(_) => lazy_inside(),
    }
}

/// The frame and the pages in it, for whoever is signed in.
#[component]
pub fn Inside() -> impl IntoView {
    use_visitor().user().cloned().map(|user| {
        view! {
            <Frame user>
                <Pages />
            </Frame>
        }
    })
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <ErrorBoundary fallback=|_| ErrorPage()>
            <FlatRoutes fallback=|| erase(NotFoundPage())>
                <Route path=path!("/") view=|| erase(OverviewPage()) />
                <Route path=path!("/availability") view=lazy_page />
                <Route path=path!("/availability/new") view=lazy_page />
                <Route path=path!("/resilience") view=lazy_page />
                <Route path=path!("/resilience/new") view=lazy_page />
                <Route path=path!("/availability/reports/:id") view=lazy_page />
                <Route path=path!("/resilience/reports/:id") view=lazy_page />
                <Route path=path!("/compare") view=lazy_page />
                <Route path=path!("/assets") view=lazy_page />
                <Route path=path!("/jobs") view=lazy_page />
                <Route path=path!("/jobs/:id") view=lazy_page />
                <Route path=path!("/users") view=lazy_page />
                <Route path=path!("/audit") view=lazy_page />
                <Route path=path!("/profile") view=lazy_page />
                <Route path=path!("/styleguide") view=lazy_page />
            </FlatRoutes>
        </ErrorBoundary>
    }
}
