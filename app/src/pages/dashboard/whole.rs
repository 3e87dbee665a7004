//! The whole report on its way: what its head says until it is there, then the dashboard of its kind.

use super::{
    availability::{AvailabilityDashboard, AvailabilityDashboardProps},
    resilience::{ResilienceDashboard, ResilienceDashboardProps},
    verdict::{HeadVerdict, HeadVerdictProps},
};
use crate::{
    client::{Call, ClientError},
    components::{LoadError, Skeleton},
    content::{changing, erase},
    document,
    figures::Zone,
    film::{Film, what_if_in_address},
    pages::whole_reports::WholeReports,
    replay::Place,
    texts::texts,
};
use api::ReportHeads;
use leptos::prelude::*;
use model::{AnalysisKind, Report, ReportBody, ReportHead};
use scoring::replay::{AvailabilityReplay, ResilienceReplay};

#[component]
pub fn WholeReport(heads: ReportHeads) -> impl IntoView {
    let texts = texts();
    let reports = WholeReports::fetch(vec![heads.head.id.to_string()]);
    let retry = reports.retry();
    changing(move || {
        let read = reports.take().and_then(|bodies| match bodies {
            Ok(bodies) => bodies.first().map(|body| Call::<Report>::read(body)),
            Err(error) => Some(Err(error)),
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

fn show(report: Report, before: Option<ReportHead>) -> Option<AnyView> {
    let (first, last) = (first_moment(&report), report.head.window.end.timestamp_millis());
    let zone = Zone::find(&report.head.timezone, first, last);
    let (place, tried) = (Place::read(&document::query()), what_if_in_address());
    Some(match report.body {
        ReportBody::Availability(_) => {
            let film = Film::new(AvailabilityReplay::new(&report)?, report, place, tried);
            erase(AvailabilityDashboard(AvailabilityDashboardProps { film, zone, before }))
        }
        ReportBody::Resilience(_) => {
            let film = Film::new(ResilienceReplay::new(&report)?, report, place, tried);
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
                <div class="card">
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

/// The start of the window, or that of a run before it which still counts.
fn first_moment(report: &Report) -> i64 {
    let runs = match &report.body {
        ReportBody::Availability(_) => None,
        ReportBody::Resilience(body) => Some(body.assets.iter().flat_map(|asset| &asset.runs)),
    };
    let starts = runs.into_iter().flatten().map(|run| run.started_at.unwrap_or(run.ended_at).min(run.ended_at));
    starts.chain([report.head.window.start]).min().unwrap_or(report.head.window.start).timestamp_millis()
}
