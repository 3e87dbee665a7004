//! Two reports side by side: how far each score went, split into what happened, the figures that it was scored with and
//! the weights. Each part is the mean over all orders in which the causes could have changed one after the other
//! (Shapley), and the parts add up exactly to the whole.

mod members;
mod shapley;

use model::{AssetId, Report, Weight};

use crate::exact;
use members::Member;

/// From one report to another, at their ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The aggregates; nothing where nothing could be scored.
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// From the one to the other; 0 in the place of an aggregate that is not there.
    pub difference: f64,
    /// The sums of what the subjects did to the aggregate.
    pub parts: AggregateParts,
    /// What an imported file says of its aggregate and its scores do not.
    pub unexplained: f64,
    /// Everything that is in either report, by id.
    pub subjects: Vec<SubjectComparison>,
}

/// One service or asset.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectComparison {
    pub id: AssetId,
    /// Its newest name.
    pub name: String,
    /// Nothing where a report does not hold it.
    pub before: Option<SubjectSide>,
    pub after: Option<SubjectSide>,
    /// How its own score changed; nothing unless both reports score it.
    pub change: Option<ScoreChange>,
    /// What it did to the aggregate.
    pub parts: AggregateParts,
}

/// One service or asset in one of the reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubjectSide {
    /// Nothing without data.
    pub score: Option<f64>,
    pub weight: Weight,
}

/// How a score changed. `events + figure + rule` is the difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreChange {
    pub difference: f64,
    /// Failures, or backup runs.
    pub events: f64,
    /// The error budget, or the target.
    pub figure: f64,
    /// The weights and the curve of resilience.
    pub rule: f64,
}

/// What became of the aggregate, by cause.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct AggregateParts {
    pub events: f64,
    pub figure: f64,
    pub rule: f64,
    pub weight: f64,
    /// That only one of the reports scores it.
    pub presence: f64,
}

/// Nothing for reports of different kinds.
pub fn compare(before: &Report, after: &Report) -> Option<Comparison> {
    let members = members::of(before, after)?;
    let wanted = shapley::aggregate_parts(&members);
    let (score_before, score_after) = (before.head.score, after.head.score);
    let difference = score_after.unwrap_or(0.0) - score_before.unwrap_or(0.0);
    let split = exact::split_difference(difference, wanted.as_flattened());
    let (parts, _) = split.parts.as_chunks();
    Some(Comparison {
        before: score_before,
        after: score_after,
        difference: split.whole,
        parts: AggregateParts::sum(parts),
        unexplained: split.unexplained,
        subjects: members.into_iter().zip(parts).map(|(member, parts)| subject(member, *parts)).collect(),
    })
}

fn subject(member: Member, parts: [f64; 5]) -> SubjectComparison {
    let is_scored_twice = member.counts_before().is_some() && member.counts_after().is_some();
    SubjectComparison {
        change: is_scored_twice.then(|| score_change(&member)),
        parts: AggregateParts::from(parts),
        id: member.id,
        name: member.name,
        before: member.before,
        after: member.after,
    }
}

fn score_change(member: &Member) -> ScoreChange {
    let difference = member.scores[7] - member.scores[0];
    let split = exact::split_difference(difference, &shapley::score_parts(&member.scores));
    ScoreChange { difference: split.whole, events: split.parts[0], figure: split.parts[1], rule: split.parts[2] }
}

impl AggregateParts {
    /// In the order in which they are listed.
    pub fn as_array(&self) -> [f64; 5] {
        [self.events, self.figure, self.rule, self.weight, self.presence]
    }

    fn sum(all: &[[f64; 5]]) -> Self {
        let sum = |cause: usize| all.iter().fold(0.0, |sum, parts| sum + parts[cause]);
        Self::from([sum(0), sum(1), sum(2), sum(3), sum(4)])
    }
}

impl From<[f64; 5]> for AggregateParts {
    fn from([events, figure, rule, weight, presence]: [f64; 5]) -> Self {
        Self { events, figure, rule, weight, presence }
    }
}
