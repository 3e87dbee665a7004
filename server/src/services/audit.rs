//! Who acts, and the rows of the audit trail about it, in one shape whoever writes them.

use model::{AuditAction, AuditResult, NewAuditEntry};

use crate::{auth::identity::Origin, clock::Clock, state::AppState};

/// Who changes something, and from where: a signed-in admin, or the person at the command line.
pub struct Actor<'a> {
    pub name: &'a str,
    pub origin: &'a Origin,
}

impl Actor<'_> {
    /// The row of the trail about something that was done.
    pub fn did(&self, state: &AppState, action: AuditAction, object: &str) -> NewAuditEntry {
        done(&state.clock, self.origin, self.name, action, object)
    }
}

/// How much of an object the trail keeps: some is what somebody sent, and may be of any length.
const LONGEST_OBJECT: usize = 1000;

/// A row about something that was done.
pub fn done(clock: &Clock, origin: &Origin, actor: &str, action: AuditAction, object: &str) -> NewAuditEntry {
    NewAuditEntry {
        at: clock.now(),
        actor: actor.into(),
        address: origin.address.clone(),
        action,
        object: object.chars().take(LONGEST_OBJECT).collect(),
        result: AuditResult::Done,
        request_id: origin.request_id.clone(),
    }
}

/// A row about something that was refused.
pub fn refused(clock: &Clock, origin: &Origin, actor: &str, action: AuditAction, object: &str) -> NewAuditEntry {
    NewAuditEntry { result: AuditResult::Refused, ..done(clock, origin, actor, action, object) }
}
