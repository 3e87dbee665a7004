//! The file of an availability report.

use chrono::NaiveDate;
use model::{
    AvailabilityPoint, AvailabilityReport, AvailabilityStatus, FailedAsset, Report, ReportId, ServiceReport,
    ServiceType, StatusCounts, Timeline, Timestamp, Unreadable, Window,
};
use serde::Serialize;

use super::{counts, days_of, percent};
use crate::serializing::{List, Object};

/// What is ours in any file.
#[derive(Serialize)]
pub struct Own<'a> {
    report_id: &'a ReportId,
    window: Window,
    timezone: &'a str,
    score: Option<f64>,
    partial: bool,
    failed: &'a [FailedAsset],
    unreadable: &'a Unreadable,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeline: Option<Timeline>,
}

impl<'a> Own<'a> {
    pub fn of(report: &'a Report, timeline: Option<Timeline>) -> Self {
        let head = &report.head;
        Self {
            report_id: &head.id,
            window: head.window,
            timezone: &head.timezone,
            score: head.score,
            partial: head.partial,
            failed: &report.failed,
            unreadable: &report.unreadable,
            timeline,
        }
    }
}

#[derive(Serialize)]
struct File<'a, C, S, B> {
    analysis_timestamp: Timestamp,
    analysis_dates: Vec<NaiveDate>,
    configuration: C,
    services: S,
    summary: Summary<B>,
    vedetta: Own<'a>,
}

#[derive(Serialize)]
struct Configuration<B, W> {
    service_error_budgets: B,
    service_weights: W,
}

#[derive(Serialize)]
struct Service<'a, M> {
    service_id: &'a str,
    error_budget: u8,
    weight: u8,
    final_score: Option<f64>,
    final_status: AvailabilityStatus,
    total_failures: u64,
    detailed_metrics: M,
    vedetta: OwnService<'a>,
}

#[derive(Serialize)]
struct OwnService<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_type: Option<ServiceType>,
    samples: StatusCounts,
    extent: Option<Timeline>,
    final_score: Option<f64>,
}

/// A point at which the score changed.
#[derive(Serialize)]
pub struct Metric {
    timestamp: Timestamp,
    cumulative_failures: u32,
    score: f64,
    status_type: AvailabilityStatus,
}

#[derive(Serialize)]
struct Summary<B> {
    aggregated_score: Option<f64>,
    total_services: u32,
    services_by_status: B,
}

pub fn file<'a>(report: &'a Report, body: &'a AvailabilityReport) -> impl Serialize + 'a {
    let head = &report.head;
    let services = &body.services;
    File {
        analysis_timestamp: head.created_at,
        analysis_dates: days_of(head),
        configuration: Configuration {
            service_error_budgets: Object(|| services.iter().map(|one| (one.service_id.as_str(), one.error_budget))),
            service_weights: Object(|| services.iter().map(|one| (one.service_id.as_str(), one.weight))),
        },
        services: Object(|| services.iter().map(|one| (one.service_id.as_str(), service(one)))),
        summary: Summary {
            aggregated_score: head.score.map(percent),
            total_services: head.total,
            services_by_status: Object(|| counts(AvailabilityStatus::ALL, AvailabilityStatus::as_str, head)),
        },
        vedetta: Own::of(report, body.timeline),
    }
}

fn service(service: &ServiceReport) -> impl Serialize {
    Service {
        service_id: service.service_id.as_str(),
        error_budget: service.error_budget.get(),
        weight: service.weight.get(),
        final_score: service.final_score.map(percent),
        final_status: service.final_status,
        total_failures: service.samples.failed,
        detailed_metrics: List(|| service.points.iter().map(metric)),
        vedetta: OwnService {
            name: &service.name,
            service_type: service.service_type,
            samples: service.samples,
            extent: service.extent,
            final_score: service.final_score,
        },
    }
}

pub fn metric(point: &AvailabilityPoint) -> Metric {
    Metric {
        timestamp: point.timestamp,
        cumulative_failures: point.failures,
        score: point.score,
        status_type: status_of(point),
    }
}

/// The status that an imported file named, else the one that follows from the score.
pub fn status_of(point: &AvailabilityPoint) -> AvailabilityStatus {
    point.status.unwrap_or_else(|| scoring::availability::status(point.score))
}
