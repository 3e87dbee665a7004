//! A report of availability as a film.

use super::{Trial, Whole, difference, follow_figures, marks_of, moment, moments_of, tell_in_turn};
use crate::{
    analyses,
    components::Status,
    effects::{a_frame_later, in_browser, tell},
    replay::{Bin, Bounds, Mark, Place, Replay, Turns},
};
use leptos::prelude::*;
use model::{AnalysisKind, AvailabilityStatus, Report, ServiceReport};
use scoring::{
    explanation::{AggregateExplanation, explain_availability},
    figures::{AvailabilityFigures, ServiceFigures},
    replay::{AvailabilityFrame, AvailabilityReplay, ServiceState},
    steps::{StepPoint, value_at},
    what_if::WhatIf,
};
use std::sync::Arc;

/// A minute: the step of the arrow keys.
const STEP_MS: i64 = 60_000;
/// How finely the track of the replay shows what failed when.
const BINS: usize = 240;
const STATUSES: usize = AvailabilityStatus::ALL.len();

/// Copies show the same.
#[derive(Clone, Copy)]
pub struct AvailabilityFilm {
    pub report: StoredValue<Arc<Report>>,
    pub clock: Replay,
    pub trial: Trial,
    replay: StoredValue<AvailabilityReplay>,
    /// The figures that count now.
    pub figures: Signal<Arc<AvailabilityFigures>>,
    own_figures: StoredValue<Vec<RwSignal<ServiceFigures>>>,
    /// The same figures for pictures of the whole window, which follow a frame later.
    pub pictured: Signal<Arc<AvailabilityFigures>>,
    /// The aggregate over the window.
    pub aggregate: Signal<Arc<[StepPoint]>>,
    states: StoredValue<Vec<RwSignal<ServiceState>>>,
    original_states: StoredValue<Vec<RwSignal<ServiceState>>>,
    whole: RwSignal<Whole<STATUSES>>,
    /// The aggregate with the report's own figures.
    original: RwSignal<Option<f64>>,
    /// Counts the rounds in which any state changed.
    version: RwSignal<u32>,
}

impl AvailabilityFilm {
    /// Nothing for a report of the other kind.
    pub fn new(report: Report, place: Place, tried: WhatIf) -> Option<Self> {
        let replay = AvailabilityReplay::new(&report)?;
        let report = Arc::new(report);
        let trial = Trial::new(report.clone(), tried);
        let bounds = bounds_of(&replay, &report);
        let mut frame = AvailabilityFrame::default();
        let at = place.moment.unwrap_or(bounds.last);
        replay.show(replay.original(), moment(bounds.clamp(at)), &mut frame);
        let states = || StoredValue::new(frame.services.iter().map(|state| RwSignal::new(*state)).collect());
        let whole = RwSignal::new(Whole { score: frame.score, counts: frame.counts });
        let replay = StoredValue::new(replay);
        let figures: Memo<Arc<AvailabilityFigures>> =
            Memo::new(move |_| Arc::new(replay.with_value(|replay| trial.counted().availability_figures(replay))));
        let pictured = a_frame_later(figures);
        // To compare a hundred thousand points takes longer than what follows from them.
        let aggregate: Memo<Arc<[StepPoint]>> = Memo::new_with_compare(
            move |_| replay.with_value(|replay| replay.aggregate(&pictured.get())).into(),
            |_, _| true,
        );
        // Found when somebody jumps.
        let moments: Memo<Arc<[i64]>> =
            Memo::new(move |_| replay.with_value(|replay| moments_of(&replay.events(&figures.get()))));
        let film = Self {
            report: StoredValue::new(report),
            clock: Replay::new(bounds, STEP_MS, moments.into(), place),
            trial,
            replay,
            figures: figures.into(),
            own_figures: follow_figures(figures, |figures| &figures.services),
            pictured,
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

    /// The services in the order of the report.
    pub fn with_services<T>(self, read: impl FnOnce(&[ServiceReport]) -> T) -> T {
        self.replay.with_value(|replay| read(replay.services()))
    }

    pub fn with_replay<T>(self, read: impl FnOnce(&AvailabilityReplay) -> T) -> T {
        self.replay.with_value(read)
    }

    /// How a service stands at the moment.
    pub fn state(self, index: usize) -> RwSignal<ServiceState> {
        self.states.with_value(|states| states[index])
    }

    /// The figures of one service that count now.
    pub fn figures_of(self, index: usize) -> RwSignal<ServiceFigures> {
        self.own_figures.with_value(|figures| figures[index])
    }

    /// How a service stands at the moment with the report's own figures, as long as others count.
    pub fn original_state(self, index: usize) -> RwSignal<ServiceState> {
        self.original_states.with_value(|states| states[index])
    }

    /// Makes whoever calls it follow every change of any state.
    pub fn track_states(self) {
        self.version.track();
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
            let mut frame = AvailabilityFrame::default();
            let at = moment(self.clock.moment().get_untracked());
            self.with_replay(|replay| replay.show(&figures, at, &mut frame));
            explain_availability(&figures, &frame)
        })
    }

    /// What the trial does to the aggregate; nothing while nothing is tried.
    pub fn difference(self) -> Signal<Option<f64>> {
        difference(self.trial, self.whole, self.original)
    }

    /// What failed over the window, for the track of the replay.
    pub fn bins(self) -> Signal<Arc<[Bin]>> {
        let bins: Memo<Arc<[Bin]>> =
            Memo::new(move |_| self.with_replay(|replay| bins_of(replay, &self.aggregate.get(), self.clock.bounds())));
        bins.into()
    }

    /// Where a status changed, for the track of the replay.
    pub fn marks(self) -> Signal<Arc<[Mark]>> {
        let marks: Memo<Arc<[Mark]>> = Memo::new(move |_| {
            self.with_replay(|replay| marks_of(&replay.turns(&self.pictured.get()), analyses::availability))
        });
        marks.into()
    }

    fn follow_clock(self, frame: AvailabilityFrame) {
        let mut frame = frame;
        let mut plain = AvailabilityFrame::default();
        let (mut turns, mut has_changed) = (Turns::default(), false);
        in_browser(move || {
            let at = moment(self.clock.moment().get());
            let figures = self.figures.get();
            self.with_replay(|replay| replay.show(&figures, at, &mut frame));
            let is_tried = self.trial.counts();
            if is_tried {
                self.with_replay(|replay| replay.show(replay.original(), at, &mut plain));
                tell(self.original, plain.score);
            }
            turns.begin();
            if let Some(turn) = turns.next(self.clock.is_playing().get()) {
                has_changed |= tell_in_turn(turn, self.states, &frame.services);
                if is_tried {
                    tell_in_turn(turn, self.original_states, &plain.services);
                }
                if turn.is_last && std::mem::take(&mut has_changed) {
                    self.version.update(|version| *version += 1);
                }
            }
            tell(self.whole, Whole { score: frame.score, counts: frame.counts });
        });
    }
}

/// From the first to the last sample; where there was none, the window itself.
fn bounds_of(replay: &AvailabilityReplay, report: &Report) -> Bounds {
    let window = report.head.window;
    let (first, last) = replay.extent().map_or((window.start, window.end), |extent| (extent.first, extent.last));
    Bounds { first: first.timestamp_millis(), last: last.timestamp_millis() }
}

fn bins_of(replay: &AvailabilityReplay, series: &[StepPoint], bounds: Bounds) -> Arc<[Bin]> {
    let bins = replay.histogram(series, BINS).into_iter().enumerate().map(|(index, bin)| {
        let score = value_at(series, bounds.moment_at((index + 1) as f64 / BINS as f64));
        let status = score.map_or(Status::NoData, |score| analyses::standing_at(AnalysisKind::Availability, score));
        Bin { failures: bin.failures, cost: bin.cost, status }
    });
    bins.collect()
}
