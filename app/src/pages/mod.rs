//! One file per page. A page is a loader and a plain component that takes the loaded data.

mod error;
mod not_found;
mod overview;
#[cfg(feature = "styleguide")]
mod styleguide;

pub use error::ErrorPage;
pub use not_found::NotFoundPage;
pub use overview::OverviewPage;
#[cfg(feature = "styleguide")]
pub use styleguide::StyleguidePage;
