//! Shares of several causes in one difference: the mean of what each adds, over all orders of the causes.

use super::members::{EVENTS, FIGURE, Member, RULE};

/// Further causes that change the aggregate alone.
const WEIGHT: usize = 8;
/// What only the second report scores comes in.
const NEW: usize = 16;
/// What only the first report scores goes out.
const GONE: usize = 32;
const CAUSES: [usize; 6] = [EVENTS, FIGURE, RULE, WEIGHT, NEW, GONE];
/// Where each of them is listed.
const LISTED_AT: [usize; 6] = [0, 1, 2, 3, 4, 4];

/// How often a cause meets exactly this set of others before it, among all orders of `causes` causes.
fn likelihood(others: usize, causes: u32) -> f64 {
    let factorial = |number: u32| (1..=number).map(f64::from).product::<f64>();
    let count = others.count_ones();
    factorial(count) * factorial(causes - 1 - count) / factorial(causes)
}

/// The shares of events, figure and rule in the way from the first to the last of the mixed scores.
pub(super) fn score_parts(scores: &[f64; 8]) -> [f64; 3] {
    [EVENTS, FIGURE, RULE].map(|cause| {
        let others = (0..scores.len()).filter(|others| others & cause == 0);
        others.map(|others| likelihood(others, 3) * (scores[others | cause] - scores[others])).sum()
    })
}

/// The shares of each member and cause in the difference of the aggregates.
pub(super) fn aggregate_parts(members: &[Member]) -> Vec<[f64; 5]> {
    let mixtures: Vec<_> = (0..1 << CAUSES.len()).map(|mixture| Mixture::new(members, mixture)).collect();
    let mut parts = vec![[0.0; 5]; members.len()];
    for (cause, listed_at) in CAUSES.into_iter().zip(LISTED_AT) {
        for others in (0..mixtures.len()).filter(|others| others & cause == 0) {
            let (from, to) = (&mixtures[others], &mixtures[others | cause]);
            let likelihood = likelihood(others, CAUSES.len() as u32);
            for (member, parts) in members.iter().zip(&mut parts) {
                parts[listed_at] += likelihood * effect(member, from, to);
            }
        }
    }
    parts
}

/// The aggregate with some causes changed already.
struct Mixture {
    bits: usize,
    weights: f64,
    /// 0 where nothing counts.
    score: f64,
}

impl Mixture {
    fn new(members: &[Member], bits: usize) -> Self {
        let weights = members.iter().map(|member| weight(member, bits)).sum();
        let sum: f64 = members.iter().map(|member| weight(member, bits) * score(member, bits)).sum();
        Self { bits, weights, score: if weights > 0.0 { sum / weights } else { 0.0 } }
    }
}

/// What a member adds when the aggregate goes from one mixture to the next. A weight that grows pulls the aggregate
/// from where it was towards the member's score, so that all members together make the whole step.
fn effect(member: &Member, from: &Mixture, to: &Mixture) -> f64 {
    let (score_before, score_after) = (score(member, from.bits), score(member, to.bits));
    let (weight_before, weight_after) = (weight(member, from.bits), weight(member, to.bits));
    if to.weights == 0.0 {
        return if from.weights == 0.0 { 0.0 } else { -weight_before * score_before / from.weights };
    }
    let by_score = weight_after * (score_after - score_before);
    let by_weight = (weight_after - weight_before) * (score_before - from.score);
    (by_score + by_weight) / to.weights
}

fn score(member: &Member, bits: usize) -> f64 {
    member.scores[bits & (EVENTS | FIGURE | RULE)]
}

/// 0 where it does not count.
fn weight(member: &Member, bits: usize) -> f64 {
    let weight = match (member.counts_before(), member.counts_after()) {
        (Some(before), Some(after)) => Some(if bits & WEIGHT == 0 { before } else { after }),
        (Some(before), None) => Some(before).filter(|_| bits & GONE == 0),
        (None, after) => after.filter(|_| bits & NEW != 0),
    };
    weight.map_or(0.0, |weight| weight.get().into())
}
