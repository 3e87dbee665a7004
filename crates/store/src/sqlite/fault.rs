//! Turns SQLite's errors into the store's: whatever it is, the caller can only try again later.

use rusqlite::{Error, ErrorCode};

use crate::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        Self::Unavailable(describe(&error))
    }
}

/// What went wrong, in the words of the one who runs the server.
pub fn describe(error: &Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full".into(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            format!("the file is damaged ({error})")
        }
        Some(ErrorCode::ReadOnly) => format!("the file cannot be written to ({error})"),
        Some(ErrorCode::SystemIoFailure) => format!("the disk fails ({error})"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program holds the file".into(),
        _ => error.to_string(),
    }
}
