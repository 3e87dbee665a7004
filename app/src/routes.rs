//! The root component: what every page shares, and which address shows which page.

#[cfg(not(feature = "styleguide"))]
use crate::pages::NotFoundPage as StyleguidePage;
#[cfg(feature = "styleguide")]
use crate::pages::StyleguidePage;
use crate::{
    components::Toaster,
    frame::Frame,
    page_context::PageContext,
    pages::{ErrorPage, NotFoundPage, OverviewPage},
    preferences::Preferences,
    texts::Texts,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    path,
};

/// The app. Its two arguments come from the request on the server and from the document in the browser.
#[component]
pub fn App(preferences: Preferences, page: PageContext) -> impl IntoView {
    provide_meta_context();
    provide_context(Texts::of(preferences.language));
    provide_context(page);
    Toaster::provide();
    view! {
        <Router>
            <Frame preferences>
                <ErrorBoundary fallback=|_| ErrorPage()>
                    <FlatRoutes fallback=NotFoundPage>
                        <Route path=path!("/") view=OverviewPage />
                        <Route path=path!("/styleguide") view=StyleguidePage />
                    </FlatRoutes>
                </ErrorBoundary>
            </Frame>
        </Router>
    }
}
