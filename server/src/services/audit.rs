//! Rows for the audit trail, in one shape whoever writes them.

use model::{AuditAction, AuditResult, NewAuditEntry};

use crate::{auth::identity::Origin, clock::Clock};

/// A row about something that was done.
pub fn done(clock: &Clock, origin: &Origin, actor: &str, action: AuditAction, object: &str) -> NewAuditEntry {
    NewAuditEntry {
        at: clock.now(),
        actor: actor.into(),
        address: origin.address.clone(),
        action,
        object: object.into(),
        result: AuditResult::Done,
        request_id: origin.request_id.clone(),
    }
}

/// A row about something that was refused.
pub fn refused(clock: &Clock, origin: &Origin, actor: &str, action: AuditAction, object: &str) -> NewAuditEntry {
    NewAuditEntry { result: AuditResult::Refused, ..done(clock, origin, actor, action, object) }
}
