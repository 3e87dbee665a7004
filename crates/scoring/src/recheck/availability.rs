//! Services made anew from their failures.

use model::{AvailabilityReport, AvailabilityStatus, ServiceReport, Timeline};

use super::{End, Figure, Findings, Value};
use crate::availability::{score, status};

pub(super) fn recheck(body: &AvailabilityReport, is_imported: bool, findings: &mut Findings) -> Vec<End> {
    let ends = body.services.iter().map(|service| recheck_service(service, is_imported, findings)).collect();
    let extents = || body.services.iter().filter_map(|service| service.extent);
    // The file of another tool may know nothing of extents.
    if !is_imported || extents().next().is_some() {
        let mut whole = findings.of(None, None);
        let first = |timeline: Option<Timeline>| Value::Moment(timeline.map(|timeline| timeline.first));
        let last = |timeline: Option<Timeline>| Value::Moment(timeline.map(|timeline| timeline.last));
        whole.check(Figure::FirstSample, first(body.timeline), Value::Moment(extents().map(|one| one.first).min()));
        whole.check(Figure::LastSample, last(body.timeline), Value::Moment(extents().map(|one| one.last).max()));
    }
    ends
}

fn recheck_service(service: &ServiceReport, is_imported: bool, findings: &mut Findings) -> End {
    let failures = recheck_points(service, findings);
    let mut end = findings.of(Some(&service.service_id), None);
    // The file of another tool may hold no counts, but a score.
    let has_counts = !is_imported || service.samples.total() > 0;
    if has_counts {
        end.check(Figure::FailedSamples, Value::Count(service.samples.failed), Value::Count(failures.into()));
    }
    if let Some((extent, (first, last))) = service.extent.zip(service.points.first().zip(service.points.last())) {
        let (first, last) = (extent.first.min(first.timestamp), extent.last.max(last.timestamp));
        end.check(Figure::FirstSample, Value::Moment(Some(extent.first)), Value::Moment(Some(first)));
        end.check(Figure::LastSample, Value::Moment(Some(extent.last)), Value::Moment(Some(last)));
    }
    let has_data = if has_counts { service.samples.total() > 0 } else { service.final_score.is_some() };
    let score = has_data.then(|| score(failures, service.error_budget));
    let status = score.map_or(AvailabilityStatus::NoData, status).as_str();
    end.check(Figure::Score, Value::Fraction(service.final_score), Value::Fraction(score));
    end.check(Figure::Status, Value::Status(service.final_status.as_str()), Value::Status(status));
    End { score, weight: service.weight, status }
}

/// Tells how many failures there were at the end.
fn recheck_points(service: &ServiceReport, findings: &mut Findings) -> u32 {
    let mut before = None;
    for point in &service.points {
        let mut here = findings.of(Some(&service.service_id), Some(point.timestamp));
        let (last_at, last_failures) = before.unzip();
        let least = last_failures.unwrap_or(0_u32).saturating_add(1);
        here.check(
            Figure::Failures,
            Value::Count(point.failures.into()),
            Value::Count(point.failures.max(least).into()),
        );
        if last_at >= Some(point.timestamp) {
            here.check(Figure::LastSample, Value::Moment(last_at), Value::Moment(Some(point.timestamp)));
        }
        let score = score(point.failures, service.error_budget);
        here.check(Figure::Score, Value::Fraction(Some(point.score)), Value::Fraction(Some(score)));
        if let Some(stated) = point.status {
            here.check(Figure::Status, Value::Status(stated.as_str()), Value::Status(status(score).as_str()));
        }
        before = Some((point.timestamp, point.failures));
    }
    before.map_or(0, |(_, failures)| failures)
}
