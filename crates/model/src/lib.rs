//! Vedetta's words as types: ids, accounts, assets, samples and backup runs, with their rules in their
//! constructors. No I/O, clock or randomness lives here: time and seeds are arguments.

mod account;
mod asset;
mod audit;
mod backup_run;
mod ids;
mod page;
mod sample;
mod text;
mod throttle;
mod user_name;
mod window;

pub use account::{Role, SignIn, User};
pub use asset::{Asset, AssetType, ServiceType, UnknownWord};
pub use audit::{AuditAction, AuditEntry, AuditFilter, AuditResult, NewAuditEntry};
pub use backup_run::{BackupOutcome, BackupRun};
pub use ids::{AssetId, SignInId, UserId};
pub use page::{MAX_PAGE, Page, PageRequest};
pub use sample::{Sample, SampleStatus};
pub use text::{MAX_NAME, MAX_NOTE, TextFault, check_text};
pub use throttle::{Attempts, Throttle};
pub use user_name::{UserName, UserNameFault};
pub use window::Window;

/// A moment in UTC. Both engines keep milliseconds, so nothing finer survives storage.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
