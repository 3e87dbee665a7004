//! Whole reports, fetched by the browser alone: they are too large to be part of a page. What is there stays, whatever
//! becomes of later tries.

use crate::{
    client::{ClientError, use_client},
    effects::in_browser,
    session::use_session,
};
use futures_util::future::try_join_all;
use leptos::{prelude::*, task::spawn_local};
use std::mem;

/// The bodies of all that were asked for, in their order.
pub type Bodies = Result<Vec<String>, ClientError>;

/// Reports on their way to a page. Make it in the component that shows them.
#[derive(Clone, Copy)]
pub struct WholeReports {
    /// Nothing as long as they are awaited; what has been taken to be shown is no more in it.
    bodies: RwSignal<Option<Bodies>>,
    tries: RwSignal<u32>,
}

impl WholeReports {
    pub fn fetch(ids: Vec<String>) -> Self {
        let reports = Self { bodies: RwSignal::new(None), tries: RwSignal::new(0) };
        let (client, session, newest) = (use_client(), use_session(), StoredValue::new(0_u32));
        let bodies = reports.bodies;
        in_browser(move || {
            reports.tries.track();
            // Whoever signs in over the page may have it tried once more.
            session.version();
            if bodies.with_untracked(|bodies| matches!(bodies, Some(Ok(_)))) {
                return;
            }
            newest.update_value(|newest| *newest += 1);
            let own = newest.get_value();
            let fetching = try_join_all(ids.iter().map(|id| client.find_report(id).fetch()));
            spawn_local(async move {
                let found = fetching.await;
                // Somebody who left the page needs them no more.
                let is_newest = newest.try_get_value() == Some(own);
                let is_wanted = bodies.try_with_untracked(|shown| is_wanted(shown.as_ref(), &found, is_newest));
                if is_wanted == Some(true) {
                    let _ = bodies.try_set(Some(found));
                }
            });
        });
        reports
    }

    /// What has come, for the one who shows it: a report may be large, and what was read of it is held beside it.
    pub fn take(self) -> Option<Bodies> {
        self.bodies.track();
        let take = |bodies: &mut Option<Bodies>| match bodies.as_mut()? {
            Ok(bodies) => Some(Ok(mem::take(bodies))),
            Err(error) => Some(Err(error.clone())),
        };
        self.bodies.try_update_untracked(take).flatten()
    }

    /// Another try, for whoever asks for one.
    pub fn retry(self) -> Callback<()> {
        Callback::new(move |()| {
            self.bodies.set(None);
            self.tries.update(|tries| *tries += 1);
        })
    }
}

/// Reports that are shown stay, and of the answers that failed the newest counts.
fn is_wanted(shown: Option<&Bodies>, found: &Bodies, is_newest: bool) -> bool {
    !matches!(shown, Some(Ok(_))) && (found.is_ok() || is_newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_takes_the_place_of_a_report_and_no_late_failure_that_of_another_try() {
        let (report, lost) = (|| Ok(Vec::new()), || Err(ClientError::ConnectionLost));
        for (shown, found, is_newest, expected) in [
            (None, report(), false, true),
            (None, lost(), true, true),
            (None, lost(), false, false),
            (Some(lost()), report(), false, true),
            (Some(report()), lost(), true, false),
            (Some(report()), report(), true, false),
        ] {
            assert_eq!(is_wanted(shown.as_ref(), &found, is_newest), expected);
        }
    }
}
