//! Reports of availability made from vectors, and their replay.

use model::{
    AnalysisKind, AssetId, AvailabilityReport, AvailabilityStatus, ErrorBudget, Report, ReportBody, ReportHead,
    ReportId, ReportOrigin, ServiceReport, StatusCounts, Timestamp, Unreadable, Weight, Window,
};
use scoring::availability;
use scoring::replay::{AvailabilityFrame, AvailabilityReplay};

use crate::rules::{bits, minute};

/// A service's budget, its weight and the minutes at which it failed; none without data.
type Service = (ErrorBudget, Weight, Option<Vec<i64>>);

/// How all services stood at these moments, and the aggregate.
pub fn found(services: &[Service], moments: &[i64]) -> Vec<String> {
    let replay = AvailabilityReplay::new(&report(services)).expect("the report is one of availability");
    let mut frame = AvailabilityFrame::default();
    let mut found = Vec::new();
    for moment in moments {
        replay.show(replay.original(), minute(*moment), &mut frame);
        found.extend(frame.services.iter().flat_map(|state| [bits(state.score), state.status.as_str().into()]));
        found.push(bits(frame.score));
    }
    found
}

pub fn report(services: &[Service]) -> Report {
    let services: Vec<_> =
        services.iter().enumerate().map(|(number, service)| service_report(number, service)).collect();
    Report {
        head: ReportHead {
            id: ReportId::new("golden").expect("an id"),
            kind: AnalysisKind::Availability,
            origin: ReportOrigin::Analysis,
            job_id: None,
            created_at: minute(0),
            created_by: String::new(),
            window: Window { start: minute(0), end: minute(7 * 24 * 60) },
            timezone: "UTC".into(),
            score: None,
            total: 0,
            statuses: Vec::new(),
            partial: false,
        },
        failed: Vec::new(),
        unreadable: Unreadable::default(),
        body: ReportBody::Availability(AvailabilityReport { timeline: None, services }),
    }
}

fn service_report(number: usize, (error_budget, weight, failures): &Service) -> ServiceReport {
    let mut moments: Vec<Timestamp> = failures.iter().flatten().copied().map(minute).collect();
    moments.sort_unstable();
    let points = availability::points(&moments, *error_budget);
    let final_score = failures.as_ref().map(|_| points.last().map_or(1.0, |point| point.score));
    ServiceReport {
        service_id: AssetId::new(format!("service-{number}")).expect("an id"),
        name: String::new(),
        service_type: None,
        error_budget: *error_budget,
        weight: *weight,
        samples: StatusCounts::default(),
        extent: None,
        final_score,
        final_status: final_score.map_or(AvailabilityStatus::NoData, availability::status),
        points,
    }
}
