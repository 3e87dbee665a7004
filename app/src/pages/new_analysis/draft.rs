//! What is being asked for, as far as it has been filled in.

use super::{
    row::Row,
    window::{WindowDraft, WindowFault},
};
use crate::{
    components::Rest,
    texts::{Texts, fill},
};
use api::{AssetView, FieldFault};
use leptos::prelude::*;
use model::{
    AnalysisKind, AssetId, AssetType, AvailabilityConfiguration, Configuration, Curve, MAX_CHOICES,
    ResilienceConfiguration, ResilienceWeights,
};
use std::collections::BTreeMap;

/// Cheap to copy: it is a handful of signals. Make it in the component that shows the page.
#[derive(Clone, Copy)]
pub struct Draft {
    pub kind: AnalysisKind,
    pub window: WindowDraft,
    pub rules: Rules,
    /// Everything that can be chosen.
    pub rows: RwSignal<Vec<Row>>,
    /// The rows that are still to come, once the first ones are there.
    rest: RwSignal<Option<Rest>>,
    /// Whether a choice was made that rows which come later are not part of.
    is_narrowed: StoredValue<bool>,
    /// What was chosen when it was sent, in the order in which the API speaks of it.
    sent: StoredValue<Vec<AssetId>>,
}

/// How the two halves of a resilience score count.
#[derive(Clone, Copy)]
pub struct Rules {
    /// What the age of the newest backup counts, in percent; the rest is the rate of success.
    pub rpo_percent: RwSignal<u8>,
    pub curve: RwSignal<Curve>,
    /// What was taken over and may be finer; it stays until somebody chooses something else.
    kept: RwSignal<Option<ResilienceWeights>>,
}

const DEFAULT_RPO_PERCENT: u8 = 60;

impl Draft {
    pub fn new(kind: AnalysisKind) -> Self {
        Self {
            kind,
            window: WindowDraft::new(kind),
            rules: Rules {
                rpo_percent: RwSignal::new(DEFAULT_RPO_PERCENT),
                curve: RwSignal::new(Curve::Linear),
                kept: RwSignal::new(None),
            },
            rows: RwSignal::new(Vec::new()),
            rest: RwSignal::new(None),
            is_narrowed: StoredValue::new(false),
            sent: StoredValue::new(Vec::new()),
        }
    }

    /// Takes in what the server knows. What has been chosen and typed already stays. Tells whether anybody looks still.
    pub fn offer(self, assets: Vec<AssetView>) -> bool {
        let offered = self.rows.try_update(|rows| {
            let places = rows.iter().enumerate().map(|(place, row)| (row.id.clone(), place));
            let places: BTreeMap<AssetId, usize> = places.collect();
            for asset in assets.into_iter().filter(|asset| is_offered(self.kind, asset)) {
                match places.get(&asset.asset_id) {
                    Some(place) => rows[*place].learn(self.kind, asset),
                    None => rows.push(self.offered(asset)),
                }
            }
        });
        offered.is_some()
    }

    fn offered(self, asset: AssetView) -> Row {
        let row = Row::of(self.kind, asset);
        if self.is_narrowed.get_value() {
            row.chosen.set(false);
        }
        row
    }

    /// Says what is still to come after the first rows.
    pub fn await_rest(self, rest: Rest) {
        self.rest.set(Some(rest));
    }

    /// Chooses these rows, or none of them. Where they are all, those that come later follow.
    pub fn choose_all(self, places: &[usize], is_chosen: bool) {
        self.rows.with_untracked(|rows| {
            places.iter().for_each(|place| rows[*place].chosen.set(is_chosen));
            if places.len() == rows.len() {
                self.is_narrowed.set_value(!is_chosen);
            }
        });
    }

    /// Whether the choice is the one that holds where nobody chose.
    pub fn is_untouched(self) -> bool {
        self.rows.with(|rows| rows.iter().all(Row::is_untouched))
    }

    pub fn chosen(self) -> Vec<Row> {
        self.rows.with(|rows| rows.iter().filter(|row| row.chosen.get()).cloned().collect())
    }

    /// What the faults of the whole depend on, so that it shows when to forget them.
    pub fn shape(self) -> impl PartialEq + Send + Sync + 'static {
        let chosen = self.chosen();
        (self.window.shape(), chosen.len(), chosen.iter().any(|row| row.has_fault(self.kind)))
    }

    /// The configuration, or everything that is wrong with it. The window's days are those of a zone.
    pub fn configuration(self, zone: &str, texts: &Texts) -> Result<Configuration, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let chosen = (!self.is_untouched()).then(|| self.chosen());
        if let Some(fault) = chosen.as_deref().and_then(|chosen| self.choice_fault(chosen, texts)) {
            faults.push(fault);
        }
        if let Some(WindowFault { pointer, message }) = self.window.fault(texts) {
            faults.push(FieldFault { pointer: pointer.into(), message });
        }
        if faults.is_empty() { Ok(self.write(chosen, zone)) } else { Err(faults) }
    }

    /// The configuration as far as it is right: a figure that cannot be is left out, as is an end of the window that is
    /// missing.
    pub fn so_far(self, zone: &str) -> Configuration {
        self.write((!self.is_untouched()).then(|| self.chosen()), zone)
    }

    /// Whether all of it is as it was before anybody chose or typed anything.
    pub fn is_as_in_the_beginning(self) -> bool {
        self.window.is_latest() && self.rules.are_usual() && self.is_untouched()
    }

    pub fn begin_anew(self, zone: &str) {
        let beginning = match self.kind {
            AnalysisKind::Availability => Configuration::Availability(AvailabilityConfiguration::default()),
            AnalysisKind::Resilience => Configuration::Resilience(ResilienceConfiguration::default()),
        };
        self.take(&beginning, zone);
    }

    /// Notes what is sent, so that what the API says of it is about the same however the choice changes meanwhile.
    pub fn note_sent(self, configuration: &Configuration) {
        let ids = match configuration {
            Configuration::Availability(asked) => {
                asked.services.iter().flatten().map(|choice| choice.service_id.clone()).collect()
            }
            Configuration::Resilience(asked) => {
                asked.assets.iter().flatten().map(|choice| choice.asset_id.clone()).collect()
            }
        };
        self.sent.set_value(ids);
    }

    /// The row of what was sent at this place.
    pub fn row_sent(self, place: usize) -> Option<Row> {
        let id = self.sent.with_value(|sent| sent.get(place).cloned())?;
        self.rows.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned())
    }

    fn choice_fault(self, chosen: &[Row], texts: &Texts) -> Option<FieldFault> {
        let message = if chosen.is_empty() {
            texts.choice_empty.into()
        } else if chosen.len() > MAX_CHOICES {
            fill(texts.choice_too_many, &MAX_CHOICES.to_string())
        } else if chosen.iter().any(|row| row.has_fault(self.kind)) {
            texts.choice_faulty.into()
        } else if self.rest.get().is_some_and(|rest| !rest.is_whole()) {
            texts.choice_unfinished.into()
        } else {
            return None;
        };
        Some(FieldFault { pointer: choices_pointer(self.kind).into(), message })
    }

    fn write(self, chosen: Option<Vec<Row>>, zone: &str) -> Configuration {
        match self.kind {
            AnalysisKind::Availability => {
                let (day, from, to) = self.window.days(zone);
                let services = chosen.map(|rows| rows.iter().map(Row::to_service).collect());
                Configuration::Availability(AvailabilityConfiguration { day, from, to, services })
            }
            AnalysisKind::Resilience => Configuration::Resilience(ResilienceConfiguration {
                until: Some(self.window.until(zone)),
                weights: Some(self.rules.weights()),
                curve: Some(self.rules.curve.get()),
                assets: chosen.map(|rows| rows.iter().map(Row::to_asset).collect()),
            }),
        }
    }

    /// Takes over a configuration that was saved. What it leaves out is as it was in the beginning.
    pub fn take(self, configuration: &Configuration, zone: &str) {
        match configuration {
            Configuration::Availability(saved) if self.kind == AnalysisKind::Availability => {
                self.window.take_days(saved.day, saved.from, saved.to, zone);
                self.choose(
                    saved.services.as_deref(),
                    |choice, row| row.take_service(choice),
                    |choice| &choice.service_id,
                );
            }
            Configuration::Resilience(saved) if self.kind == AnalysisKind::Resilience => {
                self.window.take_until(saved.until, zone);
                self.rules.take(saved.weights.unwrap_or_default(), saved.curve.unwrap_or(Curve::Linear));
                self.choose(saved.assets.as_deref(), |choice, row| row.take_asset(choice), |choice| &choice.asset_id);
            }
            Configuration::Availability(_) | Configuration::Resilience(_) => {}
        }
    }

    fn choose<C>(self, choices: Option<&[C]>, take: impl Fn(&C, &Row), id_of: impl Fn(&C) -> &AssetId) {
        self.rows.with_untracked(|rows| rows.iter().for_each(Row::reset));
        self.is_narrowed.set_value(choices.is_some());
        let Some(choices) = choices else { return };
        self.rows.update(|rows| {
            for row in rows.iter() {
                row.chosen.set(false);
            }
            for choice in choices {
                let known = rows.iter().position(|row| row.id == *id_of(choice));
                let place = known.unwrap_or_else(|| {
                    rows.push(Row::unknown(self.kind, id_of(choice).clone()));
                    rows.len() - 1
                });
                rows[place].chosen.set(true);
                take(choice, &rows[place]);
            }
        });
    }
}

impl Rules {
    pub fn weights(self) -> ResilienceWeights {
        let percent = self.rpo_percent.get();
        if let Some(kept) = self.kept.get().filter(|kept| percent_of(kept.rpo()) == percent) {
            return kept;
        }
        ResilienceWeights::of_percent(percent).unwrap_or_default()
    }

    fn are_usual(self) -> bool {
        self.weights() == ResilienceWeights::default() && self.curve.get() == Curve::Linear
    }

    fn take(self, weights: ResilienceWeights, curve: Curve) {
        self.rpo_percent.set(percent_of(weights.rpo()));
        self.curve.set(curve);
        self.kept.set(Some(weights));
    }
}

fn percent_of(weight: f64) -> u8 {
    (weight * 100.0).round() as u8
}

/// Where the API speaks of the choices.
pub const fn choices_pointer(kind: AnalysisKind) -> &'static str {
    match kind {
        AnalysisKind::Availability => "/services",
        AnalysisKind::Resilience => "/assets",
    }
}

/// Only services have an error budget; backups are made of anything.
fn is_offered(kind: AnalysisKind, asset: &AssetView) -> bool {
    kind == AnalysisKind::Resilience || asset.asset_type == AssetType::Service
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use crate::{preferences::Language, zone::read_day};
    use model::ServiceType;
    use serde_json::{Value, json};

    fn asset(id: &str, asset_type: &str, service_type: Option<&str>) -> AssetView {
        serde_json::from_value(json!({
            "asset_id": id, "display_name": id, "asset_type": asset_type, "service_type": service_type,
        }))
        .unwrap()
    }

    fn draft(kind: AnalysisKind) -> Draft {
        let draft = Draft::new(kind);
        draft.offer(vec![
            asset("orders-db", "service", Some("database")),
            asset("nginx", "service", Some("web_service")),
            asset("vm-1", "vm", None),
        ]);
        draft
    }

    fn row(draft: Draft, id: &str) -> Row {
        draft.rows.get_untracked().into_iter().find(|row| row.id.as_str() == id).unwrap()
    }

    fn written(draft: Draft) -> Value {
        serde_json::to_value(draft.configuration("Europe/Rome", Texts::of(Language::English)).unwrap()).unwrap()
    }

    fn pointers(draft: Draft) -> Vec<String> {
        let faults = draft.configuration("UTC", Texts::of(Language::English)).unwrap_err();
        faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn what_nobody_touched_is_left_out() {
        Owner::new().with(|| {
            assert_eq!(written(draft(AnalysisKind::Availability)), json!({"kind": "availability", "day": "latest"}));
            let resilience = json!({
                "kind": "resilience", "until": "latest", "curve": "linear", "weights": {"rpo": 0.6, "success": 0.4},
            });
            assert_eq!(written(draft(AnalysisKind::Resilience)), resilience);
        });
    }

    #[test]
    fn a_choice_names_what_was_typed_and_nothing_else() {
        Owner::new().with(|| {
            let draft = draft(AnalysisKind::Availability);
            row(draft, "nginx").chosen.set(false);
            row(draft, "orders-db").figure.set(" 7 ".into());
            let services = json!([{"service_id": "orders-db", "error_budget": 7}]);
            assert_eq!(written(draft)["services"], services);
        });
    }

    #[test]
    fn what_comes_after_a_choice_is_no_part_of_it() {
        Owner::new().with(|| {
            let draft = Draft::new(AnalysisKind::Availability);
            let preset = json!({"kind": "availability", "day": "latest", "services": [{"service_id": "orders-db"}]});
            draft.take(&serde_json::from_value(preset).unwrap(), "UTC");
            draft.offer(vec![asset("nginx", "service", None), asset("orders-db", "service", Some("database"))]);
            assert_eq!(written(draft)["services"], json!([{"service_id": "orders-db"}]));
            assert_eq!(row(draft, "orders-db").service_type, Some(ServiceType::Database));
            draft.choose_all(&[0, 1], true);
            draft.offer(vec![asset("mail", "service", None)]);
            assert_eq!(written(draft).get("services"), None);
            draft.choose_all(&[0, 1, 2], false);
            draft.offer(vec![asset("shop", "service", None)]);
            assert_eq!(pointers(draft), ["/services"]);
        });
    }

    #[test]
    fn what_was_sent_keeps_its_place_whatever_is_chosen_meanwhile() {
        Owner::new().with(|| {
            let draft = draft(AnalysisKind::Availability);
            row(draft, "nginx").weight.set("2".into());
            draft.note_sent(&draft.so_far("UTC"));
            row(draft, "orders-db").chosen.set(false);
            let sent = [0, 1, 2].map(|place| draft.row_sent(place).map(|row| row.id.to_string()));
            assert_eq!(sent, [Some("orders-db".into()), Some("nginx".into()), None]);
        });
    }

    #[test]
    fn what_is_wrong_is_no_part_of_what_is_remembered() {
        Owner::new().with(|| {
            let draft = draft(AnalysisKind::Availability);
            row(draft, "nginx").figure.set("51".into());
            row(draft, "nginx").weight.set("9".into());
            row(draft, "orders-db").chosen.set(false);
            draft.window.choose_range_mode();
            let so_far = json!({
                "kind": "availability", "day": "latest", "services": [{"service_id": "nginx", "weight": 9}],
            });
            assert_eq!(serde_json::to_value(draft.so_far("UTC")).unwrap(), so_far);
        });
    }

    #[test]
    fn whoever_begins_anew_finds_what_was_there_before_anybody_chose() {
        Owner::new().with(|| {
            for saved in [
                json!({"kind": "availability", "day": "2025-09-01", "services": [{"service_id": "nginx", "weight": 2}]}),
                json!({"kind": "resilience", "until": "2025-09-07T10:17:00Z"}),
                json!({"kind": "resilience", "curve": "threshold"}),
                json!({"kind": "resilience", "weights": {"rpo": 0.601, "success": 0.399}}),
            ] {
                let configuration: Configuration = serde_json::from_value(saved.clone()).unwrap();
                let (draft, fresh) = (draft(configuration.kind()), draft(configuration.kind()));
                assert!(draft.is_as_in_the_beginning());
                draft.take(&configuration, "UTC");
                assert!(!draft.is_as_in_the_beginning(), "{saved}");
                draft.begin_anew("UTC");
                assert!(draft.is_as_in_the_beginning(), "{saved}");
                assert_eq!(written(draft), written(fresh));
                assert_eq!(draft.window.hour.get_untracked(), fresh.window.hour.get_untracked());
            }
        });
    }

    #[test]
    fn every_fault_is_named_at_once() {
        Owner::new().with(|| {
            let draft = draft(AnalysisKind::Availability);
            draft.window.choose_range_mode();
            row(draft, "nginx").figure.set("51".into());
            assert_eq!(pointers(draft), ["/services", "/from"]);
            for row in draft.rows.get_untracked() {
                row.chosen.set(false);
            }
            assert_eq!(pointers(draft), ["/services", "/from"]);
        });
    }

    #[test]
    fn what_was_written_is_taken_over_again() {
        Owner::new().with(|| {
            let saved = json!({
                "kind": "resilience", "until": "2025-09-07T22:00:00Z", "curve": "threshold",
                "weights": {"rpo": 0.75, "success": 0.25},
                "assets": [{"asset_id": "vm-1", "target_rpo_hours": 4.5, "weight": 3}, {"asset_id": "gone"}],
            });
            let configuration: Configuration = serde_json::from_value(saved.clone()).unwrap();
            let draft = draft(AnalysisKind::Resilience);
            draft.take(&configuration, "Europe/Rome");
            assert_eq!(written(draft), saved);
        });
    }

    #[test]
    fn what_is_finer_than_the_form_stays_until_somebody_chooses_otherwise() {
        Owner::new().with(|| {
            let take = |saved: &Value| {
                let configuration: Configuration = serde_json::from_value(saved.clone()).unwrap();
                let draft = draft(configuration.kind());
                draft.take(&configuration, "Europe/Rome");
                assert_eq!(written(draft), *saved);
                draft
            };
            let week = take(&json!({
                "kind": "resilience", "until": "2025-09-07T10:17:00Z", "curve": "linear",
                "weights": {"rpo": 0.333, "success": 0.667},
            }));
            let words = |draft: Draft| draft.window.words(Texts::of(Language::English), "Europe/Rome");
            assert_eq!(words(week), "The week until 2025-09-07 12:17");
            week.window.hour.set("13".into());
            week.rules.rpo_percent.set(40);
            assert_eq!(written(week)["until"], "2025-09-07T11:00:00Z");
            assert_eq!(written(week)["weights"]["rpo"], 0.4);

            let night = take(&json!({
                "kind": "availability", "from": "2025-09-01T20:00:00Z", "to": "2025-09-02T04:00:00Z",
            }));
            assert_eq!(words(night), "2025-09-01 22:00 – 2025-09-02 06:00");
            night.window.choose(read_day("2025-09-05").unwrap());
            night.window.choose(read_day("2025-09-06").unwrap());
            assert_eq!(written(night)["from"], "2025-09-04T22:00:00Z");
        });
    }
}
