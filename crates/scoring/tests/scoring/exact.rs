//! Parts and wholes.

use proptest::prelude::*;
use scoring::exact::{Split, nearest, split, split_difference, steps};

#[test]
fn what_rounding_leaves_over_goes_to_the_largest_part() {
    let Split { parts, unexplained, .. } = split(1.0, &[0.1, 0.2, 0.7]);
    assert_eq!(parts.iter().sum::<f64>(), 1.0);
    assert_eq!((parts[0], parts[1], unexplained), (nearest(0.1), nearest(0.2), 0.0));
}

#[test]
fn what_no_part_explains_stays_apart() {
    assert_eq!(split(0.5, &[0.25]), Split { whole: 0.5, parts: vec![0.25], unexplained: 0.25 });
    assert_eq!(split(0.5, &[]), Split { whole: 0.5, parts: vec![], unexplained: 0.5 });
    assert_eq!(split(0.0, &[]), Split { whole: 0.0, parts: vec![], unexplained: 0.0 });
}

#[test]
fn what_no_fraction_can_be_breaks_nothing() {
    for odd in [f64::NAN, f64::INFINITY, f64::MIN, 1e300] {
        assert!(split(odd, &[odd, 0.5]).parts.iter().all(|part| part.is_finite()));
        assert!(steps([odd, 0.0, odd]).iter().all(|part| part.is_finite()));
    }
}

proptest! {
    #[test]
    fn parts_add_up_in_any_order(
        (parts, order) in proptest::collection::vec(0.0..=1.0_f64, 1..200)
            .prop_flat_map(|parts| (Just(parts.clone()), Just((0..parts.len()).collect::<Vec<_>>()).prop_shuffle())),
    ) {
        let sum: f64 = parts.iter().sum();
        let parts: Vec<_> = parts.iter().map(|part| part / sum.max(1.0)).collect();
        let whole = nearest(parts.iter().sum::<f64>().min(1.0));
        let split = split(whole, &parts);
        prop_assert_eq!(split.unexplained, 0.0);
        prop_assert_eq!(split.parts.iter().sum::<f64>(), whole);
        prop_assert_eq!(order.into_iter().map(|place| split.parts[place]).sum::<f64>(), whole);
        for (found, wanted) in split.parts.iter().zip(&parts) {
            prop_assert!((found - wanted).abs() < 1e-12);
        }
    }

    #[test]
    fn gains_and_losses_add_up_in_any_order(
        (parts, order) in proptest::collection::vec(-2.0..=2.0_f64, 1..20)
            .prop_flat_map(|parts| (Just(parts.clone()), Just((0..parts.len()).collect::<Vec<_>>()).prop_shuffle())),
    ) {
        let whole: f64 = parts.iter().sum();
        let split = split_difference(whole, &parts);
        prop_assert_eq!(split.unexplained, 0.0);
        prop_assert!((split.whole - whole).abs() < 1e-14);
        prop_assert_eq!(split.parts.iter().sum::<f64>(), split.whole);
        prop_assert_eq!(order.into_iter().map(|place| split.parts[place]).sum::<f64>(), split.whole);
    }

    #[test]
    fn steps_add_up_to_the_whole_way(levels in proptest::collection::vec(0.0..=1.0_f64, 1..100)) {
        let steps = steps(levels.iter().copied());
        prop_assert_eq!(steps.iter().sum::<f64>(), nearest(levels[levels.len() - 1]) - nearest(levels[0]));
    }
}
