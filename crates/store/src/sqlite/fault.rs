//! Turns SQLite's errors into the store's: those that may pass by themselves, and all others.

use rusqlite::{Error, ErrorCode};

use crate::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let told = describe(&error);
        if error.sqlite_error_code().is_some_and(may_pass) { Self::Unavailable(told) } else { Self::Damaged(told) }
    }
}

/// Whether the same statement may succeed later: once there is room again, another program has let go of the file, or
/// somebody has seen to the disk. One that was interrupted ran into the closing of the file.
fn may_pass(code: ErrorCode) -> bool {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, FileLockingProtocolFailed, OperationAborted,
        OperationInterrupted, OutOfMemory, PermissionDenied, ReadOnly, SchemaChanged, SystemIoFailure,
    };
    matches!(
        code,
        CannotOpen
            | DatabaseBusy
            | DatabaseLocked
            | DiskFull
            | FileLockingProtocolFailed
            | OperationAborted
            | OperationInterrupted
            | OutOfMemory
            | PermissionDenied
            | ReadOnly
            | SchemaChanged
            | SystemIoFailure
    )
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

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, ffi, types::Type};

    use super::*;

    #[test]
    fn damage_is_no_outage() {
        let told = |code| StoreError::from(Error::SqliteFailure(ffi::Error::new(code), None));
        for code in [ffi::SQLITE_BUSY, ffi::SQLITE_FULL, ffi::SQLITE_IOERR, ffi::SQLITE_READONLY, ffi::SQLITE_INTERRUPT]
        {
            assert!(matches!(told(code), StoreError::Unavailable(_)), "{code}");
        }
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB, ffi::SQLITE_CONSTRAINT, ffi::SQLITE_ERROR] {
            assert!(matches!(told(code), StoreError::Damaged(_)), "{code}");
        }
        let unreadable = Error::InvalidColumnType(0, "role".into(), Type::Blob);
        assert!(matches!(StoreError::from(unreadable), StoreError::Damaged(_)));
        let missing = Connection::open_in_memory().unwrap().execute("SELECT * FROM users", []).unwrap_err();
        assert!(matches!(StoreError::from(missing), StoreError::Damaged(_)));
    }
}
