//! Writes that happen together with their row in the audit trail, or not at all.
//!
//! In a transaction, two of them at once always conflict, because both take the same next place in the chain; the
//! one that is tried again then sees all that the other did. So a rule such as "one admin must remain" holds without
//! a guard of its own.

use std::slice;

use async_trait::async_trait;
use model::NewAuditEntry;
use mongodb::{
    ClientSession,
    error::{Error, UNKNOWN_TRANSACTION_COMMIT_RESULT},
    options::ReadConcern,
};

use super::{
    MongoStore,
    collections::{majority, primary},
    fault::{self, Fault, UnitResult},
    repeat::{self, Pause},
    trail,
    unit::Unit,
};
use crate::Result;

/// How often a write is tried that others' writes got in the way of.
const TRIES: u32 = 50;

/// Statements that belong together.
#[async_trait]
pub trait Deed: Sync {
    type Found: Send;

    /// What is there already, so that nothing needs to be written, not even a row in the trail.
    async fn find_done(&self, _: &mut Unit<'_>) -> UnitResult<Option<Self::Found>> {
        Ok(None)
    }

    /// Refuses what the rules forbid, before anything is written for good.
    async fn check(&self, _: &mut Unit<'_>) -> UnitResult<()> {
        Ok(())
    }

    /// Writes what was allowed.
    async fn apply(&self, unit: &mut Unit<'_>) -> UnitResult<Self::Found>;
}

impl MongoStore {
    /// Runs a write with its row in the trail.
    pub async fn audited<D: Deed>(&self, deed: &D, audit: NewAuditEntry) -> Result<D::Found> {
        repeat::within(repeat::REQUEST_LIMIT, async {
            let _turn = self.turn.lock().await;
            self.together(deed, slice::from_ref(&audit)).await
        })
        .await
    }

    /// Runs a write with its rows in the trail. Where there are any, the caller must have the turn.
    pub async fn together<D: Deed>(&self, deed: &D, audit: &[NewAuditEntry]) -> Result<D::Found> {
        let mut pause = Pause::default();
        loop {
            match self.attempt(deed, audit).await {
                Err(Fault::Driver(error)) if may_be_repeated(&error) && pause.taken() < TRIES => pause.take().await,
                outcome => return Ok(outcome?),
            }
        }
    }

    async fn attempt<D: Deed>(&self, deed: &D, audit: &[NewAuditEntry]) -> UnitResult<D::Found> {
        if !self.has_transactions {
            return run(deed, audit, Unit { collections: &self.collections, session: None }).await;
        }
        let mut session = self.client.start_session().await?;
        session
            .start_transaction()
            .read_concern(ReadConcern::snapshot())
            .write_concern(majority())
            .selection_criteria(primary())
            .await?;
        let unit = Unit { collections: &self.collections, session: Some(&mut session) };
        match run(deed, audit, unit).await {
            Ok(found) => commit(&mut session).await.map(|()| found).map_err(Fault::from),
            Err(fault) => {
                // The server ends a transaction that is not committed in any case.
                let _ = session.abort_transaction().await;
                Err(fault)
            }
        }
    }
}

async fn run<D: Deed>(deed: &D, audit: &[NewAuditEntry], mut unit: Unit<'_>) -> UnitResult<D::Found> {
    if let Some(done) = deed.find_done(&mut unit).await? {
        return Ok(done);
    }
    deed.check(&mut unit).await?;
    // The rows come first: without transactions, a row too many is better than a deed without one.
    trail::append(&mut unit, audit).await?;
    deed.apply(&mut unit).await
}

/// A duplicate key means that somebody took the chain's next place, or the name: look again. But what may have been
/// committed is never done twice.
fn may_be_repeated(error: &Error) -> bool {
    let undone = !error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT);
    undone && (fault::passes(error) || fault::is_duplicate(error))
}

/// Commits, asking again while nobody can tell whether it happened.
async fn commit(session: &mut ClientSession) -> std::result::Result<(), Error> {
    let mut pause = Pause::default();
    loop {
        match session.commit_transaction().await {
            Err(error) if error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) && pause.taken() < TRIES => {
                pause.take().await;
            }
            outcome => return outcome,
        }
    }
}
