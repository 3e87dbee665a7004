//! One file per page. A page is a loader and a plain component that takes the loaded data.

mod assets;
mod audit;
mod compare;
mod dashboard;
mod device;
mod error;
mod export;
mod job;
mod jobs;
mod new_analysis;
mod not_found;
mod outage;
mod overview;
mod profile;
mod remove_report;
mod report_badges;
mod reports;
mod save_preset;
mod setup;
mod sign_in;
#[cfg(feature = "styleguide")]
mod styleguide;
mod users;
mod whole_reports;

pub use assets::AssetsPage;
pub use audit::AuditPage;
pub use compare::ComparePage;
pub use dashboard::DashboardPage;
pub use error::ErrorPage;
pub use jobs::JobsPage;
pub use new_analysis::NewAnalysisPage;
pub use not_found::NotFoundPage;
pub use outage::{OutagePage, reload_after_outage};
pub use overview::OverviewPage;
pub use profile::ProfilePage;
pub use reports::ReportsPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
#[cfg(feature = "styleguide")]
pub use styleguide::StyleguidePage;
pub use users::UsersPage;

use crate::page_context::{StatusSetter, use_visitor};
use leptos::prelude::*;
use model::Role;

/// Whether the visitor is an admin. What only admins can do is not offered to others.
fn is_admin() -> bool {
    use_visitor().user().is_some_and(|user| user.role == Role::Admin)
}

/// Whether the visitor may use a page for admins. What a viewer is shown instead is decided by the API; this only spares them
/// buttons that would not work, and gives the answer its status, which has to be known before the first byte.
fn check_admin() -> bool {
    let is_admin = is_admin();
    if !is_admin && let Some(status) = use_context::<StatusSetter>() {
        status.set(403);
    }
    is_admin
}
