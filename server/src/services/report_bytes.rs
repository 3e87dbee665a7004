//! The content of reports that were asked for lately, compressed as it is kept: a report never changes, so the same
//! bytes do for everybody.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use model::ReportId;

use crate::{error::ServiceResult, services::report_turns::UsersTurn, state::AppState};

/// All that is held together. A report that would take more than half of it is read anew each time.
const MOST_BYTES: usize = 16 << 20;

/// The newest last.
#[derive(Default)]
pub struct ReportBytes(Mutex<VecDeque<(ReportId, Bytes)>>);

/// The content of one report.
pub struct Found {
    pub bytes: Bytes,
    /// The place among those who hold a report of their own, while this one is not shared.
    pub turn: Option<UsersTurn>,
}

/// The content of a report that is there, for a user; nothing when it is not, or no longer.
pub async fn find(state: &AppState, id: &ReportId, user: &str) -> ServiceResult<Option<Found>> {
    // Another server may have deleted it, so only its head says whether it is there.
    if state.store.find_report(id).await?.is_none() {
        return Ok(None);
    }
    if let Some(bytes) = state.report_bytes.get(id) {
        return Ok(Some(Found { bytes, turn: None }));
    }
    let loading = state.report_turns.turn_to_load().await?;
    // Somebody who came before may have read it meanwhile.
    if let Some(bytes) = state.report_bytes.get(id) {
        return Ok(Some(Found { bytes, turn: None }));
    }
    let Some(bytes) = state.store.read_report(id).await?.map(Bytes::from) else { return Ok(None) };
    if state.report_bytes.hold(id, &bytes) {
        return Ok(Some(Found { bytes, turn: None }));
    }
    if let Some(turn) = state.report_turns.free_turn_to_hold(user) {
        return Ok(Some(Found { bytes, turn: Some(turn) }));
    }
    // Whoever waits for a turn keeps nothing meanwhile: neither the bytes, nor the place at which others load small ones.
    drop(bytes);
    drop(loading);
    let turn = state.report_turns.turn_to_hold(user).await?;
    let bytes = state.store.read_report(id).await?.map(Bytes::from);
    Ok(bytes.map(|bytes| Found { bytes, turn: Some(turn) }))
}

impl ReportBytes {
    fn get(&self, id: &ReportId) -> Option<Bytes> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.iter().position(|(known, _)| known == id)?;
        let report = held.remove(found)?;
        let bytes = report.1.clone();
        held.push_back(report);
        Some(bytes)
    }

    /// Holds a report, unless it is too large.
    fn hold(&self, id: &ReportId, bytes: &Bytes) -> bool {
        if bytes.len() > MOST_BYTES / 2 {
            return false;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(known, _)| known != id);
        held.push_back((id.clone(), bytes.clone()));
        while held.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > MOST_BYTES {
            held.pop_front();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_lately_is_held_within_bounds() {
        let held = ReportBytes::default();
        let id = |number: usize| ReportId::new(number.to_string()).unwrap();
        let third = Bytes::from(vec![0; MOST_BYTES / 3]);
        assert!((0..3).all(|number| held.hold(&id(number), &third)));
        assert!(held.get(&id(0)).is_some(), "asked for again");
        held.hold(&id(3), &third);
        let kept: Vec<bool> = (0..4).map(|number| held.get(&id(number)).is_some()).collect();
        assert_eq!(kept, [true, false, true, true]);
        assert!(!held.hold(&id(4), &Bytes::from(vec![0; MOST_BYTES])));
        assert!(held.get(&id(4)).is_none(), "too large");
    }
}
