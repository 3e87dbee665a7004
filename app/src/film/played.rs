//! What a film asks of a replay, so that there is one film for both kinds of report, and what each of the two answers.

use super::Whole;
use crate::{
    analyses,
    components::Status,
    figures::calendar::{HOUR, MINUTE},
    replay::{Bin, Bounds, Mark},
};
use model::{AnalysisKind, AvailabilityStatus, ResilienceStatus, Timestamp, Weight};
use scoring::{
    explanation::{AggregateExplanation, explain_availability, explain_resilience},
    figures::{AssetFigures, AvailabilityFigures, ResilienceFigures, ServiceFigures},
    replay::{
        self, AssetState, AvailabilityFrame, AvailabilityReplay, EventKind, Events, ResilienceFrame, ResilienceReplay,
        ServiceState,
    },
    steps::{StepPoint, value_at},
    what_if::WhatIf,
};
use std::sync::Arc;

/// A replay as a film plays it.
pub trait Played: Send + Sync + 'static {
    const KIND: AnalysisKind;
    /// The step of the arrow keys, in milliseconds.
    const STEP: i64;

    /// What it is scored with, and what of that is one service's or asset's.
    type Figures: PartialEq + Send + Sync + 'static;
    type OwnFigures: Copy + PartialEq + Send + Sync + 'static;
    /// How everything stood at a moment, and how one service or asset did.
    type Frame: Default + 'static;
    type State: Copy + PartialEq + Send + Sync + 'static;
    /// How many stood at each status, in the order in which `ALL` lists those of the kind.
    type Counts: Copy + PartialEq + Send + Sync + 'static;

    /// The first and the last moment; nothing where nothing is known of any.
    fn ends(&self) -> Option<(Timestamp, Timestamp)>;

    /// The figures of the report, with what is tried in their place.
    fn figures(&self, tried: &WhatIf) -> Self::Figures;
    fn of_each(figures: &Self::Figures) -> &[Self::OwnFigures];
    fn weight(figures: Self::OwnFigures) -> Weight;

    /// The step that holds at a moment, where nothing happens between two of them.
    fn held_step(&self, at: Timestamp) -> Option<usize>;
    /// Shows in a frame how everything stood at a moment.
    fn fill(&self, frame: &mut Self::Frame, figures: &Self::Figures, at: Timestamp);
    fn whole(frame: &Self::Frame) -> Whole<Self::Counts>;
    fn states(frame: &Self::Frame) -> &[Self::State];
    fn score(state: Self::State) -> Option<f64>;
    fn status(state: Self::State) -> Status;
    /// Why the aggregate of a frame is what it is.
    fn explain(figures: &Self::Figures, frame: &Self::Frame) -> Option<AggregateExplanation>;

    /// The aggregate over the window.
    fn series(&self, figures: &Self::Figures) -> Vec<StepPoint>;
    /// When anything happened, for whoever jumps there.
    fn moments(&self, figures: &Self::Figures) -> Arc<[i64]>;
    /// Where a status changed, for the track of the replay.
    fn marks(&self, figures: &Self::Figures) -> Arc<[Mark]>;
    /// What failed over the window, for the track of the replay.
    fn bins(&self, series: &[StepPoint], bounds: Bounds) -> Arc<[Bin]>;
}

/// How finely the track of the replay shows what failed when.
const BINS: usize = 240;

impl Played for AvailabilityReplay {
    const KIND: AnalysisKind = AnalysisKind::Availability;
    const STEP: i64 = MINUTE;

    type Figures = AvailabilityFigures;
    type OwnFigures = ServiceFigures;
    type Frame = AvailabilityFrame;
    type State = ServiceState;
    type Counts = [u32; AvailabilityStatus::ALL.len()];

    /// Those of the samples.
    fn ends(&self) -> Option<(Timestamp, Timestamp)> {
        self.extent().map(|extent| (extent.first, extent.last))
    }

    fn figures(&self, tried: &WhatIf) -> AvailabilityFigures {
        tried.availability_figures(self)
    }

    fn of_each(figures: &AvailabilityFigures) -> &[ServiceFigures] {
        &figures.services
    }

    fn weight(figures: ServiceFigures) -> Weight {
        figures.weight
    }

    fn held_step(&self, _: Timestamp) -> Option<usize> {
        None
    }

    fn fill(&self, frame: &mut AvailabilityFrame, figures: &AvailabilityFigures, at: Timestamp) {
        self.show(figures, at, frame);
    }

    fn whole(frame: &AvailabilityFrame) -> Whole<Self::Counts> {
        Whole { score: frame.score, counts: frame.counts }
    }

    fn states(frame: &AvailabilityFrame) -> &[ServiceState] {
        &frame.services
    }

    fn score(state: ServiceState) -> Option<f64> {
        state.score
    }

    fn status(state: ServiceState) -> Status {
        analyses::availability(state.status)
    }

    fn explain(figures: &AvailabilityFigures, frame: &AvailabilityFrame) -> Option<AggregateExplanation> {
        explain_availability(figures, frame)
    }

    fn series(&self, figures: &AvailabilityFigures) -> Vec<StepPoint> {
        self.aggregate(figures)
    }

    fn moments(&self, figures: &AvailabilityFigures) -> Arc<[i64]> {
        moments_of(&self.events(figures))
    }

    fn marks(&self, figures: &AvailabilityFigures) -> Arc<[Mark]> {
        marks_of(&self.turns(figures), analyses::availability)
    }

    fn bins(&self, series: &[StepPoint], bounds: Bounds) -> Arc<[Bin]> {
        let end_of = |bin: usize| bounds.moment_at((bin + 1) as f64 / BINS as f64);
        bins_of(Self::KIND, self.histogram(series, BINS), series, end_of)
    }
}

impl Played for ResilienceReplay {
    const KIND: AnalysisKind = AnalysisKind::Resilience;
    const STEP: i64 = HOUR;

    type Figures = ResilienceFigures;
    type OwnFigures = AssetFigures;
    type Frame = ResilienceFrame;
    /// Nothing where an imported file says nothing yet.
    type State = Option<AssetState>;
    type Counts = [u32; ResilienceStatus::ALL.len()];

    fn ends(&self) -> Option<(Timestamp, Timestamp)> {
        self.steps().first().copied().zip(self.steps().last().copied())
    }

    fn figures(&self, tried: &WhatIf) -> ResilienceFigures {
        tried.resilience_figures(self)
    }

    fn of_each(figures: &ResilienceFigures) -> &[AssetFigures] {
        &figures.assets
    }

    fn weight(figures: AssetFigures) -> Weight {
        figures.weight
    }

    fn held_step(&self, at: Timestamp) -> Option<usize> {
        Some(self.step_at(at))
    }

    fn fill(&self, frame: &mut ResilienceFrame, figures: &ResilienceFigures, at: Timestamp) {
        self.show(figures, at, frame);
    }

    fn whole(frame: &ResilienceFrame) -> Whole<Self::Counts> {
        Whole { score: frame.score, counts: frame.counts }
    }

    fn states(frame: &ResilienceFrame) -> &[Option<AssetState>] {
        &frame.assets
    }

    fn score(state: Option<AssetState>) -> Option<f64> {
        state.map(|state| state.score)
    }

    fn status(state: Option<AssetState>) -> Status {
        state.map_or(Status::NoData, |state| analyses::resilience(state.status))
    }

    fn explain(figures: &ResilienceFigures, frame: &ResilienceFrame) -> Option<AggregateExplanation> {
        explain_resilience(figures, frame)
    }

    fn series(&self, figures: &ResilienceFigures) -> Vec<StepPoint> {
        self.aggregate(figures)
    }

    fn moments(&self, figures: &ResilienceFigures) -> Arc<[i64]> {
        moments_of(&self.events(figures))
    }

    fn marks(&self, figures: &ResilienceFigures) -> Arc<[Mark]> {
        marks_of(&self.events(figures), analyses::resilience)
    }

    /// A bar for each step.
    fn bins(&self, series: &[StepPoint], _: Bounds) -> Arc<[Bin]> {
        let steps = self.steps();
        bins_of(Self::KIND, self.histogram(series, steps.len()), series, |bin| steps[bin].timestamp_millis())
    }
}

fn moments_of<S>(events: &Events<S>) -> Arc<[i64]> {
    let mut moments: Vec<i64> = events.as_slice().iter().map(|event| event.at.timestamp_millis()).collect();
    moments.dedup();
    moments.into()
}

fn marks_of<S: Copy>(events: &Events<S>, shown: impl Fn(S) -> Status) -> Arc<[Mark]> {
    let marks = events.as_slice().iter().filter_map(|event| match event.kind {
        EventKind::StatusChanged { to, .. } => Some(Mark { at: event.at.timestamp_millis(), status: shown(to) }),
        _ => None,
    });
    marks.collect()
}

/// Each with how the aggregate stood at its end.
fn bins_of(
    kind: AnalysisKind,
    bins: Vec<replay::Bin>,
    series: &[StepPoint],
    end_of: impl Fn(usize) -> i64,
) -> Arc<[Bin]> {
    let bins = bins.into_iter().enumerate().map(|(index, bin)| {
        let score = value_at(series, end_of(index));
        let status = score.map_or(Status::NoData, |score| analyses::standing_at(kind, score));
        Bin { failures: bin.failures, cost: bin.cost, status }
    });
    bins.collect()
}
