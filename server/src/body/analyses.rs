//! Bodies about analyses: configurations, analyses that are asked for, presets.

use chrono::{NaiveTime, TimeDelta};
use model::{
    AnalysisKind, AssetChoice, AssetId, AvailabilityConfiguration, Configuration, Curve, DayChoice, ErrorBudget,
    MAX_CHOICES, MAX_DAYS, OutOfBounds, ResilienceConfiguration, ResilienceWeights, ServiceChoice, TargetRpo,
    Timestamp, UntilChoice, Weight, moment,
};
use serde_json::Value;

use super::{Fields, FromFields, name, text};
use crate::{nearest, services::analyses::AnalysisDraft, words};

impl FromFields for AnalysisDraft {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        draft(fields, "kind")
    }
}

/// The same of an older script, which calls the kind otherwise.
pub struct OlderAnalysisDraft(pub AnalysisDraft);

impl FromFields for OlderAnalysisDraft {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        draft(fields, "analysis_type").map(Self)
    }
}

impl FromFields for Configuration {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        configuration(fields, "kind")
    }
}

impl FromFields for api::PresetChange {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        fields.object("configuration").map(|configuration| Self { configuration })
    }
}

fn draft(fields: &mut Fields, kind: &'static str) -> Option<AnalysisDraft> {
    let preset = fields.optional("preset", name);
    let has_preset = !matches!(preset, Some(None));
    let configuration = if has_preset && !fields.has_more() {
        // A preset's name is enough by itself.
        Some(None)
    } else if has_preset
        && !fields.has(kind)
        && let Some(kind) = kind_of_fields(fields)
    {
        of_kind(fields, kind).map(Some)
    } else {
        configuration(fields, kind).map(Some)
    };
    Some(AnalysisDraft { preset: preset?, configuration: configuration? })
}

const OF_AVAILABILITY: [&str; 4] = ["day", "from", "to", "services"];
const OF_RESILIENCE: [&str; 4] = ["until", "weights", "curve", "assets"];

/// The kind that the fields over a preset, whose kind is not known yet, can be of; nothing where they are of both or none.
fn kind_of_fields(fields: &Fields) -> Option<AnalysisKind> {
    let has_any = |names: [&str; 4]| names.iter().any(|name| fields.has(name));
    match (has_any(OF_AVAILABILITY), has_any(OF_RESILIENCE)) {
        (true, false) => Some(AnalysisKind::Availability),
        (false, true) => Some(AnalysisKind::Resilience),
        _ => None,
    }
}

fn configuration(fields: &mut Fields, kind: &'static str) -> Option<Configuration> {
    let kind = fields.required(kind, |value| words::one_of(AnalysisKind::ALL, AnalysisKind::as_str, text(value)?));
    if kind.is_none() {
        // Of which kind these are nobody can say, but all others are wrong with both.
        fields.skip(&[OF_AVAILABILITY, OF_RESILIENCE].concat());
    }
    of_kind(fields, kind?)
}

fn of_kind(fields: &mut Fields, kind: AnalysisKind) -> Option<Configuration> {
    match kind {
        AnalysisKind::Availability => availability(fields).map(Configuration::Availability),
        AnalysisKind::Resilience => resilience(fields).map(Configuration::Resilience),
    }
}

fn availability(fields: &mut Fields) -> Option<AvailabilityConfiguration> {
    let day = fields.optional("day", day);
    let (from, to) = (fields.optional("from", start), fields.optional("to", end));
    let services = fields.optional_list("services", MAX_CHOICES, "service_id");
    check_window(fields, day, from, to)?;
    Some(AvailabilityConfiguration { day: day?, from: from?, to: to?, services: services? })
}

/// A day or a whole range, of a length that can be analysed. What was found at fault counts as given, so that the other
/// end of its range is missed all the same.
fn check_window(
    fields: &mut Fields,
    day: Option<Option<DayChoice>>,
    from: Option<Option<Timestamp>>,
    to: Option<Option<Timestamp>>,
) -> Option<()> {
    // A month in which clocks are put back has an hour more than its days.
    let longest = TimeDelta::days(MAX_DAYS) + TimeDelta::hours(1);
    match (from, to) {
        (Some(None), Some(None)) => Some(()),
        _ if day.flatten().is_some() => fields.fault("day", "cannot be given together with from and to"),
        (_, Some(None)) => fields.fault("to", "is missing; a range needs both from and to"),
        (Some(None), _) => fields.fault("from", "is missing; a range needs both from and to"),
        (Some(Some(from)), Some(Some(to))) if from >= to => fields.fault("to", "must be later than from"),
        (Some(Some(from)), Some(Some(to))) if to - from > longest => {
            fields.fault("to", &format!("must be at most {MAX_DAYS} days after from"))
        }
        _ => Some(()),
    }
}

fn resilience(fields: &mut Fields) -> Option<ResilienceConfiguration> {
    let until = fields.optional("until", until);
    let weights = fields.optional("weights", weights);
    let curve = fields.optional("curve", |value| words::one_of(Curve::ALL, Curve::as_str, text(value)?));
    let assets = fields.optional_list("assets", MAX_CHOICES, "asset_id");
    Some(ResilienceConfiguration { until: until?, weights: weights?, curve: curve?, assets: assets? })
}

impl FromFields for ServiceChoice {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let service_id = owner(fields, "service_id");
        let error_budget = fields.optional("error_budget", number::<ErrorBudget>);
        let weight = fields.optional("weight", number::<Weight>);
        Some(Self { service_id: service_id?, error_budget: error_budget?, weight: weight? })
    }
}

impl FromFields for AssetChoice {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let asset_id = owner(fields, "asset_id");
        let target_rpo_hours = fields.optional("target_rpo_hours", number::<TargetRpo>);
        let weight = fields.optional("weight", number::<Weight>);
        Some(Self { asset_id: asset_id?, target_rpo_hours: target_rpo_hours?, weight: weight? })
    }
}

/// The id that says whose figures these are.
fn owner(fields: &mut Fields, name: &'static str) -> Option<AssetId> {
    let id = fields.required(name, |value| AssetId::new(text(value)?).map_err(|fault| fault.to_string()))?;
    fields.belong_to(id.as_str());
    Some(id)
}

/// A number within its bounds; what is no number is out of them, in the same words.
fn number<T: TryFrom<f64, Error = OutOfBounds>>(value: &Value) -> Result<T, String> {
    T::try_from(value.as_f64().unwrap_or(f64::NAN)).map_err(|fault| fault.to_string())
}

fn weights(value: &Value) -> Result<ResilienceWeights, String> {
    const NAMES: [&str; 2] = ["rpo", "success"];
    // By itself it would be read from a list of two numbers, too.
    let read = value.is_object().then(|| serde_json::from_value(value.clone()).ok()).flatten();
    read.ok_or_else(|| {
        let mut names = value.as_object().into_iter().flat_map(|weights| weights.keys().map(String::as_str));
        let unknown = names.find(|name| !NAMES.contains(name));
        let hint = unknown.map_or_else(String::new, |name| nearest::hint(name, NAMES));
        format!("must hold rpo and success, each from 0 to 1, which add up to 1{hint}")
    })
}

fn day(value: &Value) -> Result<DayChoice, String> {
    match DayChoice::try_from(text(value)?.to_owned())? {
        DayChoice::On(day) if !moment::is_plausible(day.and_time(NaiveTime::MIN).and_utc()) => {
            Err(moment::PLAUSIBLE_YEARS.into())
        }
        day => Ok(day),
    }
}

fn start(value: &Value) -> Result<Timestamp, String> {
    read_moment(value, moment::is_plausible)
}

/// Of a range, which leaves it out.
fn end(value: &Value) -> Result<Timestamp, String> {
    read_moment(value, moment::is_plausible_end)
}

fn read_moment(value: &Value, is_plausible: impl FnOnce(Timestamp) -> bool) -> Result<Timestamp, String> {
    let wrong = || "must be a moment such as 2025-09-01T10:30:00Z".to_owned();
    let at = moment::read(text(value)?).ok_or_else(wrong)?;
    if !is_plausible(at) {
        return Err(moment::PLAUSIBLE_YEARS.into());
    }
    // Storage keeps milliseconds.
    Timestamp::from_timestamp_millis(at.timestamp_millis()).ok_or_else(wrong)
}

fn until(value: &Value) -> Result<UntilChoice, String> {
    match UntilChoice::try_from(text(value)?.to_owned())? {
        // A week holds its end.
        UntilChoice::At(_) => read_moment(value, moment::is_plausible).map(UntilChoice::At),
        UntilChoice::Latest => Ok(UntilChoice::Latest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{body::read, error::ServiceError};

    /// Where a body is at fault, and why.
    fn faults(body: &str) -> Vec<(String, String)> {
        match read::<AnalysisDraft>(body.as_bytes()) {
            Err(ServiceError::Invalid(faults)) => {
                faults.into_iter().map(|fault| (fault.pointer, fault.message)).collect()
            }
            Err(error) => vec![(String::new(), error.to_string())],
            Ok(_) => Vec::new(),
        }
    }

    fn check(body: &str, expected: &[(&str, &str)]) {
        let found = faults(body);
        let found: Vec<(&str, &str)> = found.iter().map(|(place, wrong)| (place.as_str(), wrong.as_str())).collect();
        assert_eq!(found, expected, "{body:.200}");
    }

    fn check_budget(written: &str, is_right: bool) {
        let found = faults(&format!(
            r#"{{"kind": "availability", "services": [{{"service_id": "nginx", "error_budget": {written}}}]}}"#
        ));
        let message = format!("error_budget of nginx is {written}; it must be a whole number from 1 to 50");
        let expected = if is_right { vec![] } else { vec![("/services/0/error_budget".to_owned(), message)] };
        assert_eq!(found, expected, "{written}");
    }

    #[test]
    fn budgets_are_whole_numbers_from_1_to_50() {
        for (written, is_right) in [
            ("1", true),
            ("50", true),
            ("5.0", true),
            ("-1", false),
            ("0", false),
            ("51", false),
            ("1.5", false),
            ("\"5\"", false),
            ("null", false),
            ("[5]", false),
            ("true", false),
            ("1e+300", false),
            ("18446744073709551615", false),
        ] {
            check_budget(written, is_right);
        }
    }

    #[test]
    fn a_window_is_a_day_or_a_whole_range() {
        let range = |from: &str, to: &str| format!(r#"{{"kind": "availability", "from": "{from}", "to": "{to}"}}"#);
        check(&range("2025-10-01T00:00:00+02:00", "2025-11-01T00:00:00+01:00"), &[]);
        check(
            &range("2025-09-01T00:00:00Z", "2025-10-03T00:00:00Z"),
            &[("/to", "to must be at most 31 days after from")],
        );
        check(&range("2025-09-01T00:00:00Z", "2025-09-01T00:00:00Z"), &[("/to", "to must be later than from")]);
        check(
            r#"{"kind": "availability", "from": "2025-09-01T00:00:00Z"}"#,
            &[("/to", "to is missing; a range needs both from and to")],
        );
        check(
            r#"{"kind": "availability", "day": "latest", "to": "2025-09-01T00:00:00Z"}"#,
            &[("/day", "day cannot be given together with from and to")],
        );
        let missing = "is missing; a range needs both from and to";
        check(
            r#"{"kind": "availability", "day": "yesterday", "from": "2025-09-01T00:00:00Z"}"#,
            &[
                ("/day", r#"day is "yesterday"; it must be a day such as 2025-09-01, "latest" or "random""#),
                ("/to", &format!("to {missing}")),
            ],
        );
        check(
            r#"{"kind": "availability", "to": "soon"}"#,
            &[
                ("/to", r#"to is "soon"; it must be a moment such as 2025-09-01T10:30:00Z"#),
                ("/from", &format!("from {missing}")),
            ],
        );
        let years = "must lie in the years 1970 to 2099";
        check(&range("2099-12-31T00:00:00Z", "2100-01-01T00:00:00Z"), &[]);
        check(
            &range("2099-12-31T00:00:00Z", "2100-01-01T00:00:00.001Z"),
            &[("/to", &format!(r#"to is "2100-01-01T00:00:00.001Z"; it {years}"#))],
        );
        check(
            r#"{"kind": "availability", "day": "2100-01-01"}"#,
            &[("/day", &format!(r#"day is "2100-01-01"; it {years}"#))],
        );
        check(
            r#"{"kind": "resilience", "until": "2100-01-01T00:00:00Z"}"#,
            &[("/until", &format!(r#"until is "2100-01-01T00:00:00Z"; it {years}"#))],
        );
        for day in ["yesterday", "2025-02-30", "9999-12-31", "0001-01-01", "2025-9-1"] {
            assert_eq!(faults(&format!(r#"{{"kind": "availability", "day": "{day}"}}"#)).len(), 1, "{day}");
        }
    }

    #[test]
    fn every_fault_of_a_configuration_is_named_with_its_place() {
        check(
            r#"{"kind": "availability", "services": [
                {"service_id": "a", "weight": 11}, {"service_id": "a"}, 7, {"service": "b"}, {"service_id": {"$gt": ""}}
            ], "curve": "linear"}"#,
            &[
                ("/services/0/weight", "weight of a is 11; it must be a whole number from 1 to 10"),
                ("/services/1/service_id", "service_id is the same as in /services/0"),
                ("/services/2", "services/2 must be an object"),
                ("/services/3/service_id", "service_id is missing"),
                ("/services/3/service", "service is not a known field; did you mean service_id?"),
                ("/services/4/service_id", r#"service_id is {"$gt":""}; it must be a text"#),
                ("/curve", "curve is not a known field"),
            ],
        );
        check(
            r#"{"kind": "resilience", "until": "soon", "weights": {"rpo": 0.5, "success": 0.6}, "curve": "round",
                "assets": [{"asset_id": "vm", "target_rpo_hours": 0.5}]}"#,
            &[
                ("/until", r#"until is "soon"; it must be a moment such as 2025-09-08T00:00:00Z, or "latest""#),
                (
                    "/weights",
                    r#"weights is {"rpo":0.5,"success":0.6}; it must hold rpo and success, each from 0 to 1, which add up to 1"#,
                ),
                ("/curve", r#"curve is "round"; it must be one of linear, threshold"#),
                (
                    "/assets/0/target_rpo_hours",
                    "target_rpo_hours of vm is 0.5; it must be a number of hours from 1 to 168",
                ),
            ],
        );
    }

    #[test]
    fn a_weight_by_another_name_is_guessed() {
        let message = r#"weights is {"rpo":0.5,"sucess":0.5}; it must hold rpo and success, each from 0 to 1, which add up to 1; did you mean success?"#;
        check(r#"{"kind": "resilience", "weights": {"rpo": 0.5, "sucess": 0.5}}"#, &[("/weights", message)]);
    }

    #[test]
    fn a_preset_is_enough_by_itself_and_goes_under_other_fields() {
        check(r#"{"preset": "monday"}"#, &[]);
        check(r#"{"preset": "monday", "kind": "availability", "day": "latest"}"#, &[]);
        check(r#"{"preset": "monday", "day": "latest"}"#, &[]);
        check(r#"{"preset": "monday", "until": "latest", "curve": "linear"}"#, &[]);
        check(r#"{"preset": "monday", "day": "latest", "curve": "linear"}"#, &[("/kind", "kind is missing")]);
        check(
            r#"{"preset": "monday", "untill": "latest"}"#,
            &[("/kind", "kind is missing"), ("/untill", "untill is not a known field; did you mean until?")],
        );
        check("{}", &[("/kind", "kind is missing")]);
        check(
            r#"{"kind": "weather"}"#,
            &[("/kind", r#"kind is "weather"; it must be one of availability, resilience"#)],
        );
    }

    #[test]
    fn without_its_kind_a_configuration_is_looked_through_all_the_same() {
        check(
            r#"{"Kind": "availability", "dya": "latest", "services": 7, "curve": "round"}"#,
            &[
                ("/kind", "kind is missing"),
                ("/Kind", "Kind is not a known field; did you mean kind?"),
                ("/dya", "dya is not a known field"),
            ],
        );
    }

    #[test]
    fn weights_are_no_list() {
        let message = "weights is [0.6,0.4]; it must hold rpo and success, each from 0 to 1, which add up to 1";
        check(r#"{"kind": "resilience", "weights": [0.6, 0.4]}"#, &[("/weights", message)]);
    }

    #[test]
    fn lists_are_neither_empty_nor_endless() {
        check(
            r#"{"kind": "availability", "services": []}"#,
            &[("/services", "services is empty; name at least one, or leave it out for all")],
        );
        let many = vec![r#"{"service_id":"a"}"#; 10_001].join(",");
        check(
            &format!(r#"{{"kind": "availability", "services": [{many}]}}"#),
            &[("/services", "services has 10001 elements; there may be at most 10000")],
        );
    }
}
