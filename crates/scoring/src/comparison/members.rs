//! What takes part in a comparison, with its score under every mixture of the two reports.

use std::collections::BTreeMap;

use model::{AssetId, Report, ReportBody, ServiceReport, Weight};

use super::SubjectSide;
use crate::availability;
use crate::figures::{AssetFigures, ResilienceFigures};
use crate::replay::ResilienceReplay;
use crate::resilience::{self, Facts};

/// Bits of a mixture: what is taken from the second report.
pub(super) const EVENTS: usize = 1;
pub(super) const FIGURE: usize = 2;
pub(super) const RULE: usize = 4;
const MIXTURES: usize = 8;

/// One service or asset.
#[derive(Debug)]
pub(super) struct Member {
    pub id: AssetId,
    pub name: String,
    pub before: Option<SubjectSide>,
    pub after: Option<SubjectSide>,
    /// By mixture: at 0 the score of the first report, at 7 that of the second. All alike where only one scores it.
    pub scores: [f64; MIXTURES],
}

impl Member {
    /// Its weight in the first report, if that scores it.
    pub fn counts_before(&self) -> Option<Weight> {
        self.before.filter(|side| side.score.is_some()).map(|side| side.weight)
    }

    /// Its weight in the second report, if that scores it.
    pub fn counts_after(&self) -> Option<Weight> {
        self.after.filter(|side| side.score.is_some()).map(|side| side.weight)
    }

    fn new<T>(
        id: AssetId,
        (before, after): (Option<&Side<T>>, Option<&Side<T>>),
        mix: impl Fn(&T, &T, usize) -> f64,
    ) -> Self {
        let scored = |side: Option<&Side<T>>| side.and_then(|side| side.subject.score);
        let scores = match (scored(before), scored(after)) {
            (Some(first), Some(second)) => std::array::from_fn(|mixture| match (mixture, before.zip(after)) {
                (0, _) => first,
                (7, _) => second,
                (_, Some((before, after))) => mix(&before.basis, &after.basis, mixture),
                _ => first,
            }),
            (first, second) => [first.or(second).unwrap_or_default(); MIXTURES],
        };
        Self {
            id,
            name: after.or(before).map(|side| side.name.clone()).unwrap_or_default(),
            before: before.map(|side| side.subject),
            after: after.map(|side| side.subject),
            scores,
        }
    }
}

/// A service or asset in one report: what is shown of it, and what its score is made from.
struct Side<T> {
    name: String,
    subject: SubjectSide,
    basis: T,
}

/// By id; nothing for reports of different kinds.
pub(super) fn of(before: &Report, after: &Report) -> Option<Vec<Member>> {
    match (&before.body, &after.body) {
        (ReportBody::Availability(before), ReportBody::Availability(after)) => {
            Some(join(services(&before.services), services(&after.services), mix_services))
        }
        (ReportBody::Resilience(_), ReportBody::Resilience(_)) => {
            let (before, after) = (ResilienceReplay::new(before)?, ResilienceReplay::new(after)?);
            let mix = |one: &AssetBasis, other: &AssetBasis, mixture| {
                mix_assets(one, other, before.original(), after.original(), mixture)
            };
            Some(join(assets(&before), assets(&after), mix))
        }
        _ => None,
    }
}

fn join<T>(
    before: BTreeMap<AssetId, Side<T>>,
    after: BTreeMap<AssetId, Side<T>>,
    mix: impl Fn(&T, &T, usize) -> f64,
) -> Vec<Member> {
    let mut ids: Vec<_> = before.keys().chain(after.keys()).cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter()
        .map(|id| {
            let sides = (before.get(&id), after.get(&id));
            Member::new(id, sides, &mix)
        })
        .collect()
}

fn services(services: &[ServiceReport]) -> BTreeMap<AssetId, Side<&ServiceReport>> {
    let sides = services.iter().map(|service| {
        let subject = SubjectSide { score: service.final_score, weight: service.weight };
        (service.service_id.clone(), Side { name: service.name.clone(), subject, basis: service })
    });
    sides.collect()
}

fn mix_services(before: &&ServiceReport, after: &&ServiceReport, mixture: usize) -> f64 {
    let events = if mixture & EVENTS == 0 { before } else { after };
    let figure = if mixture & FIGURE == 0 { before } else { after };
    match mixture & (EVENTS | FIGURE) {
        0 => before.final_score.unwrap_or_default(),
        3 => after.final_score.unwrap_or_default(),
        _ => {
            let failures = events.points.last().map_or(0, |point| point.failures);
            availability::score(failures, figure.error_budget)
        }
    }
}

/// What an asset's score is made from.
struct AssetBasis {
    facts: Facts,
    figures: AssetFigures,
}

fn assets(replay: &ResilienceReplay) -> BTreeMap<AssetId, Side<AssetBasis>> {
    let last = replay.steps().len().saturating_sub(1);
    let figures = replay.original();
    let assets = replay.assets().iter().zip(&figures.assets).enumerate();
    assets
        .map(|(index, (asset, asset_figures))| {
            let state = replay.asset_at(index, last, figures);
            let facts = state.map_or(Facts { actual_rpo_hours: None, success_rate: None }, |state| state.facts);
            let side = Side {
                name: asset.name.clone(),
                subject: SubjectSide { score: Some(asset.final_score), weight: asset.weight },
                basis: AssetBasis { facts, figures: *asset_figures },
            };
            (asset.asset_id.clone(), side)
        })
        .collect()
}

fn mix_assets(
    before: &AssetBasis,
    after: &AssetBasis,
    rule_before: &ResilienceFigures,
    rule_after: &ResilienceFigures,
    mixture: usize,
) -> f64 {
    let events = if mixture & EVENTS == 0 { before } else { after };
    let figure = if mixture & FIGURE == 0 { before } else { after };
    let rule = if mixture & RULE == 0 { rule_before } else { rule_after };
    resilience::score(events.facts, figure.figures.target_rpo, rule.weights, rule.curve)
}
