//! A report of availability, at every moment.
//!
//! What goes through all of it stays out of its callers: the browser half is built for size but for this crate, and what is
//! put into another crate's function is built as that is, which takes twice as long.

use model::{AvailabilityStatus, ErrorBudget, Report, ReportBody, ReportOrigin, ServiceReport, Timeline, Timestamp};

use super::bins::{Bin, Bins};
use super::{Event, EventKind, Events, push_point, reached_at};
use crate::aggregate::{Aggregate, Share};
use crate::availability::{budget_left, score, status};
use crate::figures::{AvailabilityFigures, ServiceFigures};
use crate::steps::StepPoint;

/// Made once from a report, then asked for every frame. Its figures are an argument, so that others can be tried.
#[derive(Debug, Clone)]
pub struct AvailabilityReplay {
    services: Vec<ServiceReport>,
    extent: Option<Timeline>,
    original: AvailabilityFigures,
    /// Every point of every service in order of time.
    changes: Vec<Change>,
    /// Figures of an imported report stand as they came, also where the rules say otherwise.
    is_imported: bool,
    stated_score: Option<f64>,
}

/// A service passes one of its points.
#[derive(Debug, Clone, Copy)]
struct Change {
    /// In milliseconds since 1970.
    at: i64,
    service: usize,
    /// How many of its points are behind it then.
    passed: usize,
    /// Its failures before and after.
    failures: (u32, u32),
}

/// How everything stood at a moment. Made once per replay and reused for each of its frames.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AvailabilityFrame {
    pub moment: Option<Timestamp>,
    /// In the order of the report.
    pub services: Vec<ServiceState>,
    /// The aggregate; nothing where no service has data.
    pub score: Option<f64>,
    /// In the order of `AvailabilityStatus::ALL`.
    pub counts: [u32; AvailabilityStatus::ALL.len()],
    passed: Vec<usize>,
}

/// How a service stood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceState {
    pub failures: u32,
    /// Nothing without data.
    pub score: Option<f64>,
    pub status: AvailabilityStatus,
    /// Negative when overspent; nothing without data.
    pub budget_left: Option<f64>,
}

impl AvailabilityReplay {
    /// Nothing for a report of the other kind.
    pub fn new(report: &Report) -> Option<Self> {
        let ReportBody::Availability(body) = &report.body else {
            return None;
        };
        let mut services = body.services.clone();
        for service in &mut services {
            service.points.sort_by_key(|point| point.timestamp);
        }
        let changes = changes(&services);
        Some(Self {
            extent: extent(body.timeline, &services),
            original: AvailabilityFigures { services: services.iter().map(figures).collect() },
            services,
            changes,
            is_imported: report.head.origin == ReportOrigin::Import,
            stated_score: report.head.score,
        })
    }

    pub fn services(&self) -> &[ServiceReport] {
        &self.services
    }

    /// From the first to the last sample; nothing where there was none.
    pub fn extent(&self) -> Option<Timeline> {
        self.extent
    }

    /// The figures of the report.
    pub fn original(&self) -> &AvailabilityFigures {
        &self.original
    }

    /// How everything stood at a moment, scored with these figures. A frame that goes forward costs least.
    #[inline(never)]
    pub fn show(&self, figures: &AvailabilityFigures, moment: Timestamp, frame: &mut AvailabilityFrame) {
        let goes_on = frame.moment.is_some_and(|shown| shown <= moment) && frame.passed.len() == self.services.len();
        if !goes_on {
            frame.passed.clear();
            frame.passed.resize(self.services.len(), 0);
        }
        frame.moment = Some(moment);
        frame.services.clear();
        frame.counts = Default::default();
        let mut aggregate = Aggregate::default();
        for (index, passed) in frame.passed.iter_mut().enumerate() {
            *passed = self.passed_by(index, moment, *passed);
            let state = self.state(index, *passed, self.is_stated_end(moment), figures);
            frame.counts[state.status as usize] += 1;
            if let Some(score) = state.score {
                aggregate.add(score, figures.services[index].weight);
            }
            frame.services.push(state);
        }
        let is_stated = self.is_stated_end(moment) && *figures == self.original;
        frame.score = if is_stated { self.stated_score } else { aggregate.score() };
    }

    /// How one service stood at a moment.
    pub fn service_at(&self, index: usize, figures: &AvailabilityFigures, moment: Timestamp) -> ServiceState {
        self.state(index, self.passed_by(index, moment, 0), self.is_stated_end(moment), figures)
    }

    /// The aggregate from the first to the last moment, with a point wherever it changed.
    #[inline(never)]
    pub fn aggregate(&self, figures: &AvailabilityFigures) -> Vec<StepPoint> {
        let mut aggregate = self.aggregate_at_start(figures);
        let Some((extent, start)) = self.extent.zip(aggregate.score()) else {
            return Vec::new();
        };
        let mut series = Vec::with_capacity(self.changes.len() + 2);
        series.push(StepPoint { at: reached_at(extent.first), value: start });
        let share = |index: usize, score| Share::new(score, figures.services[index].weight);
        let states = (0..self.services.len()).map(|index| self.state(index, 0, false, figures).score);
        let mut shares: Vec<_> = states.enumerate().map(|(index, score)| Some(share(index, score?))).collect();
        for together in self.changes.chunk_by(|one, next| one.at == next.at) {
            let before = aggregate;
            for change in together {
                let new = self.score_after(change, figures).map(|score| share(change.service, score));
                if let Some((old, new)) = shares[change.service].as_mut().zip(new) {
                    aggregate.exchange(std::mem::replace(old, new), new);
                }
            }
            if let Some(score) = aggregate.score().filter(|_| aggregate != before) {
                push_point(&mut series, together[0].at, score);
            }
        }
        if let Some(stated) = self.stated_score.filter(|_| self.is_imported && *figures == self.original) {
            push_point(&mut series, reached_at(extent.last), stated);
        }
        series
    }

    /// The film cut into equal stretches, in each of which this aggregate fell so far.
    #[inline(never)]
    pub fn histogram(&self, aggregate: &[StepPoint], count: usize) -> Vec<Bin> {
        let Some(extent) = self.extent else {
            return vec![Bin::default(); count];
        };
        let mut bins = Bins::new(reached_at(extent.first), reached_at(extent.last), count);
        for change in &self.changes {
            bins.add_failures(change.at, change.failures.1.saturating_sub(change.failures.0));
        }
        // Until something fails, nothing is lost.
        bins.add_falls(Some(1.0), aggregate);
        bins.finish()
    }

    /// Failures, status changes and crossed budgets.
    #[inline(never)]
    pub fn events(&self, figures: &AvailabilityFigures) -> Events<AvailabilityStatus> {
        let mut events = Vec::with_capacity(self.changes.len());
        self.tell_events(figures, |event| events.push(event));
        Events::new(events)
    }

    /// The status changes alone: far fewer, and soon told. By the rules, more failures are never better, so that each is
    /// found without looking at all of them.
    #[inline(never)]
    pub fn turns(&self, figures: &AvailabilityFigures) -> Events<AvailabilityStatus> {
        let mut turns = Vec::new();
        if !self.is_imported {
            for subject in 0..self.services.len() {
                self.turns_of(subject, figures.services[subject].error_budget, &mut turns);
            }
            return Events::new(turns);
        }
        self.tell_events(figures, |event| {
            if matches!(event.kind, EventKind::StatusChanged { .. }) {
                turns.push(event);
            }
        });
        Events::new(turns)
    }

    fn turns_of(&self, subject: usize, budget: ErrorBudget, turns: &mut Vec<Event<AvailabilityStatus>>) {
        let service = &self.services[subject];
        if service.final_score.is_none() {
            return;
        }
        let status_after = |failures| status(score(failures, budget));
        let (mut ahead, mut from) = (&service.points[..], status_after(0));
        loop {
            ahead = &ahead[ahead.partition_point(|point| status_after(point.failures) == from)..];
            let Some(point) = ahead.first() else { return };
            let to = status_after(point.failures);
            let kind = EventKind::StatusChanged { from, to };
            turns.push(Event { at: point.timestamp, subject, kind });
            from = to;
        }
    }

    fn tell_events(&self, figures: &AvailabilityFigures, mut tell: impl FnMut(Event<AvailabilityStatus>)) {
        let mut standing: Vec<_> =
            (0..self.services.len()).map(|index| self.state(index, 0, false, figures).status).collect();
        for change in &self.changes {
            let before = standing[change.service];
            if before == AvailabilityStatus::NoData {
                continue;
            }
            let at = Timestamp::from_timestamp_millis(change.at).unwrap_or_default();
            let mut add = |kind| tell(Event { at, subject: change.service, kind });
            let (failures_before, failures) = change.failures;
            if failures > failures_before {
                add(EventKind::Failed { count: failures - failures_before });
            }
            let budget = u32::from(figures.services[change.service].error_budget.get());
            if failures_before <= budget && budget < failures {
                add(EventKind::BudgetCrossed);
            }
            let after = self.status_after(change, figures);
            if before != after {
                standing[change.service] = after;
                add(EventKind::StatusChanged { from: before, to: after });
            }
        }
    }

    /// The score that a change leads to. Without the points of a file to look up, it needs nothing but the change.
    fn score_after(&self, change: &Change, figures: &AvailabilityFigures) -> Option<f64> {
        if self.is_imported {
            return self.state(change.service, change.passed, false, figures).score;
        }
        Some(score(change.failures.1, figures.services[change.service].error_budget))
    }

    fn status_after(&self, change: &Change, figures: &AvailabilityFigures) -> AvailabilityStatus {
        if self.is_imported {
            return self.state(change.service, change.passed, false, figures).status;
        }
        status(score(change.failures.1, figures.services[change.service].error_budget))
    }

    fn aggregate_at_start(&self, figures: &AvailabilityFigures) -> Aggregate {
        (0..self.services.len())
            .filter_map(|index| Some((self.state(index, 0, false, figures).score?, figures.services[index].weight)))
            .collect()
    }

    /// How many of its points a service has passed at a moment, when it is known to have passed some.
    fn passed_by(&self, index: usize, moment: Timestamp, known: usize) -> usize {
        let ahead = &self.services[index].points[known..];
        match ahead.first() {
            Some(next) if next.timestamp <= moment => known + ahead.partition_point(|point| point.timestamp <= moment),
            _ => known,
        }
    }

    /// Whether what an imported file says of its end holds.
    fn is_stated_end(&self, moment: Timestamp) -> bool {
        self.is_imported && self.extent.is_none_or(|extent| extent.last <= moment)
    }

    fn state(&self, index: usize, passed: usize, is_end: bool, figures: &AvailabilityFigures) -> ServiceState {
        let service = &self.services[index];
        let Some(final_score) = service.final_score else {
            return ServiceState::NO_DATA;
        };
        let budget = figures.services[index].error_budget;
        let point = passed.checked_sub(1).map(|last| &service.points[last]);
        let failures = point.map_or(0, |point| point.failures);
        let stated = match point {
            _ if !self.is_imported || budget != service.error_budget => None,
            _ if is_end => Some((final_score, service.final_status)),
            point => point.map(|point| (point.score, point.status.unwrap_or_else(|| status(point.score)))),
        };
        ServiceState::new(failures, budget, stated)
    }
}

impl ServiceState {
    const NO_DATA: Self = Self { failures: 0, score: None, status: AvailabilityStatus::NoData, budget_left: None };

    fn new(failures: u32, budget: ErrorBudget, stated: Option<(f64, AvailabilityStatus)>) -> Self {
        let (score, status) = stated.unwrap_or_else(|| {
            let score = score(failures, budget);
            (score, status(score))
        });
        Self { failures, score: Some(score), status, budget_left: Some(budget_left(failures, budget)) }
    }
}

fn figures(service: &ServiceReport) -> ServiceFigures {
    ServiceFigures { error_budget: service.error_budget, weight: service.weight }
}

fn changes(services: &[ServiceReport]) -> Vec<Change> {
    let mut changes: Vec<_> = services
        .iter()
        .enumerate()
        .flat_map(|(service, report)| {
            let mut before = 0;
            report.points.iter().enumerate().map(move |(place, point)| {
                let failures = (std::mem::replace(&mut before, point.failures), point.failures);
                Change { at: reached_at(point.timestamp), service, passed: place + 1, failures }
            })
        })
        .collect();
    // Stable, so that services and their points keep their order within a moment.
    changes.sort_by_key(|change| change.at);
    changes
}

/// What the report says, widened where a file holds points beyond it.
fn extent(stated: Option<Timeline>, services: &[ServiceReport]) -> Option<Timeline> {
    let moments = services.iter().flat_map(|service| &service.points).map(|point| point.timestamp);
    let known = moments.clone().min().zip(moments.max()).map(|(first, last)| Timeline { first, last });
    match (stated, known) {
        (Some(stated), Some(known)) => {
            Some(Timeline { first: stated.first.min(known.first), last: stated.last.max(known.last) })
        }
        (stated, known) => stated.or(known),
    }
}
