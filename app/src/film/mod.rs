//! A report as a dashboard shows it: at one moment, with its own figures or with those that somebody tries. A film owns the
//! clock; whenever it moves, or a figure changes, every state is worked out once, and only the signals of what changed are
//! set. So a frame of the replay costs what happened in it, not what the report holds.

mod availability;
mod resilience;
mod what_if;

pub use availability::AvailabilityFilm;
pub use resilience::ResilienceFilm;
pub use what_if::{Trial, what_if_in_address};

use crate::{
    components::Status,
    effects::{in_browser, tell},
    figures::numbers::shown_difference,
    replay::{Mark, Turn},
};
use leptos::prelude::*;
use model::Timestamp;
use scoring::replay::{EventKind, Events};
use std::sync::Arc;

/// How all services or assets together stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Whole<const STATUSES: usize> {
    pub score: Option<f64>,
    /// In the order in which `ALL` lists the statuses of the kind.
    pub counts: [u32; STATUSES],
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

/// What a trial does to the aggregate; nothing while nothing is tried.
fn difference<const STATUSES: usize>(
    trial: Trial,
    whole: RwSignal<Whole<STATUSES>>,
    original: RwSignal<Option<f64>>,
) -> Signal<Option<f64>> {
    Signal::derive(move || {
        if !trial.counts() {
            return None;
        }
        Some(shown_difference(original.get()?, whole.get().score?))
    })
}

/// When anything happened, for whoever jumps there.
fn moments_of<S>(events: &Events<S>) -> Arc<[i64]> {
    let mut moments: Vec<i64> = events.as_slice().iter().map(|event| event.at.timestamp_millis()).collect();
    moments.dedup();
    moments.into()
}

/// Where a status changed, for the track of the replay.
fn marks_of<S: Copy>(events: &Events<S>, shown: impl Fn(S) -> Status) -> Arc<[Mark]> {
    let marks = events.as_slice().iter().filter_map(|event| match event.kind {
        EventKind::StatusChanged { to, .. } => Some(Mark { at: event.at.timestamp_millis(), status: shown(to) }),
        _ => None,
    });
    marks.collect()
}
