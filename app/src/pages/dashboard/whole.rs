//! The whole report on its way: what its head says until it is there, then the dashboard of its kind.

use super::{
    availability::{AvailabilityDashboard, AvailabilityDashboardProps},
    resilience::{ResilienceDashboard, ResilienceDashboardProps},
    verdict::{HeadVerdict, HeadVerdictProps},
};
use crate::{
    client::{Call, ClientError, use_client},
    components::{LoadError, Skeleton},
    content::{changing, erase},
    document,
    effects::in_browser,
    figures::Zone,
    film::{AvailabilityFilm, ResilienceFilm, what_if_in_address},
    replay::Place,
    session::use_session,
    texts::texts,
};
use api::ReportHeads;
use leptos::{prelude::*, task::spawn_local};
use model::{AnalysisKind, Report, ReportBody, ReportHead};

type Answer = Result<String, ClientError>;

#[component]
pub fn WholeReport(heads: ReportHeads) -> impl IntoView {
    let texts = texts();
    let (client, session) = (use_client(), use_session());
    let answer = RwSignal::new(None::<Answer>);
    let tries = RwSignal::new(0_u32);
    let newest = StoredValue::new(0_u32);
    let id = heads.head.id.clone();
    in_browser(move || {
        tries.track();
        session.version();
        if answer.with_untracked(|answer| matches!(answer, Some(Ok(_)))) {
            return;
        }
        newest.update_value(|newest| *newest += 1);
        let own = newest.get_value();
        let fetching = client.find_report(id.as_str()).fetch();
        spawn_local(async move {
            let found = fetching.await;
            // Somebody who left the page needs it no more.
            let is_newest = newest.try_get_value() == Some(own);
            let is_wanted = answer.try_with_untracked(|shown| is_wanted(shown.as_ref(), &found, is_newest));
            if is_wanted == Some(true) {
                let _ = answer.try_set(Some(found));
            }
        });
    });
    let retry = Callback::new(move |()| {
        answer.set(None);
        tries.update(|tries| *tries += 1);
    });
    changing(move || {
        let read = answer.with(|answer| match answer {
            None => None,
            Some(Ok(body)) => Some(Call::<Report>::read(body)),
            Some(Err(error)) => Some(Err(error.clone())),
        });
        let failed = |error| {
            let problem = view! { <LoadError error title=texts.report_failed on_retry=retry /> };
            erase((HeadVerdict(HeadVerdictProps { heads: heads.clone() }), problem))
        };
        Some(match read {
            None => waiting(heads.clone()),
            Some(Ok(report)) => show(report, heads.before.clone()).unwrap_or_else(|| failed(ClientError::Garbled)),
            Some(Err(error)) => failed(error),
        })
    })
}

/// A report that is shown stays, and of the answers that failed the newest counts.
fn is_wanted(shown: Option<&Answer>, found: &Answer, is_newest: bool) -> bool {
    !matches!(shown, Some(Ok(_))) && (found.is_ok() || is_newest)
}

fn show(report: Report, before: Option<ReportHead>) -> Option<AnyView> {
    let window = report.head.window;
    let zone = Zone::find(&report.head.timezone, window.start.timestamp_millis(), window.end.timestamp_millis());
    let (place, tried) = (Place::read(&document::query()), what_if_in_address());
    Some(match report.body {
        ReportBody::Availability(_) => {
            let film = AvailabilityFilm::new(report, place, tried)?;
            erase(AvailabilityDashboard(AvailabilityDashboardProps { film, zone, before }))
        }
        ReportBody::Resilience(_) => {
            let film = ResilienceFilm::new(report, place, tried)?;
            erase(ResilienceDashboard(ResilienceDashboardProps { film, zone, before }))
        }
    })
}

/// As high as what will be there.
fn waiting(heads: ReportHeads) -> AnyView {
    let kind = heads.head.kind;
    let verdict = HeadVerdict(HeadVerdictProps { heads });
    let top = match kind {
        AnalysisKind::Availability => erase(verdict),
        AnalysisKind::Resilience => erase(view! {
            <div class="resilience-head">
                {verdict}
                <div class="card losses">
                    <Skeleton />
                </div>
            </div>
        }),
    };
    erase(view! {
        <div class="dash" aria-busy="true">
            {top}
            <div class="card dash-chart-loading">
                <Skeleton />
            </div>
        </div>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_takes_the_place_of_a_report_and_no_late_failure_that_of_another_try() {
        let (report, lost) = (|| Ok(String::new()), || Err(ClientError::ConnectionLost));
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
