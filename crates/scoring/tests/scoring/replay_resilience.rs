//! The replay of resilience.

use model::{
    BackupOutcome, Curve, Report, ReportBody, ReportOrigin, ReportRun, ResiliencePoint, ResilienceStatus,
    ResilienceWeights, TargetRpo, Weight,
};
use proptest::prelude::*;
use scoring::aggregate::Aggregate;
use scoring::replay::{EventKind, ResilienceFrame, ResilienceReplay};
use scoring::resilience::{STEPS, facts, score, status};
use scoring::steps::value_at;

use crate::given::{hour, minute};
use crate::reports::{self, LAST_MINUTE, any_moment, any_resilience};

const DAY: TargetRpo = TargetRpo::known(24);
const ONE: Weight = Weight::known(1);

fn frame_at(replay: &ResilienceReplay, hours: i64) -> ResilienceFrame {
    let mut frame = ResilienceFrame::default();
    replay.show(replay.original(), hour(hours), &mut frame);
    frame
}

fn run(hours: i64, outcome: BackupOutcome) -> ReportRun {
    ReportRun { ended_at: hour(hours), started_at: None, outcome }
}

fn one_asset() -> Report {
    let weights = ResilienceWeights::default();
    let runs = vec![run(12, BackupOutcome::Success), run(36, BackupOutcome::Failed), run(48, BackupOutcome::Success)];
    let assets = vec![reports::asset(0, DAY, ONE, runs, weights, Curve::Linear)];
    reports::resilience(assets, weights, Curve::Linear)
}

fn imported() -> Report {
    let mut report = one_asset();
    report.head.origin = ReportOrigin::Import;
    report.head.score = Some(0.321);
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    let point = |hours, score, status| ResiliencePoint {
        timestamp: hour(hours),
        actual_rpo_hours: Some(3.0),
        rpo_compliance: 0.9,
        success_rate: None,
        score,
        status,
    };
    body.assets[0].runs.clear();
    body.assets[0].points = vec![
        point(1, 0.77, ResilienceStatus::Severe),
        point(2, 0.2, ResilienceStatus::Good),
        point(3, 0.5, ResilienceStatus::Critical),
    ];
    body.assets[0].final_score = 0.6;
    body.assets[0].final_status = ResilienceStatus::Excellent;
    report
}

#[test]
fn a_moment_shows_the_step_before_it() {
    let replay = ResilienceReplay::new(&one_asset()).unwrap();
    assert_eq!(replay.steps().len(), STEPS);
    for (minutes, step) in [(-500, 0), (0, 0), (60, 0), (119, 0), (120, 1), (LAST_MINUTE, 167), (LAST_MINUTE * 2, 167)]
    {
        assert_eq!(replay.step_at(minute(minutes)), step, "{minutes}");
    }
}

#[test]
fn a_frame_tells_how_everything_stood() {
    let replay = ResilienceReplay::new(&one_asset()).unwrap();
    let asset = frame_at(&replay, 24).assets[0].unwrap();
    assert_eq!(
        (asset.facts.actual_rpo_hours, asset.compliance, asset.facts.success_rate),
        (Some(12.0), 0.5, Some(1.0))
    );
    assert_eq!((asset.score, asset.status), (0.7, ResilienceStatus::Acceptable));
    assert_eq!(frame_at(&replay, 24).counts, [0, 0, 1, 0, 0]);
    assert!(!asset.is_target_missed && frame_at(&replay, 37).assets[0].unwrap().is_target_missed);
}

#[test]
fn one_jumps_from_event_to_event() {
    let replay = ResilienceReplay::new(&one_asset()).unwrap();
    let events = replay.events(replay.original());
    assert_eq!(events.next_event(hour(35))[0].kind, EventKind::Failed { count: 1 });
    let missed: Vec<_> =
        events.as_slice().iter().filter(|event| event.kind == EventKind::TargetMissed).map(|event| event.at).collect();
    assert_eq!(missed, [hour(37), hour(73)]);
    let bins = replay.histogram(&replay.aggregate(replay.original()), 4);
    assert_eq!(bins.iter().map(|bin| bin.failures).collect::<Vec<_>>(), [1, 0, 0, 0]);
}

#[test]
fn an_imported_report_shows_the_figures_of_its_file() {
    let replay = ResilienceReplay::new(&imported()).unwrap();
    assert_eq!(replay.steps(), [1, 2, 3].map(hour));
    let first = frame_at(&replay, 1);
    let asset = first.assets[0].unwrap();
    assert_eq!((asset.score, asset.compliance, asset.status), (0.77, 0.9, ResilienceStatus::Severe));
    assert_eq!(first.score, Some(0.77));
    let end = frame_at(&replay, 3);
    assert_eq!(end.assets[0].unwrap().score, 0.6);
    assert_eq!((end.assets[0].unwrap().status, end.score), (ResilienceStatus::Excellent, Some(0.321)));
    // Figures that somebody tries are scored by the rules.
    let mut tried = replay.original().clone();
    tried.assets[0].target_rpo = TargetRpo::known(6);
    assert_eq!(replay.asset_at(0, 0, &tried).unwrap().score, 0.5);
}

#[test]
fn an_imported_asset_without_steps_has_its_end_alone() {
    let mut report = imported();
    let ReportBody::Resilience(body) = &mut report.body else { unreachable!() };
    body.assets[0].points.clear();
    let replay = ResilienceReplay::new(&report).unwrap();
    assert_eq!(frame_at(&replay, 5).assets, [None]);
    assert_eq!(frame_at(&replay, 168).assets[0].unwrap().score, 0.6);
}

proptest! {
    #[test]
    fn a_frame_equals_what_the_runs_say(report in any_resilience(), moment in any_moment()) {
        let ReportBody::Resilience(body) = &report.body else { unreachable!() };
        let replay = ResilienceReplay::new(&report).unwrap();
        let mut frame = ResilienceFrame::default();
        replay.show(replay.original(), moment, &mut frame);
        for (asset, state) in body.assets.iter().zip(&frame.assets) {
            let expected = score(facts(&asset.runs, minute(LAST_MINUTE))[frame.step], asset.target_rpo_hours, body.weights, body.curve);
            prop_assert_eq!(state.map(|state| (state.score, state.status)), Some((expected, status(expected))));
        }
        let scores = body.assets.iter().zip(&frame.assets).filter_map(|(asset, state)| Some(((*state)?.score, asset.weight)));
        prop_assert_eq!(frame.score, scores.collect::<Aggregate>().score());
        let series = replay.aggregate(replay.original());
        prop_assert_eq!(value_at(&series, replay.steps()[frame.step].timestamp_millis()), frame.score);
    }

    #[test]
    fn the_last_frame_is_the_report(report in any_resilience()) {
        let ReportBody::Resilience(body) = &report.body else { unreachable!() };
        let replay = ResilienceReplay::new(&report).unwrap();
        let frame = frame_at(&replay, 168);
        prop_assert_eq!(frame.score, report.head.score);
        for (asset, state) in body.assets.iter().zip(frame.assets) {
            prop_assert_eq!(state.map(|state| state.score), Some(asset.final_score));
        }
    }
}
