//! Judges the driver's errors: which pass by themselves, and what to say of the others.

use mongodb::error::{
    Error, ErrorKind, RETRYABLE_ERROR, RETRYABLE_WRITE_ERROR, TRANSIENT_TRANSACTION_ERROR, WriteFailure,
};

use crate::{Conflict, StoreError};

/// Not primary, shutting down, stepping down, or not reachable from the server that was asked.
const PASSING_CODES: [i32; 13] = [6, 7, 89, 91, 189, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436];
pub const DUPLICATE_KEY: i32 = 11000;
const UNAUTHORIZED: i32 = 13;
/// Not permitted, against the rules of a collection, or not possible with a view.
const REFUSALS: [i32; 3] = [UNAUTHORIZED, 121, 166];
const NAMESPACE_EXISTS: i32 = 48;
const TIME_LIMIT: i32 = 50;

/// What the statements of a unit of work fail with: the driver's error may pass, the store's is an answer.
pub enum Fault {
    Driver(Error),
    Store(StoreError),
}

/// What the statements of a unit of work give.
pub type UnitResult<T> = Result<T, Fault>;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Driver(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Conflict> for Fault {
    fn from(conflict: Conflict) -> Self {
        Self::Store(conflict.into())
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Driver(error) => error.into(),
            Fault::Store(error) => error,
        }
    }
}

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        if is_refusal(&error) { Self::Refused(describe(&error)) } else { Self::Unavailable(describe(&error)) }
    }
}

fn code(error: &Error) -> Option<i32> {
    match error.kind.as_ref() {
        ErrorKind::Command(command) => Some(command.code),
        ErrorKind::Write(WriteFailure::WriteError(write)) => Some(write.code),
        ErrorKind::Write(WriteFailure::WriteConcernError(concern)) => Some(concern.code),
        ErrorKind::InsertMany(many) => {
            let first = many.write_errors.as_ref().and_then(|errors| errors.first()).map(|error| error.code);
            first.or(many.write_concern_error.as_ref().map(|concern| concern.code))
        }
        _ => None,
    }
}

/// Whether the same statement may well succeed in a moment. That no server could be found is not such a case:
/// the driver has been looking for long enough.
pub fn passes(error: &Error) -> bool {
    let labels = [RETRYABLE_WRITE_ERROR, RETRYABLE_ERROR, TRANSIENT_TRANSACTION_ERROR];
    let passing_kind = matches!(error.kind.as_ref(), ErrorKind::Io(_) | ErrorKind::ConnectionPoolCleared { .. });
    let searched_in_vain = matches!(error.kind.as_ref(), ErrorKind::ServerSelection { .. });
    let labelled = labels.into_iter().any(|label| error.contains_label(label));
    !searched_in_vain && (passing_kind || labelled || code(error).is_some_and(|code| PASSING_CODES.contains(&code)))
}

/// Whether the answer stays the same until somebody changes the database. Of many rows, an index of somebody else's may
/// refuse some.
fn is_refusal(error: &Error) -> bool {
    let is_of_rows = matches!(error.kind.as_ref(), ErrorKind::InsertMany(_));
    code(error).is_some_and(|code| REFUSALS.contains(&code) || is_of_rows && code == DUPLICATE_KEY)
}

/// Whether a document with the same unique key was there already.
pub fn is_duplicate(error: &Error) -> bool {
    code(error) == Some(DUPLICATE_KEY)
}

pub fn is_unauthorized(error: &Error) -> bool {
    code(error) == Some(UNAUTHORIZED)
}

/// Whether a collection was there already.
pub fn exists(error: &Error) -> bool {
    code(error) == Some(NAMESPACE_EXISTS)
}

/// What went wrong, in one line for the one who runs the server. The driver's texts hold no password.
pub fn describe(error: &Error) -> String {
    let text = match error.kind.as_ref() {
        ErrorKind::ServerSelection { .. } => "no MongoDB server that could do this answers".into(),
        ErrorKind::Authentication { .. } => "MongoDB refuses the user name or the password".into(),
        ErrorKind::Io(cause) => format!("the connection to MongoDB failed: {cause}"),
        ErrorKind::Shutdown => "it has been closed".into(),
        _ if code(error) == Some(TIME_LIMIT) => "MongoDB took too long".into(),
        _ => error.to_string(),
    };
    text.replace(['\n', '\r'], " ")
}
