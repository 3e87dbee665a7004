//! A report of resilience as a film, whose frames are its hourly steps.

use super::{Trial, Whole, difference, follow_figures, marks_of, moment, moments_of, tell_in_turn};
use crate::{
    analyses,
    components::Status,
    effects::{a_frame_later, in_browser, tell},
    replay::{Bin, Bounds, Mark, Place, Replay, Turns},
};
use leptos::prelude::*;
use model::{AnalysisKind, AssetReport, Report, ResilienceStatus};
use scoring::{
    explanation::{AggregateExplanation, explain_resilience},
    figures::{AssetFigures, ResilienceFigures},
    replay::{AssetState, Events, ResilienceFrame, ResilienceReplay},
    steps::{StepPoint, value_at},
    what_if::WhatIf,
};
use std::sync::Arc;

/// An hour: the step of the report and of the arrow keys.
const STEP_MS: i64 = 3_600_000;
const STATUSES: usize = ResilienceStatus::ALL.len();

/// Copies show the same.
#[derive(Clone, Copy)]
pub struct ResilienceFilm {
    pub report: StoredValue<Arc<Report>>,
    pub clock: Replay,
    /// The step that holds at the moment; it changes once an hour of the film.
    pub step: RwSignal<usize>,
    pub trial: Trial,
    replay: StoredValue<ResilienceReplay>,
    /// The figures that count now.
    pub figures: Signal<Arc<ResilienceFigures>>,
    own_figures: StoredValue<Vec<RwSignal<AssetFigures>>>,
    /// The same figures for pictures of the whole window, which follow a frame later.
    pub pictured: Signal<Arc<ResilienceFigures>>,
    pub events: Signal<Arc<Events<ResilienceStatus>>>,
    /// The aggregate over the window.
    pub aggregate: Signal<Arc<[StepPoint]>>,
    states: StoredValue<Vec<RwSignal<Option<AssetState>>>>,
    original_states: StoredValue<Vec<RwSignal<Option<AssetState>>>>,
    whole: RwSignal<Whole<STATUSES>>,
    /// The aggregate with the report's own figures.
    original: RwSignal<Option<f64>>,
    /// Counts the rounds in which any state changed.
    version: RwSignal<u32>,
}

impl ResilienceFilm {
    /// Nothing for a report of the other kind.
    pub fn new(report: Report, place: Place, tried: WhatIf) -> Option<Self> {
        let replay = ResilienceReplay::new(&report)?;
        let report = Arc::new(report);
        let trial = Trial::new(report.clone(), tried);
        let bounds = bounds_of(&replay, &report);
        let mut frame = ResilienceFrame::default();
        let at = place.moment.unwrap_or(bounds.last);
        replay.show(replay.original(), moment(bounds.clamp(at)), &mut frame);
        let states = || StoredValue::new(frame.assets.iter().map(|state| RwSignal::new(*state)).collect());
        let whole = RwSignal::new(Whole { score: frame.score, counts: frame.counts });
        let replay = StoredValue::new(replay);
        let figures: Memo<Arc<ResilienceFigures>> =
            Memo::new(move |_| Arc::new(replay.with_value(|replay| trial.counted().resilience_figures(replay))));
        // To compare a hundred thousand of them takes longer than what follows from them.
        let events: Memo<Arc<Events<ResilienceStatus>>> = Memo::new_with_compare(
            move |_| Arc::new(replay.with_value(|replay| replay.events(&figures.get()))),
            |_, _| true,
        );
        let pictured = a_frame_later(figures);
        let aggregate: Memo<Arc<[StepPoint]>> = Memo::new_with_compare(
            move |_| replay.with_value(|replay| replay.aggregate(&pictured.get())).into(),
            |_, _| true,
        );
        let moments: Memo<Arc<[i64]>> = Memo::new(move |_| events.with(|events| moments_of(events)));
        let clock = Replay::new(bounds, STEP_MS, moments.into(), place);
        let film = Self {
            report: StoredValue::new(report),
            clock,
            step: RwSignal::new(frame.step),
            trial,
            replay,
            figures: figures.into(),
            own_figures: follow_figures(figures, |figures| &figures.assets),
            pictured,
            events: events.into(),
            aggregate: aggregate.into(),
            states: states(),
            original_states: states(),
            whole,
            original: RwSignal::new(frame.score),
            version: RwSignal::new(0),
        };
        film.clock.keep_in_address();
        film.follow_clock(frame);
        Some(film)
    }

    /// The assets in the order of the report.
    pub fn with_assets<T>(self, read: impl FnOnce(&[AssetReport]) -> T) -> T {
        self.replay.with_value(|replay| read(replay.assets()))
    }

    pub fn with_replay<T>(self, read: impl FnOnce(&ResilienceReplay) -> T) -> T {
        self.replay.with_value(read)
    }

    /// How an asset stands at the moment; nothing where an imported file says nothing yet.
    pub fn state(self, index: usize) -> RwSignal<Option<AssetState>> {
        self.states.with_value(|states| states[index])
    }

    /// The figures of one asset that count now.
    pub fn figures_of(self, index: usize) -> RwSignal<AssetFigures> {
        self.own_figures.with_value(|figures| figures[index])
    }

    /// Makes whoever calls it follow every change of any state.
    pub fn track_states(self) {
        self.version.track();
    }

    /// How an asset stands at the moment with the report's own figures, as long as others count.
    pub fn original_state(self, index: usize) -> RwSignal<Option<AssetState>> {
        self.original_states.with_value(|states| states[index])
    }

    /// How all stand at the moment.
    pub fn whole(self) -> Signal<Whole<STATUSES>> {
        self.whole.into()
    }

    /// Why the aggregate is what it is at the moment.
    pub fn why(self) -> Memo<Option<AggregateExplanation>> {
        Memo::new(move |_| {
            self.track_states();
            self.whole.track();
            let figures = self.figures.get();
            let mut frame = ResilienceFrame::default();
            let at = moment(self.clock.moment().get_untracked());
            self.with_replay(|replay| replay.show(&figures, at, &mut frame));
            explain_resilience(&figures, &frame)
        })
    }

    /// What the trial does to the aggregate; nothing while nothing is tried.
    pub fn difference(self) -> Signal<Option<f64>> {
        difference(self.trial, self.whole, self.original)
    }

    /// What failed over the window, a bar for each step, for the track of the replay.
    pub fn bins(self) -> Signal<Arc<[Bin]>> {
        let bins: Memo<Arc<[Bin]>> =
            Memo::new(move |_| self.with_replay(|replay| bins_of(replay, &self.aggregate.get())));
        bins.into()
    }

    /// Where a status changed, for the track of the replay.
    pub fn marks(self) -> Signal<Arc<[Mark]>> {
        let marks: Memo<Arc<[Mark]>> = Memo::new(move |_| {
            self.pictured.track();
            self.events.with_untracked(|events| marks_of(events, analyses::resilience))
        });
        marks.into()
    }

    fn follow_clock(self, frame: ResilienceFrame) {
        let mut frame = frame;
        let mut plain = ResilienceFrame::default();
        let mut shown = None;
        let (mut turns, mut has_changed) = (Turns::default(), false);
        in_browser(move || {
            let at = moment(self.clock.moment().get());
            let figures = self.figures.get();
            let is_tried = self.trial.counts();
            let has_moved = tell(self.step, self.with_replay(|replay| replay.step_at(at)));
            let is_shown = shown
                .as_ref()
                .is_some_and(|(before, was_tried)| Arc::ptr_eq(before, &figures) && *was_tried == is_tried);
            // Between two steps nothing happens.
            if !is_shown || has_moved {
                // Kept, so that no other figures can come to its place.
                shown = Some((Arc::clone(&figures), is_tried));
                self.with_replay(|replay| replay.show(&figures, at, &mut frame));
                tell(self.whole, Whole { score: frame.score, counts: frame.counts });
                if is_tried {
                    self.with_replay(|replay| replay.show(replay.original(), at, &mut plain));
                    tell(self.original, plain.score);
                }
                turns.begin();
            }
            if let Some(turn) = turns.next(self.clock.is_playing().get()) {
                has_changed |= tell_in_turn(turn, self.states, &frame.assets);
                if is_tried {
                    tell_in_turn(turn, self.original_states, &plain.assets);
                }
                if turn.is_last && std::mem::take(&mut has_changed) {
                    self.version.update(|version| *version += 1);
                }
            }
        });
    }
}

/// From the first to the last step; where there is none, the window itself.
fn bounds_of(replay: &ResilienceReplay, report: &Report) -> Bounds {
    let window = report.head.window;
    let first = replay.steps().first().copied().unwrap_or(window.start);
    let last = replay.steps().last().copied().unwrap_or(window.end);
    Bounds { first: first.timestamp_millis(), last: last.timestamp_millis() }
}

fn bins_of(replay: &ResilienceReplay, series: &[StepPoint]) -> Arc<[Bin]> {
    let bins = replay.histogram(series, replay.steps().len()).into_iter().zip(replay.steps()).map(|(bin, step)| {
        let score = value_at(series, step.timestamp_millis());
        let status = score.map_or(Status::NoData, |score| analyses::standing_at(AnalysisKind::Resilience, score));
        Bin { failures: bin.failures, cost: bin.cost, status }
    });
    bins.collect()
}
