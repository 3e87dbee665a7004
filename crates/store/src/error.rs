//! What can go wrong with the database, in words that the rest of Vedetta acts on. Driver errors stop here.

use thiserror::Error;

/// Why a query or a write did not do what was asked.
#[derive(Debug, Clone, Error)]
pub enum StoreError {
    #[error("not found")]
    NotFound,
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The database does not answer, or cannot write: trying again later may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database holds what this program never wrote, or cannot be read where it should be: trying again does not
    /// help.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The database does not allow it: trying again does not help, before somebody has changed that.
    #[error("the database refuses: {0}")]
    Refused(String),
    /// No page of ours ever gave it out.
    #[error("cursor does not come from this list")]
    Cursor,
    /// A value that cannot be kept.
    #[error("{0}")]
    Invalid(String),
}

/// A rule of the data that the write would have broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Conflict {
    #[error("the first admin has been set up already")]
    AlreadySetUp,
    #[error("the user name is taken")]
    NameTaken,
    #[error("the last admin cannot be removed, disabled or demoted")]
    LastAdmin,
    #[error("the password was changed in the meantime")]
    PasswordChanged,
    #[error("the job has ended already")]
    JobEnded,
    #[error("a report with this id is there already")]
    ReportExists,
}

/// Why the database could not be opened. Each is one clear line; nothing on disk was changed.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Unreachable(String),
}
