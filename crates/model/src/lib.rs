//! Vedetta's words as types: ids, accounts, assets, samples and backup runs, with their rules in their
//! constructors. No I/O, clock or randomness lives here: time and seeds are arguments.

mod account;
mod asset;
mod audit;
mod backup_run;
mod bounds;
mod configuration;
mod csv;
mod ids;
mod job;
pub mod moment;
mod page;
mod preset;
mod report;
mod sample;
#[cfg(feature = "schema")]
pub mod schema;
mod text;
mod throttle;
mod user_name;
mod window;
pub mod wire_moment;
mod words;

pub use account::{Role, SignIn, User};
pub use asset::{Asset, AssetType, ServiceType};
pub use audit::{AuditAction, AuditEntry, AuditFilter, AuditResult, COMMAND_LINE_ACTOR, NewAuditEntry, UNKNOWN_ACTOR};
pub use backup_run::{BackupOutcome, BackupRun};
pub use bounds::{ErrorBudget, OutOfBounds, ResilienceWeights, TargetRpo, UnevenWeights, Weight};
pub use configuration::{
    AnalysisKind, AssetChoice, AvailabilityConfiguration, Configuration, Curve, DayChoice, MAX_CHOICES, MAX_DAYS,
    ResilienceConfiguration, ServiceChoice, UntilChoice,
};
pub use csv::csv_cell;
pub use ids::{AssetId, JobId, ReportId, SignInId, UserId};
pub use job::{Job, JobError, JobFailure, JobProgress, JobState, JobStep};
pub use page::{MAX_PAGE, Page, PageRequest};
pub use preset::Preset;
pub use report::{
    AssetReport, AvailabilityPoint, AvailabilityReport, AvailabilityStatus, FailedAsset, Report, ReportBody,
    ReportHead, ReportOrigin, ReportRun, ResiliencePoint, ResilienceReport, ResilienceStatus, ServiceReport,
    StatusCount, StatusCounts, Timeline, Unreadable,
};
pub use sample::{Sample, SampleStatus};
pub use text::{MAX_NAME, MAX_NOTE, MAX_TAGS, TextFault, check_text};
pub use throttle::{Attempts, Throttle, TooSoon};
pub use user_name::{UserName, UserNameFault};
pub use window::Window;
pub use words::UnknownWord;

/// A moment in UTC. Both engines keep milliseconds, so nothing finer survives storage.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
