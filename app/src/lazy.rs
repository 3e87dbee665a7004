//! Views whose code is a part of its own, which the browser fetches when one of them is shown first. A line in the list
//! below makes a page one of them, and its route shows it with [`lazy_page`]. Where pages are rendered, all code is there.

#[cfg(feature = "styleguide")]
use crate::pages::StyleguidePage;
use crate::{
    analyses::{new_path, reports_path},
    client::Client,
    components::{ErrorState, PageHeader, loading_line},
    content::{changing, erase},
    document,
    frame::{Connection, KeysList, PaletteBody},
    navigation::{NavigationEntry, covers},
    page_context::Visitor,
    pages::{
        AssetsPage, AuditPage, ComparePage, DashboardPage, JobsPage, NewAnalysisPage, NotFoundPage, ProfilePage,
        ReportsPage, UsersPage, reload_after_outage,
    },
    preferences::Preferences,
    routes::Inside,
    texts::{Texts, texts},
};
use futures_util::FutureExt;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::hooks::use_location;
use model::AnalysisKind;
use std::pin::Pin;

/// Makes a function of each view that gives it once its part is there.
macro_rules! lazy_views {
    ($($(#[$condition:meta])* $fetch:ident $view:ident in $part:ident at $place:expr;)+) => {
        const LAZY_VIEWS: &[LazyView] = &[
            $($(#[$condition])* LazyView { place: $place, part: stringify!($part), fetch: || Box::pin($fetch()) }),+
        ];

        $(
            $(#[$condition])*
            #[wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $fetch() -> Result<Show, SplitLoaderError> {
                Ok(|| erase($view()))
            }
        )+
    };
}

// What several parts need is divided further, by which of them do, and each border costs: few parts are better than many,
// and pages that are made of the same pieces share one.
lazy_views! {
    inside Inside in inside at INSIDE;
    palette PaletteBody in palette at PALETTE;
    keys KeysList in palette at KEYS;
    // What lies below another place comes before it.
    new_availability NewAnalysisPage in analyses at new_path(AnalysisKind::Availability);
    new_resilience NewAnalysisPage in analyses at new_path(AnalysisKind::Resilience);
    availability_report DashboardPage in dashboard at "/availability/reports";
    resilience_report DashboardPage in dashboard at "/resilience/reports";
    compare ComparePage in analyses at "/compare";
    availability ReportsPage in analyses at reports_path(AnalysisKind::Availability);
    resilience ReportsPage in analyses at reports_path(AnalysisKind::Resilience);
    assets AssetsPage in analyses at "/assets";
    jobs JobsPage in analyses at "/jobs";
    users UsersPage in accounts at "/users";
    audit AuditPage in accounts at "/audit";
    profile ProfilePage in accounts at "/profile";
    #[cfg(feature = "styleguide")]
    styleguide StyleguidePage in styleguide at "/styleguide";
}

/// What surrounds the pages of whoever is signed in, at every address.
const INSIDE: &str = "inside";

/// What stands in windows that can be opened above any page.
const PALETTE: &str = "palette";
const KEYS: &str = "keys";

type Show = fn() -> AnyView;
type Fetching = Pin<Box<dyn Future<Output = Result<Show, SplitLoaderError>>>>;

/// A view with a part of its own.
#[derive(Clone, Copy, Debug)]
pub struct LazyView {
    /// The address that it stands at, or its name where it stands at many.
    place: &'static str,
    /// The name of the part.
    pub part: &'static str,
    fetch: fn() -> Fetching,
}

impl LazyView {
    /// What shows an address to a visitor. The pages before the sign-in are small and need none.
    pub fn needed_for(visitor: &Visitor, path: &str) -> impl Iterator<Item = &'static Self> {
        let places = visitor.user().map(|_| [INSIDE, path]);
        places.into_iter().flatten().filter_map(Self::find)
    }

    /// Fetches the view's part, unless it is there. Tells whether it is there now.
    pub async fn fetch(&self) -> bool {
        (self.fetch)().await.is_ok()
    }

    fn find(place: &str) -> Option<&'static Self> {
        LAZY_VIEWS.iter().find(|view| covers(view.place, place))
    }
}

/// The frame and the pages in it.
pub fn lazy_inside() -> AnyView {
    show_at(INSIDE)
}

/// The lazy page of the address that is shown.
pub fn lazy_page() -> AnyView {
    show_at(&use_location().pathname.get_untracked())
}

/// What stands in the place of a page whose parts are missing from the beginning.
pub fn missing_app(preferences: Preferences) -> impl IntoView {
    provide_context(Texts::of(preferences.language));
    view! { <main class="content">{failed()}</main> }
}

/// The command palette, for its window.
pub fn lazy_palette() -> AnyView {
    show_in_window(PALETTE)
}

/// The list of keys, for its window.
pub fn lazy_keys() -> AnyView {
    show_in_window(KEYS)
}

fn show_at(place: &str) -> AnyView {
    // A build may leave a page out whose route it has.
    let Some(view) = LazyView::find(place) else { return erase(NotFoundPage()) };
    view.show(Box::new(|| loading(view)), failed)
}

/// The window has a heading of its own, and is no page that the tab is named after.
fn show_in_window(place: &str) -> AnyView {
    let Some(view) = LazyView::find(place) else { return failed_in_window() };
    view.show(Box::new(loading_line), failed_in_window)
}

impl LazyView {
    fn show(&self, loading: Box<dyn Fn() -> AnyView + Send>, failed: Show) -> AnyView {
        let mut fetching = (self.fetch)();
        if let Some(fetched) = (&mut fetching).now_or_never() {
            return fetched.unwrap_or(failed)();
        }
        let show = RwSignal::new(None::<Show>);
        spawn_local(async move {
            let fetched = fetching.await.unwrap_or(failed);
            // Somebody who went on to another page waits no more.
            let _ = show.try_set(Some(fetched));
        });
        changing(move || Some(show.get().map_or_else(&loading, |show| show())))
    }
}

fn loading(view: &LazyView) -> AnyView {
    let texts = texts();
    let title = NavigationEntry::find(view.place).map_or(texts.loading, |entry| (entry.label)(texts));
    erase(view! {
        <PageHeader title meaning=texts.loading />
        {loading_line()}
    })
}

fn failed_in_window() -> AnyView {
    let texts = texts();
    let detail = texts.part_failed_detail;
    erase(view! { <ErrorState title=texts.part_failed detail on_retry=|()| document::reload() /> })
}

/// The server is away, or was replaced by a newer one, which has other parts: a page that is loaded whole fits again.
fn failed() -> AnyView {
    let texts = texts();
    // There is none where the whole app is missing.
    if let Some(client) = use_context::<Client>() {
        let is_away = use_context::<Connection>().is_some_and(|connection| untrack(|| connection.is_lost()));
        reload_after_outage(client, is_away);
    }
    erase(view! {
        <PageHeader title=texts.error_title meaning=texts.part_missing />
        <ErrorState title=texts.part_failed detail=texts.part_failed_detail on_retry=|()| document::reload() />
    })
}
