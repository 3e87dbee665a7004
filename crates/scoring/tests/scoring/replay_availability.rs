//! The replay of availability.

use chrono::TimeDelta;
use model::{AvailabilityStatus, ErrorBudget, Report, ReportBody, ReportOrigin, ServiceReport, Timestamp, Weight};
use proptest::prelude::*;
use scoring::aggregate::Aggregate;
use scoring::availability::{budget_left, score, status};
use scoring::replay::{AvailabilityFrame, AvailabilityReplay, EventKind};
use scoring::steps::value_at;

use crate::given::minute;
use crate::reports::{self, LAST_MINUTE, any_availability, any_moment};

const FIVE: ErrorBudget = ErrorBudget::known(5);
const ONE: Weight = Weight::known(1);

fn services(report: &Report) -> &[ServiceReport] {
    match &report.body {
        ReportBody::Availability(body) => &body.services,
        ReportBody::Resilience(_) => &[],
    }
}

fn frame_at(replay: &AvailabilityReplay, moment: Timestamp) -> AvailabilityFrame {
    let mut frame = AvailabilityFrame::default();
    replay.show(replay.original(), moment, &mut frame);
    frame
}

fn two_services() -> Report {
    reports::availability(vec![
        reports::service(0, FIVE, ONE, Some(&[10, 20, 20, 30, 40, 50])),
        reports::service(1, ErrorBudget::known(2), Weight::known(3), Some(&[20])),
        reports::service(2, FIVE, ONE, None),
    ])
}

#[test]
fn a_frame_tells_how_everything_stood() {
    let replay = AvailabilityReplay::new(&two_services()).unwrap();
    let frame = frame_at(&replay, minute(20));
    let first = frame.services[0];
    assert_eq!((first.failures, first.score, first.status), (3, Some(0.7), AvailabilityStatus::Attenzione));
    assert_eq!(first.budget_left, Some(1.0 - 0.6));
    assert_eq!(frame.services[1].score, Some(0.75));
    assert_eq!((frame.services[2].score, frame.services[2].status), (None, AvailabilityStatus::NoData));
    assert_eq!(frame.score, Some((0.7 + 3.0 * 0.75) / 4.0));
    assert_eq!(frame.counts, [0, 2, 0, 1]);
}

#[test]
fn the_aggregate_changes_where_something_failed() {
    let replay = AvailabilityReplay::new(&two_services()).unwrap();
    let series: Vec<_> = replay.aggregate(replay.original()).iter().map(|point| point.at).collect();
    assert_eq!(series, [0, 10, 20, 30, 40, 50].map(|at| minute(at).timestamp_millis()));
    assert_eq!(replay.aggregate(replay.original())[0].value, 1.0);
}

#[test]
fn one_jumps_from_event_to_event() {
    let replay = AvailabilityReplay::new(&two_services()).unwrap();
    let events = replay.events(replay.original());
    let kinds: Vec<_> = events.next_event(minute(10)).iter().map(|event| (event.subject, event.kind)).collect();
    use AvailabilityStatus::{Attenzione, Critical, Good};
    assert_eq!(
        kinds,
        [
            (0, EventKind::Failed { count: 2 }),
            (0, EventKind::StatusChanged { from: Good, to: Attenzione }),
            (1, EventKind::Failed { count: 1 }),
            (1, EventKind::StatusChanged { from: Good, to: Attenzione }),
        ]
    );
    let kinds: Vec<_> = events.previous_event(minute(LAST_MINUTE)).iter().map(|event| event.kind).collect();
    let crossed = [
        EventKind::Failed { count: 1 },
        EventKind::BudgetCrossed,
        EventKind::StatusChanged { from: Attenzione, to: Critical },
    ];
    assert_eq!(kinds, crossed);
    assert!(events.next_event(minute(50)).is_empty());
    assert!(events.previous_event(minute(10)).is_empty());
    assert_eq!(events.next_event(minute(-5))[0].at, minute(10));
}

#[test]
fn a_histogram_tells_what_each_stretch_cost() {
    let report = reports::availability(vec![reports::service(0, FIVE, ONE, Some(&[0, 1, LAST_MINUTE]))]);
    let replay = AvailabilityReplay::new(&report).unwrap();
    let bins = replay.histogram(&replay.aggregate(replay.original()), 2);
    assert_eq!(bins.iter().map(|bin| bin.failures).collect::<Vec<_>>(), [2, 1]);
    assert!((bins[0].cost - 0.2).abs() < 1e-12 && (bins[1].cost - 0.1).abs() < 1e-12, "{bins:?}");
    assert!(replay.histogram(&replay.aggregate(replay.original()), 0).is_empty());
}

#[test]
fn a_report_without_data_shows_nothing() {
    for report in [reports::availability(vec![]), reports::availability(vec![reports::service(0, FIVE, ONE, None)])] {
        let replay = AvailabilityReplay::new(&report).unwrap();
        assert_eq!(frame_at(&replay, minute(5)).score, None);
        assert!(replay.aggregate(replay.original()).is_empty());
        assert!(replay.events(replay.original()).as_slice().is_empty());
        assert_eq!(replay.histogram(&replay.aggregate(replay.original()), 3).len(), 3);
        assert_eq!(replay.extent(), None);
    }
}

#[test]
fn an_imported_report_shows_the_figures_of_its_file() {
    let mut report = two_services();
    report.head.origin = ReportOrigin::Import;
    report.head.score = Some(0.123);
    let ReportBody::Availability(body) = &mut report.body else { unreachable!() };
    body.services[0].points[1].score = 0.33;
    body.services[0].points[1].status = Some(AvailabilityStatus::Good);
    body.services[0].final_score = Some(0.44);
    body.services[0].final_status = AvailabilityStatus::Attenzione;
    let replay = AvailabilityReplay::new(&report).unwrap();
    let middle = frame_at(&replay, minute(25)).services[0];
    assert_eq!((middle.score, middle.status, middle.failures), (Some(0.33), AvailabilityStatus::Good, 3));
    let end = frame_at(&replay, minute(LAST_MINUTE));
    assert_eq!((end.services[0].score, end.services[0].status), (Some(0.44), AvailabilityStatus::Attenzione));
    assert_eq!(end.score, Some(0.123));
    assert_eq!(replay.aggregate(replay.original()).last().unwrap().value, 0.123);
    // Figures that somebody tries are scored by the rules.
    let mut tried = replay.original().clone();
    tried.services[0].error_budget = ErrorBudget::known(10);
    assert_eq!(replay.service_at(0, &tried, minute(25)).score, Some(0.85));
    assert_eq!(replay.service_at(1, &tried, minute(25)).score, Some(0.75));
}

/// A frame from nothing but the points of the report.
fn plain_frame(report: &Report, moment: Timestamp) -> (Vec<(u32, Option<f64>)>, Option<f64>) {
    let states: Vec<_> = services(report)
        .iter()
        .map(|service| {
            let point = service.points.iter().rev().find(|point| point.timestamp <= moment);
            let failures = point.map_or(0, |point| point.failures);
            (failures, service.final_score.map(|_| score(failures, service.error_budget)))
        })
        .collect();
    let scored = services(report).iter().zip(&states).filter_map(|(service, state)| Some((state.1?, service.weight)));
    let aggregate = scored.collect::<Aggregate>().score();
    (states, aggregate)
}

proptest! {
    #[test]
    fn a_film_equals_its_stills(report in any_availability(), moments in proptest::collection::vec(any_moment(), 1..20)) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let mut frame = AvailabilityFrame::default();
        for moment in moments {
            replay.show(replay.original(), moment, &mut frame);
            let (states, aggregate) = plain_frame(&report, moment);
            let shown: Vec<_> = frame.services.iter().map(|state| (state.failures, state.score)).collect();
            prop_assert_eq!(shown, states);
            prop_assert_eq!(frame.score, aggregate);
            prop_assert_eq!(frame.counts.iter().sum::<u32>() as usize, services(&report).len());
            for (index, state) in frame.services.iter().enumerate() {
                prop_assert_eq!(*state, replay.service_at(index, replay.original(), moment));
                prop_assert_eq!(state.score.map_or(AvailabilityStatus::NoData, status), state.status);
                let budget = services(&report)[index].error_budget;
                prop_assert_eq!(state.budget_left, state.score.map(|_| budget_left(state.failures, budget)));
            }
        }
    }

    #[test]
    fn the_series_of_the_aggregate_equals_its_stills(report in any_availability(), moment in 0..=LAST_MINUTE) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let series = replay.aggregate(replay.original());
        prop_assert!(series.is_sorted_by(|one, next| one.at < next.at && one.value > next.value));
        prop_assert_eq!(value_at(&series, minute(moment).timestamp_millis()), frame_at(&replay, minute(moment)).score);
    }

    #[test]
    fn bins_hold_every_failure_and_the_whole_fall(report in any_availability(), count in 1..50_usize) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let bins = replay.histogram(&replay.aggregate(replay.original()), count);
        let failures: u32 = services(&report).iter().filter_map(|service| service.points.last()).map(|point| point.failures).sum();
        prop_assert_eq!(bins.iter().map(|bin| bin.failures).sum::<u32>(), failures);
        let fall: f64 = bins.iter().map(|bin| bin.cost).sum();
        prop_assert!((1.0 - fall - report.head.score.unwrap_or(1.0)).abs() < 1e-9);
    }

    #[test]
    fn the_turns_are_the_events_at_which_a_status_changed(report in any_availability()) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let events = replay.events(replay.original());
        let turns: Vec<_> = events
            .as_slice()
            .iter()
            .filter(|event| matches!(event.kind, EventKind::StatusChanged { .. }))
            .copied()
            .collect();
        let found = replay.turns(replay.original());
        prop_assert_eq!(found.as_slice(), &turns);
        for event in turns {
            let EventKind::StatusChanged { from, to } = event.kind else { continue };
            let status_at = |moment| replay.service_at(event.subject, replay.original(), moment).status;
            prop_assert_eq!((status_at(event.at - TimeDelta::milliseconds(1)), status_at(event.at)), (from, to));
        }
    }

    #[test]
    fn jumping_on_visits_every_moment_that_something_failed(report in any_availability()) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let events = replay.events(replay.original());
        let mut moments: Vec<_> = services(&report).iter().flat_map(|service| &service.points).map(|point| point.timestamp).collect();
        moments.sort_unstable();
        moments.dedup();
        let (mut there, mut back) = (Vec::new(), Vec::new());
        let mut now = minute(-1);
        while let Some(event) = events.next_event(now).first() {
            now = event.at;
            there.push(now);
        }
        now = minute(LAST_MINUTE + 1);
        while let Some(event) = events.previous_event(now).first() {
            now = event.at;
            back.insert(0, now);
        }
        prop_assert_eq!(&there, &moments);
        prop_assert_eq!(&back, &moments);
    }
}
