//! A report of resilience, at every step.

use model::{
    AssetReport, BackupOutcome, Report, ReportBody, ReportOrigin, ResiliencePoint, ResilienceStatus, Timestamp,
};

use super::bins::{Bin, Bins};
use super::{Event, EventKind, Events, push_point, reached_at};
use crate::aggregate::Aggregate;
use crate::figures::{AssetFigures, ResilienceFigures};
use crate::resilience::{self, Facts, STEPS};
use crate::steps::StepPoint;

/// Made once from a report, then asked for every frame. Its figures are an argument, so that others can be tried.
#[derive(Debug, Clone)]
pub struct ResilienceReplay {
    assets: Vec<AssetReport>,
    tracks: Vec<Track>,
    steps: Vec<Timestamp>,
    original: ResilienceFigures,
    /// Figures of an imported report stand as they came, also where the rules say otherwise.
    is_imported: bool,
    stated_score: Option<f64>,
}

/// What is known of an asset at each step.
#[derive(Debug, Clone)]
enum Track {
    FromRuns(Vec<Facts>),
    /// The places of an imported asset's points; nothing before its first.
    AsStated(Vec<Option<usize>>),
}

/// How everything stood at a step. Made once per replay and reused for each of its frames.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResilienceFrame {
    /// From 0.
    pub step: usize,
    /// In the order of the report; nothing where an imported file says nothing yet.
    pub assets: Vec<Option<AssetState>>,
    /// The aggregate; nothing without assets.
    pub score: Option<f64>,
    /// In the order of `ResilienceStatus::ALL`.
    pub counts: [u32; ResilienceStatus::ALL.len()],
}

/// How an asset stood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AssetState {
    pub facts: Facts,
    pub compliance: f64,
    pub score: f64,
    pub status: ResilienceStatus,
    /// Whether the newest backup is older than its target.
    pub is_target_missed: bool,
}

impl ResilienceReplay {
    /// Nothing for a report of the other kind.
    pub fn new(report: &Report) -> Option<Self> {
        let ReportBody::Resilience(body) = &report.body else {
            return None;
        };
        let mut assets = body.assets.clone();
        for asset in &mut assets {
            asset.points.sort_by_key(|point| point.timestamp);
            asset.runs.sort_by_key(|run| run.ended_at);
        }
        let is_imported = report.head.origin == ReportOrigin::Import;
        let until = report.head.window.end;
        let steps = steps(&assets, until);
        let are_all_hours = steps == week(until);
        let has_runs = |asset: &AssetReport| !is_imported || asset.no_runs || !asset.runs.is_empty();
        let track = |asset: &AssetReport| match asset.points.is_empty() && has_runs(asset) && are_all_hours {
            true => Track::FromRuns(resilience::facts(&asset.runs, until)),
            false => stated_track(asset, &steps),
        };
        Some(Self {
            tracks: assets.iter().map(track).collect(),
            steps,
            original: ResilienceFigures {
                weights: body.weights,
                curve: body.curve,
                assets: assets.iter().map(figures).collect(),
            },
            assets,
            is_imported,
            stated_score: report.head.score,
        })
    }

    pub fn assets(&self) -> &[AssetReport] {
        &self.assets
    }

    /// The moments of the steps, in order of time.
    pub fn steps(&self) -> &[Timestamp] {
        &self.steps
    }

    /// The figures of the report.
    pub fn original(&self) -> &ResilienceFigures {
        &self.original
    }

    /// The step that holds at a moment.
    pub fn step_at(&self, moment: Timestamp) -> usize {
        self.steps.partition_point(|step| *step <= moment).saturating_sub(1)
    }

    /// How everything stood at a moment, scored with these figures.
    pub fn show(&self, figures: &ResilienceFigures, moment: Timestamp, frame: &mut ResilienceFrame) {
        frame.step = self.step_at(moment);
        frame.assets.clear();
        frame.counts = Default::default();
        let mut aggregate = Aggregate::default();
        for (index, figures_of_asset) in figures.assets.iter().enumerate() {
            let state = self.asset_at(index, frame.step, figures);
            if let Some(state) = state {
                frame.counts[state.status as usize] += 1;
                aggregate.add(state.score, figures_of_asset.weight);
            }
            frame.assets.push(state);
        }
        let is_stated = self.is_stated_end(frame.step) && *figures == self.original;
        frame.score = if is_stated { self.stated_score } else { aggregate.score() };
    }

    /// How one asset stood at a step; nothing where an imported file says nothing yet.
    pub fn asset_at(&self, index: usize, step: usize, figures: &ResilienceFigures) -> Option<AssetState> {
        let asset = &self.assets[index];
        let target = figures.assets[index].target_rpo;
        let point = self.stated_point(index, step);
        let facts = match (&self.tracks[index], point) {
            (Track::FromRuns(facts), _) => *facts.get(step)?,
            (_, Some(point)) => Facts { actual_rpo_hours: point.actual_rpo_hours, success_rate: point.success_rate },
            _ if self.is_stated_end(step) => Facts { actual_rpo_hours: None, success_rate: None },
            _ => return None,
        };
        let compliance = resilience::compliance(facts, target, figures.curve);
        let mut stated = point.map(|point| (point.rpo_compliance, point.score, point.status));
        if self.is_stated_end(step) {
            let compliance = point.map_or(compliance, |point| point.rpo_compliance);
            stated = Some((compliance, asset.final_score, asset.final_status));
        }
        let is_as_it_was = target == asset.target_rpo_hours
            && figures.weights == self.original.weights
            && figures.curve == self.original.curve;
        let (compliance, score, status) = stated.filter(|_| is_as_it_was).unwrap_or_else(|| {
            let score = resilience::score(facts, target, figures.weights, figures.curve);
            (compliance, score, resilience::status(score))
        });
        let is_target_missed = facts.actual_rpo_hours.is_none_or(|hours| hours > target.hours());
        Some(AssetState { facts, compliance, score, status, is_target_missed })
    }

    /// The aggregate from the first to the last step, with a point wherever it changed.
    pub fn aggregate(&self, figures: &ResilienceFigures) -> Vec<StepPoint> {
        let mut series = Vec::new();
        for (step, at) in self.steps.iter().enumerate() {
            if let Some(score) = self.aggregate_at(step, figures) {
                push_point(&mut series, reached_at(*at), score);
            }
        }
        series
    }

    /// The film cut into equal stretches, in each of which this aggregate fell so far.
    pub fn histogram(&self, aggregate: &[StepPoint], count: usize) -> Vec<Bin> {
        let Some((first, last)) = self.steps.first().zip(self.steps.last()) else {
            return vec![Bin::default(); count];
        };
        let mut bins = Bins::new(reached_at(*first), reached_at(*last), count);
        for (_, step, failed) in self.failed_runs() {
            bins.add_failures(reached_at(self.steps[step]), failed);
        }
        bins.add_falls(None, aggregate);
        bins.finish()
    }

    /// Failed runs, status changes and missed targets, each at the step that shows it.
    pub fn events(&self, figures: &ResilienceFigures) -> Events<ResilienceStatus> {
        let failed = self.failed_runs().map(|(subject, step, count)| Event {
            at: self.steps[step],
            subject,
            kind: EventKind::Failed { count },
        });
        let mut events: Vec<_> = failed.collect();
        for subject in 0..self.assets.len() {
            let mut before = None;
            for (step, at) in self.steps.iter().enumerate() {
                let after = self.asset_at(subject, step, figures);
                if let Some((before, after)) = before.zip(after) {
                    let kinds = turns(&before, &after);
                    events.extend(kinds.into_iter().flatten().map(|kind| Event { at: *at, subject, kind }));
                }
                before = after;
            }
        }
        Events::new(events)
    }

    fn aggregate_at(&self, step: usize, figures: &ResilienceFigures) -> Option<f64> {
        if self.is_stated_end(step) && *figures == self.original {
            return self.stated_score;
        }
        let scores = figures.assets.iter().enumerate();
        scores
            .filter_map(|(index, asset)| Some((self.asset_at(index, step, figures)?.score, asset.weight)))
            .collect::<Aggregate>()
            .score()
    }

    /// The asset, the step that shows it first and the number of its runs that failed since the step before.
    fn failed_runs(&self) -> impl Iterator<Item = (usize, usize, u32)> {
        let start = self.steps.last().map(|until| resilience::start_of(*until));
        self.assets.iter().enumerate().flat_map(move |(index, asset)| {
            let failed = asset.runs.iter().filter(|run| run.outcome == BackupOutcome::Failed);
            let in_window = failed.filter(|run| start.is_some_and(|start| start < run.ended_at));
            let steps = in_window.map(|run| self.steps.partition_point(|step| *step < run.ended_at));
            let steps: Vec<_> = steps.filter(|step| *step < self.steps.len()).collect();
            let together = steps.chunk_by(|one, next| one == next);
            together.map(|steps| (index, steps[0], u32::try_from(steps.len()).unwrap_or(u32::MAX))).collect::<Vec<_>>()
        })
    }

    fn stated_point(&self, index: usize, step: usize) -> Option<&ResiliencePoint> {
        match &self.tracks[index] {
            Track::FromRuns(_) => None,
            Track::AsStated(places) => Some(&self.assets[index].points[(*places.get(step)?)?]),
        }
    }

    /// Whether what an imported file says of its end holds.
    fn is_stated_end(&self, step: usize) -> bool {
        self.is_imported && step + 1 >= self.steps.len()
    }
}

/// What became different from one step to the next.
fn turns(before: &AssetState, after: &AssetState) -> [Option<EventKind<ResilienceStatus>>; 2] {
    let is_missed = after.is_target_missed && !before.is_target_missed;
    let changed = EventKind::StatusChanged { from: before.status, to: after.status };
    [is_missed.then_some(EventKind::TargetMissed), (before.status != after.status).then_some(changed)]
}

fn figures(asset: &AssetReport) -> AssetFigures {
    AssetFigures { target_rpo: asset.target_rpo_hours, weight: asset.weight }
}

/// The hours of the week; those of the file where a report was imported with figures of its own.
fn steps(assets: &[AssetReport], until: Timestamp) -> Vec<Timestamp> {
    let mut steps: Vec<_> = assets.iter().flat_map(|asset| &asset.points).map(|point| point.timestamp).collect();
    steps.sort_unstable();
    steps.dedup();
    if steps.is_empty() { week(until) } else { steps }
}

fn week(until: Timestamp) -> Vec<Timestamp> {
    (1..=STEPS).map(|step| resilience::step_at(until, step)).collect()
}

fn stated_track(asset: &AssetReport, steps: &[Timestamp]) -> Track {
    let passed = |step: &Timestamp| asset.points.partition_point(|point| point.timestamp <= *step);
    Track::AsStated(steps.iter().map(|step| passed(step).checked_sub(1)).collect())
}
