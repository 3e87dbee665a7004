//! A report as a dashboard shows it: at one moment, with its own figures or with those that somebody tries. A film owns the
//! clock; whenever it moves, or a figure changes, every state is worked out once, and only the signals of what changed are
//! set. So a frame of the replay costs what happened in it, not what the report holds.

mod played;
mod what_if;

pub use played::Played;
pub use what_if::{Trial, what_if_in_address};

use crate::{
    effects::{a_frame_later, in_browser, tell},
    figures::numbers::shown_difference,
    replay::{Bin, Bounds, Mark, Place, Replay, Turn, Turns},
};
use leptos::prelude::*;
use model::{Report, Timestamp};
use scoring::{
    explanation::AggregateExplanation,
    replay::{AvailabilityReplay, ResilienceReplay},
    steps::StepPoint,
    what_if::WhatIf,
};
use std::sync::Arc;

/// Copies show the same.
pub struct Film<R: Played> {
    pub report: StoredValue<Arc<Report>>,
    pub clock: Replay,
    /// The step that holds at the moment, in a film that has steps.
    pub step: RwSignal<usize>,
    pub trial: Trial,
    replay: StoredValue<R>,
    /// The figures that count now.
    pub figures: Signal<Arc<R::Figures>>,
    /// The same figures for pictures of the whole window, which follow a frame later.
    pub pictured: Signal<Arc<R::Figures>>,
    own_figures: StoredValue<Vec<RwSignal<R::OwnFigures>>>,
    /// Those of the report.
    original_figures: StoredValue<R::Figures>,
    /// The aggregate over the window.
    pub aggregate: Signal<Arc<[StepPoint]>>,
    states: StoredValue<Vec<RwSignal<R::State>>>,
    original_states: StoredValue<Vec<RwSignal<R::State>>>,
    whole: RwSignal<Whole<R::Counts>>,
    /// The aggregate with the report's own figures.
    original: RwSignal<Option<f64>>,
    /// Counts the rounds in which any state changed.
    version: RwSignal<u32>,
}

pub type AvailabilityFilm = Film<AvailabilityReplay>;
pub type ResilienceFilm = Film<ResilienceReplay>;

/// How all services or assets together stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Whole<C> {
    pub score: Option<f64>,
    /// How many stand at each status.
    pub counts: C,
}

impl<R: Played> Clone for Film<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Played> Copy for Film<R> {}

impl<R: Played> Film<R> {
    pub fn new(replay: R, report: Report, place: Place, tried: WhatIf) -> Self {
        let window = report.head.window;
        let (first, last) = replay.ends().unwrap_or((window.start, window.end));
        let bounds = Bounds { first: first.timestamp_millis(), last: last.timestamp_millis() };
        let at = moment(bounds.clamp(place.moment.unwrap_or(bounds.last)));
        let original_figures = replay.figures(&WhatIf::default());
        let mut frame = R::Frame::default();
        replay.fill(&mut frame, &original_figures, at);
        let states = || StoredValue::new(R::states(&frame).iter().copied().map(RwSignal::new).collect());
        let whole = R::whole(&frame);
        let report = Arc::new(report);
        let trial = Trial::new(report.clone(), tried);
        let step = replay.held_step(at).unwrap_or_default();
        let replay = StoredValue::new(replay);
        let figures: Memo<Arc<R::Figures>> =
            Memo::new(move |_| Arc::new(replay.with_value(|replay| replay.figures(&trial.counted()))));
        let pictured = a_frame_later(figures);
        // To compare a hundred thousand points takes longer than what follows from them.
        let aggregate: Memo<Arc<[StepPoint]>> = Memo::new_with_compare(
            move |_| replay.with_value(|replay| replay.series(&pictured.get())).into(),
            |_, _| true,
        );
        // Found when somebody jumps.
        let moments = Memo::new(move |_| replay.with_value(|replay| replay.moments(&figures.get())));
        let film = Self {
            report: StoredValue::new(report),
            clock: Replay::new(bounds, R::STEP, moments.into(), place),
            step: RwSignal::new(step),
            trial,
            replay,
            figures: figures.into(),
            pictured,
            own_figures: follow_figures(figures, R::of_each),
            original_figures: StoredValue::new(original_figures),
            aggregate: aggregate.into(),
            states: states(),
            original_states: states(),
            whole: RwSignal::new(whole),
            original: RwSignal::new(whole.score),
            version: RwSignal::new(0),
        };
        film.clock.keep_in_address();
        film.follow_clock(frame);
        film
    }

    pub fn with_replay<T>(self, read: impl FnOnce(&R) -> T) -> T {
        self.replay.with_value(read)
    }

    /// How a service or an asset stands at the moment.
    pub fn state(self, index: usize) -> RwSignal<R::State> {
        self.states.with_value(|states| states[index])
    }

    /// The same with the report's own figures, as long as others count.
    pub fn original_state(self, index: usize) -> RwSignal<R::State> {
        self.original_states.with_value(|states| states[index])
    }

    /// The figures of a service or an asset that count now.
    pub fn figures_of(self, index: usize) -> RwSignal<R::OwnFigures> {
        self.own_figures.with_value(|figures| figures[index])
    }

    /// Those that the report gives it.
    pub fn original_figures_of(self, index: usize) -> R::OwnFigures {
        self.original_figures.with_value(|figures| R::of_each(figures)[index])
    }

    /// Makes whoever calls it follow every change of any state.
    pub fn track_states(self) {
        self.version.track();
    }

    /// How all stand at the moment.
    pub fn whole(self) -> Signal<Whole<R::Counts>> {
        self.whole.into()
    }

    /// Why the aggregate is what it is at the moment.
    pub fn why(self) -> Memo<Option<AggregateExplanation>> {
        Memo::new(move |_| {
            self.track_states();
            self.whole.track();
            let figures = self.figures.get();
            let mut frame = R::Frame::default();
            let at = moment(self.clock.moment().get_untracked());
            self.with_replay(|replay| replay.fill(&mut frame, &figures, at));
            R::explain(&figures, &frame)
        })
    }

    /// What the trial does to the aggregate; nothing while nothing is tried.
    pub fn difference(self) -> Signal<Option<f64>> {
        Signal::derive(move || {
            if !self.trial.counts() {
                return None;
            }
            Some(shown_difference(self.original.get()?, self.whole.get().score?))
        })
    }

    /// What failed over the window, for the track of the replay.
    pub fn bins(self) -> Signal<Arc<[Bin]>> {
        let bounds = self.clock.bounds();
        Memo::new(move |_| self.with_replay(|replay| replay.bins(&self.aggregate.get(), bounds))).into()
    }

    /// Where a status changed, for the track of the replay.
    pub fn marks(self) -> Signal<Arc<[Mark]>> {
        Memo::new(move |_| self.with_replay(|replay| replay.marks(&self.pictured.get()))).into()
    }

    fn follow_clock(self, frame: R::Frame) {
        let (mut frame, mut plain) = (frame, R::Frame::default());
        let (mut turns, mut has_changed) = (Turns::default(), false);
        let mut shown = None;
        in_browser(move || {
            let at = moment(self.clock.moment().get());
            let (figures, is_tried) = (self.figures.get(), self.trial.counts());
            let is_shown = shown
                .as_ref()
                .is_some_and(|(before, was_tried)| Arc::ptr_eq(before, &figures) && *was_tried == is_tried);
            self.with_replay(|replay| {
                let has_moved = replay.held_step(at).is_none_or(|step| tell(self.step, step));
                // Between two steps nothing happens.
                if is_shown && !has_moved {
                    return;
                }
                replay.fill(&mut frame, &figures, at);
                tell(self.whole, R::whole(&frame));
                if is_tried {
                    self.original_figures.with_value(|figures| replay.fill(&mut plain, figures, at));
                    tell(self.original, R::whole(&plain).score);
                }
                // Kept, so that no other figures can come to its place.
                shown = Some((figures, is_tried));
                turns.begin();
            });
            if let Some(turn) = turns.next(self.clock.is_playing().get()) {
                has_changed |= tell_in_turn(turn, self.states, R::states(&frame));
                if is_tried {
                    tell_in_turn(turn, self.original_states, R::states(&plain));
                }
                if turn.is_last && std::mem::take(&mut has_changed) {
                    self.version.update(|version| *version += 1);
                }
            }
        });
    }
}

/// A moment of the clock, which counts milliseconds since 1970.
pub fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(milliseconds).unwrap_or_default()
}

/// Hands what changed to those who show it and whose turn it is; tells whether it was anything.
fn tell_in_turn<S: PartialEq + Copy + Send + Sync + 'static>(
    turn: Turn,
    signals: StoredValue<Vec<RwSignal<S>>>,
    states: &[S],
) -> bool {
    signals.with_value(|signals| {
        let mut has_changed = false;
        for (index, (signal, state)) in signals.iter().zip(states).enumerate() {
            has_changed |= turn.is_of(index) && tell(*signal, *state);
        }
        has_changed
    })
}

/// Keeps a signal for each of many in step with the figures that count, and tells those of changed ones alone.
fn follow_figures<F, O>(figures: Memo<Arc<F>>, of_each: fn(&F) -> &[O]) -> StoredValue<Vec<RwSignal<O>>>
where
    F: Send + Sync + 'static,
    O: PartialEq + Copy + Send + Sync + 'static,
{
    let signals = figures.with_untracked(|figures| of_each(figures).iter().copied().map(RwSignal::new).collect());
    let signals: StoredValue<Vec<RwSignal<O>>> = StoredValue::new(signals);
    in_browser(move || {
        figures.with(|figures| {
            signals.with_value(|signals| {
                for (signal, own) in signals.iter().zip(of_each(figures)) {
                    tell(*signal, *own);
                }
            });
        });
    });
    signals
}
