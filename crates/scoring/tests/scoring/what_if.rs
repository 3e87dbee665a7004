//! Figures that somebody tries.

use model::{
    AssetId, Configuration, Curve, ErrorBudget, FailedAsset, Report, ReportBody, ResilienceWeights, TargetRpo, Weight,
};
use proptest::prelude::*;
use scoring::replay::{AvailabilityFrame, AvailabilityReplay, ResilienceFrame, ResilienceReplay};
use scoring::what_if::{Change, LinkFault, WhatIf};

use crate::given;
use crate::reports::{self, any_availability, any_curve, any_moment, any_resilience};

fn id(text: &str) -> AssetId {
    AssetId::new(text).unwrap()
}

fn one_service() -> Report {
    reports::availability(vec![reports::service(0, ErrorBudget::known(5), Weight::known(1), Some(&[10, 20]))])
}

#[test]
fn a_changed_figure_follows_at_every_moment() {
    let replay = AvailabilityReplay::new(&one_service()).unwrap();
    let mut what_if = WhatIf::default();
    what_if.budgets.insert(id("service-0"), ErrorBudget::known(10));
    let (mut original, mut tried) = (AvailabilityFrame::default(), AvailabilityFrame::default());
    for (minutes, expected) in [(5, 0.0), (10, 0.95 - 0.9), (20, 0.9 - 0.8)] {
        replay.show(replay.original(), given::minute(minutes), &mut original);
        replay.show(&what_if.availability_figures(&replay), given::minute(minutes), &mut tried);
        for (now, before) in [(tried.score, original.score), (tried.services[0].score, original.services[0].score)] {
            assert_eq!(now.unwrap() - before.unwrap(), expected);
        }
    }
}

#[test]
fn changes_are_listed_and_taken_back() {
    let report = one_service();
    let mut what_if = WhatIf::default();
    what_if.budgets.insert(id("service-0"), ErrorBudget::known(10));
    what_if.weights.insert(id("service-0"), Weight::known(1));
    what_if.weights.insert(id("gone"), Weight::known(7));
    let change =
        Change::ErrorBudget { service_id: id("service-0"), from: ErrorBudget::known(5), to: ErrorBudget::known(10) };
    assert_eq!(what_if.changes(&report), std::slice::from_ref(&change));
    what_if.undo(&change);
    assert!(what_if.changes(&report).is_empty());
    assert!(!what_if.is_empty());
}

#[test]
fn the_same_question_is_asked_with_other_figures() {
    let mut report = one_service();
    report.failed.push(FailedAsset { asset_id: id("ghost"), message: "no such service".into() });
    let what_if: WhatIf = "b10-service-0".parse().unwrap();
    assert_eq!(
        serde_json::to_string(&what_if.configuration(&report)).unwrap(),
        r#"{"kind":"availability","from":"2025-09-01T00:00:00Z","to":"2025-09-08T00:00:00Z","services":[{"service_id":"service-0","error_budget":10,"weight":1},{"service_id":"ghost"}]}"#
    );
}

#[test]
fn a_link_is_short_and_plain() {
    let mut what_if = WhatIf {
        resilience_weights: Some(ResilienceWeights::new(0.7, 0.3).unwrap()),
        curve: Some(Curve::Threshold),
        ..Default::default()
    };
    what_if.budgets.insert(id("nginx_web"), ErrorBudget::known(10));
    what_if.targets.insert(id("vm-101"), TargetRpo::new(4.5).unwrap());
    what_if.weights.insert(id("à b*~"), Weight::known(8));
    let text = "b10-nginx_web*t4.5-vm-101*w8-~c3~a0~20b~2a~7e*r0.7-0.3*cthreshold";
    assert_eq!(what_if.to_string(), text);
    assert_eq!(text.parse(), Ok(what_if));
    assert_eq!("".parse(), Ok(WhatIf::default()));
}

#[test]
fn a_link_that_cannot_be_read_is_refused() {
    for text in [
        "x",
        "*",
        "b10-a*",
        "b10",
        "b10-",
        "b0-a",
        "b51-a",
        "b+5-a",
        "b99999999999999999999-a",
        "b1.5-a",
        "t0.5-a",
        "t169-a",
        "tNaN-a",
        "tinf-a",
        "t1e1-a",
        "t1.2.3-a",
        "w11-a",
        "w5-a*w5-a",
        "w5-a~",
        "w5-a~2",
        "w5-a~+2",
        "w5-a~ff",
        "w5-a~00",
        "w5-a~é",
        "r0.5",
        "r0.5-0.6",
        "r0.5-0.5*r0.5-0.5",
        "ccubic",
        "clinear*clinear",
        "é",
    ] {
        assert_eq!(text.parse::<WhatIf>(), Err(LinkFault), "{text}");
    }
}

fn any_id() -> impl Strategy<Value = AssetId> {
    "[^\\p{Cc}]{1,12}".prop_map(|text| id(&text))
}

fn any_what_if() -> impl Strategy<Value = WhatIf> {
    (
        proptest::collection::btree_map(any_id(), given::budget(), 0..5),
        proptest::collection::btree_map(any_id(), given::target(), 0..5),
        proptest::collection::btree_map(any_id(), given::weight(), 0..5),
        proptest::option::of(given::resilience_weights()),
        proptest::option::of(any_curve()),
    )
        .prop_map(|(budgets, targets, weights, resilience_weights, curve)| WhatIf {
            budgets,
            targets,
            weights,
            resilience_weights,
            curve,
        })
}

/// The same report, made with the figures of a configuration.
fn made_with(report: &Report, configuration: Configuration) -> Report {
    match (&report.body, configuration) {
        (ReportBody::Availability(body), Configuration::Availability(asked)) => {
            let choices = asked.services.unwrap_or_default();
            let services = body.services.iter().zip(choices).enumerate().map(|(number, (service, choice))| {
                let failures: Vec<i64> = service
                    .points
                    .iter()
                    .scan(0, |before, point| {
                        let new = point.failures - std::mem::replace(before, point.failures);
                        Some(vec![(point.timestamp - given::minute(0)).num_minutes(); new as usize])
                    })
                    .flatten()
                    .collect();
                let failures = service.final_score.map(|_| failures.as_slice());
                reports::service(number, choice.error_budget.unwrap(), choice.weight.unwrap(), failures)
            });
            reports::availability(services.collect())
        }
        (ReportBody::Resilience(body), Configuration::Resilience(asked)) => {
            let (weights, curve) = (asked.weights.unwrap(), asked.curve.unwrap());
            let choices = asked.assets.unwrap_or_default();
            let assets = body.assets.iter().zip(choices).enumerate().map(|(number, (asset, choice))| {
                let (target, weight) = (choice.target_rpo_hours.unwrap(), choice.weight.unwrap());
                reports::asset(number, target, weight, asset.runs.clone(), weights, curve)
            });
            reports::resilience(assets.collect(), weights, curve)
        }
        _ => unreachable!(),
    }
}

/// Changes of some of the eight subjects that a report may hold.
fn changes_of(prefix: &'static str) -> impl Strategy<Value = WhatIf> {
    let ids = move || (0..8_u8).prop_map(move |number| id(&format!("{prefix}-{number}")));
    (
        proptest::collection::btree_map(ids(), given::budget(), 0..6),
        proptest::collection::btree_map(ids(), given::target(), 0..6),
        proptest::collection::btree_map(ids(), given::weight(), 0..6),
        proptest::option::of(given::resilience_weights()),
        proptest::option::of(any_curve()),
    )
        .prop_map(|(budgets, targets, weights, resilience_weights, curve)| WhatIf {
            budgets,
            targets,
            weights,
            resilience_weights,
            curve,
        })
}

proptest! {
    #[test]
    fn a_link_brings_back_what_was_changed(what_if in any_what_if()) {
        let text = what_if.to_string();
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~*".contains(&byte)), "{}", text);
        prop_assert_eq!(text.parse(), Ok(what_if));
    }

    #[test]
    fn no_text_breaks_the_reader(text in "([btwrcx]?[0-9.]{0,3}[-~*é]?[a-f0-9é]{0,3}){0,6}") {
        if let Ok(what_if) = text.parse::<WhatIf>() {
            prop_assert_eq!(what_if.to_string().parse(), Ok(what_if));
        }
    }

    #[test]
    fn trying_figures_equals_a_new_analysis_of_services(
        report in any_availability(), what_if in changes_of("service"), moment in any_moment(),
    ) {
        let replay = AvailabilityReplay::new(&report).unwrap();
        let made = AvailabilityReplay::new(&made_with(&report, what_if.configuration(&report))).unwrap();
        let figures = what_if.availability_figures(&replay);
        prop_assert_eq!(&figures, made.original());
        let (mut tried, mut expected) = (AvailabilityFrame::default(), AvailabilityFrame::default());
        replay.show(&figures, moment, &mut tried);
        made.show(made.original(), moment, &mut expected);
        prop_assert_eq!(tried, expected);
        prop_assert_eq!(replay.aggregate(&figures), made.aggregate(made.original()));
        prop_assert_eq!(replay.events(&figures), made.events(made.original()));
        let bins = |replay: &AvailabilityReplay, figures| replay.histogram(&replay.aggregate(figures), 7);
        prop_assert_eq!(bins(&replay, &figures), bins(&made, made.original()));
    }

    #[test]
    fn trying_figures_equals_a_new_analysis_of_assets(
        report in any_resilience(), what_if in changes_of("asset"), moment in any_moment(),
    ) {
        let replay = ResilienceReplay::new(&report).unwrap();
        let figures = what_if.resilience_figures(&replay);
        if !replay.assets().is_empty() {
            let made = ResilienceReplay::new(&made_with(&report, what_if.configuration(&report))).unwrap();
            prop_assert_eq!(&figures, made.original());
            let (mut tried, mut expected) = (ResilienceFrame::default(), ResilienceFrame::default());
            replay.show(&figures, moment, &mut tried);
            made.show(made.original(), moment, &mut expected);
            prop_assert_eq!(tried, expected);
            prop_assert_eq!(replay.aggregate(&figures), made.aggregate(made.original()));
            prop_assert_eq!(replay.events(&figures), made.events(made.original()));
        }
    }

    #[test]
    fn taking_every_change_back_leaves_the_report(report in any_resilience(), what_if in changes_of("asset")) {
        let replay = ResilienceReplay::new(&report).unwrap();
        let mut what_if = what_if;
        for change in what_if.changes(&report) {
            prop_assert_ne!(&what_if.resilience_figures(&replay), replay.original());
            what_if.undo(&change);
        }
        prop_assert_eq!(&what_if.resilience_figures(&replay), replay.original());
    }
}
