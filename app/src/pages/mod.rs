//! One file per page. A page is a loader and a plain component that takes the loaded data.

mod audit;
mod device;
mod error;
mod not_found;
mod outage;
mod overview;
mod profile;
mod setup;
mod sign_in;
#[cfg(feature = "styleguide")]
mod styleguide;
mod users;

pub use audit::AuditPage;
pub use error::ErrorPage;
pub use not_found::NotFoundPage;
pub use outage::OutagePage;
pub use overview::OverviewPage;
pub use profile::ProfilePage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
#[cfg(feature = "styleguide")]
pub use styleguide::StyleguidePage;
pub use users::UsersPage;

use crate::page_context::{StatusSetter, use_visitor};
use leptos::prelude::*;
use model::Role;

/// Whether the visitor may use a page for admins. What a viewer is shown instead is decided by the API; this only spares them
/// buttons that would not work, and gives the answer its status, which has to be known before the first byte.
fn check_admin() -> bool {
    let is_admin = use_visitor().user().is_some_and(|user| user.role == Role::Admin);
    if !is_admin && let Some(status) = use_context::<StatusSetter>() {
        status.set(403);
    }
    is_admin
}
