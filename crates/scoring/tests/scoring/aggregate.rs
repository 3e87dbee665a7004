//! The weighted mean.

use model::Weight;
use proptest::prelude::*;
use scoring::aggregate::{Aggregate, Share};

use crate::given;

fn check(parts: &[(f64, u8)], expected: Option<f64>) {
    let aggregate: Aggregate = parts.iter().map(|(score, weight)| (*score, Weight::known(*weight))).collect();
    assert_eq!(aggregate.score(), expected, "{parts:?}");
}

#[test]
fn it_is_the_weighted_mean() {
    check(&[], None);
    check(&[(1.0, 1)], Some(1.0));
    check(&[(0.0, 10)], Some(0.0));
    check(&[(0.9, 3)], Some(0.9));
    check(&[(1.0, 1), (0.0, 3)], Some(0.25));
    check(&[(0.5, 10), (1.0, 10)], Some(0.75));
    check(&[(0.1, 1), (0.2, 1), (0.3, 1)], Some(0.2));
}

#[test]
fn it_is_rounded_once() {
    let hair = 2.0_f64.powi(-53);
    check(&[(1.0, 1), (hair, 1)], Some(0.5));
    check(&[(1.0, 1), (hair + 2.0_f64.powi(-80), 1)], Some(0.5 + hair));
}

#[test]
fn what_no_score_can_be_breaks_nothing() {
    check(&[(f64::MAX, 10), (f64::MIN, 10)], Some(0.0));
    check(&[(f64::NAN, 1)], Some(0.0));
}

fn parts() -> impl Strategy<Value = Vec<(f64, Weight)>> {
    proptest::collection::vec((0.0..=1.0, given::weight()), 1..60)
}

proptest! {
    #[test]
    fn it_lies_between_the_least_and_the_greatest(parts in parts()) {
        let score = parts.iter().copied().collect::<Aggregate>().score().unwrap();
        let least = parts.iter().map(|part| part.0).fold(1.0, f64::min);
        let greatest = parts.iter().map(|part| part.0).fold(0.0, f64::max);
        prop_assert!((least..=greatest).contains(&score), "{least} {score} {greatest}");
    }

    #[test]
    fn order_does_not_matter((parts, shuffled) in parts().prop_flat_map(|parts| (Just(parts.clone()), Just(parts).prop_shuffle()))) {
        let one: Aggregate = parts.into_iter().collect();
        let other: Aggregate = shuffled.into_iter().collect();
        prop_assert_eq!(one.score().map(f64::to_bits), other.score().map(f64::to_bits));
    }

    #[test]
    fn changing_one_part_equals_starting_anew(parts in parts(), place in any::<prop::sample::Index>(), score in 0.0..=1.0) {
        let mut changed: Aggregate = parts.iter().copied().collect();
        let mut parts = parts;
        let part = place.get_mut(&mut parts);
        changed.exchange(Share::new(part.0, part.1), Share::new(score, part.1));
        part.0 = score;
        prop_assert_eq!(changed, parts.into_iter().collect::<Aggregate>());
    }

    #[test]
    fn it_never_falls_when_a_part_rises(parts in parts(), place in any::<prop::sample::Index>(), rise in 0.0..=1.0) {
        let before = parts.iter().copied().collect::<Aggregate>().score();
        let mut parts = parts;
        let part = place.get_mut(&mut parts);
        part.0 += (1.0 - part.0) * rise;
        prop_assert!(parts.into_iter().collect::<Aggregate>().score() >= before);
    }
}
