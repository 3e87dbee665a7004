//! One file per page. A page is a loader and a plain component that takes the loaded data.

mod audit;
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

/// The pages of admins say why a viewer sees nothing; the answer that carries them says it too. The API decides what is shown:
/// this is only about the status, which has to be known before the first byte.
fn answer_forbidden_to_viewers() {
    if use_visitor().user().is_none_or(|user| user.role != Role::Admin)
        && let Some(status) = use_context::<StatusSetter>()
    {
        status.set(403);
    }
}
