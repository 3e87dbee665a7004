//! "Recomputed here: equal", or what differs: a report's figures made anew from what it says happened.

mod availability;
mod resilience;

use std::collections::BTreeMap;

use model::{AssetId, Report, ReportBody, ReportOrigin, Timestamp, Weight};

use crate::aggregate::Aggregate;

/// How far a figure of a file may be off: its percentages were rounded when they were written.
const FILE_TOLERANCE: f64 = 1e-9;

/// A figure that is not what it is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Discrepancy {
    /// Nothing where it concerns the report as a whole.
    pub subject: Option<AssetId>,
    /// Nothing where it concerns the end.
    pub at: Option<Timestamp>,
    pub figure: Figure,
    pub stated: Value,
    pub recomputed: Value,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    Score,
    Status,
    /// Failures that fall, or stay where they should have risen.
    Failures,
    /// Samples that failed.
    FailedSamples,
    FirstSample,
    LastSample,
    TotalRuns,
    SuccessfulRuns,
    NoRuns,
    ActualRpo,
    SuccessRate,
    Compliance,
    /// How many services or assets there are.
    Total,
    /// How many stand at this status.
    Standing(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    Fraction(Option<f64>),
    Hours(Option<f64>),
    Count(u64),
    Status(&'static str),
    Moment(Option<Timestamp>),
    Flag(bool),
}

/// Everything that differs, the report as a whole last; empty when all is equal.
pub fn recheck(report: &Report) -> Vec<Discrepancy> {
    let is_imported = report.head.origin == ReportOrigin::Import;
    let mut findings = Findings { all: Vec::new(), tolerance: if is_imported { FILE_TOLERANCE } else { 0.0 } };
    let ends = match &report.body {
        ReportBody::Availability(body) => availability::recheck(body, is_imported, &mut findings),
        ReportBody::Resilience(body) => resilience::recheck(body, report.head.window.end, is_imported, &mut findings),
    };
    recheck_head(report, &ends, &mut findings);
    findings.all
}

/// Where a service or asset ends, made anew.
struct End {
    score: Option<f64>,
    weight: Weight,
    status: &'static str,
}

fn recheck_head(report: &Report, ends: &[End], findings: &mut Findings) {
    let head = &report.head;
    let mut whole = findings.of(None, None);
    let aggregate: Aggregate = ends.iter().filter_map(|end| Some((end.score?, end.weight))).collect();
    whole.check(Figure::Score, Value::Fraction(head.score), Value::Fraction(aggregate.score()));
    whole.check(Figure::Total, Value::Count(head.total.into()), Value::Count(ends.len() as u64));
    let mut standing: BTreeMap<&'static str, (u64, u64)> = BTreeMap::new();
    for end in ends {
        standing.entry(end.status).or_default().1 += 1;
    }
    for stated in &head.statuses {
        if let Some(word) = known_status(&stated.status) {
            standing.entry(word).or_default().0 += u64::from(stated.count);
        }
    }
    for (word, (stated, recomputed)) in standing {
        whole.check(Figure::Standing(word), Value::Count(stated), Value::Count(recomputed));
    }
}

fn known_status(word: &str) -> Option<&'static str> {
    let availability = model::AvailabilityStatus::ALL.iter().map(|status| status.as_str());
    availability.chain(model::ResilienceStatus::ALL.iter().map(|status| status.as_str())).find(|known| *known == word)
}

struct Findings {
    all: Vec<Discrepancy>,
    tolerance: f64,
}

impl Findings {
    /// Looks at one service or asset, at one moment or at its end.
    fn of<'a>(&'a mut self, subject: Option<&'a AssetId>, at: Option<Timestamp>) -> Look<'a> {
        Look { findings: self, subject, at }
    }
}

struct Look<'a> {
    findings: &'a mut Findings,
    subject: Option<&'a AssetId>,
    at: Option<Timestamp>,
}

impl Look<'_> {
    fn check(&mut self, figure: Figure, stated: Value, recomputed: Value) {
        if !stated.is_close_to(recomputed, self.findings.tolerance) {
            let subject = self.subject.cloned();
            self.findings.all.push(Discrepancy { subject, at: self.at, figure, stated, recomputed });
        }
    }
}

impl Value {
    fn is_close_to(self, other: Self, tolerance: f64) -> bool {
        match (self, other) {
            (Self::Fraction(Some(one)), Self::Fraction(Some(other)))
            | (Self::Hours(Some(one)), Self::Hours(Some(other))) => (one - other).abs() <= tolerance,
            (one, other) => one == other,
        }
    }
}
