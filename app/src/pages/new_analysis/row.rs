//! One service or asset of the draft: whether it is chosen, and with which figures. A figure that is left empty follows
//! from the type.

use api::AssetView;
use leptos::prelude::*;
use model::{
    AnalysisKind, AssetChoice, AssetId, AssetType, ErrorBudget, ServiceChoice, ServiceType, TargetRpo, Weight,
};
use scoring::defaults;

#[derive(Clone)]
pub struct Row {
    pub id: AssetId,
    pub name: String,
    pub asset_type: AssetType,
    pub service_type: Option<ServiceType>,
    /// Whether it is chosen where nobody chose.
    is_default: bool,
    pub chosen: ArcRwSignal<bool>,
    /// The error budget or the target, as typed.
    pub figure: ArcRwSignal<String>,
    pub weight: ArcRwSignal<String>,
    /// What the server minds about the figure and the weight.
    pub refused: ArcRwSignal<Refusals>,
}

/// What the server said of the figures of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals {
    pub figure: Option<String>,
    pub weight: Option<String>,
}

impl Row {
    /// What it is listed by: those that are chosen where nobody chose come first, then its name.
    pub fn place(&self) -> (bool, String) {
        (!self.is_default, self.name.to_lowercase())
    }

    pub fn of(kind: AnalysisKind, asset: AssetView) -> Self {
        // Which services have backups only the server knows: left to it, it takes those.
        let is_default = kind == AnalysisKind::Availability || asset.asset_type != AssetType::Service;
        Self::new(asset.asset_id, asset.display_name, asset.asset_type, asset.service_type, is_default)
    }

    /// One that a saved configuration names and the server does not know any more.
    pub fn unknown(kind: AnalysisKind, id: AssetId) -> Self {
        let asset_type = match kind {
            AnalysisKind::Availability => AssetType::Service,
            AnalysisKind::Resilience => AssetType::Vm,
        };
        Self::new(id.clone(), id.into(), asset_type, None, false)
    }

    fn new(
        id: AssetId,
        name: String,
        asset_type: AssetType,
        service_type: Option<ServiceType>,
        is_default: bool,
    ) -> Self {
        Self {
            id,
            name,
            asset_type,
            service_type,
            is_default,
            chosen: ArcRwSignal::new(is_default),
            figure: ArcRwSignal::default(),
            weight: ArcRwSignal::default(),
            refused: ArcRwSignal::default(),
        }
    }

    /// Takes in what the server knows of it; what was chosen and typed stays.
    pub fn learn(&mut self, kind: AnalysisKind, asset: AssetView) {
        let Self { name, asset_type, service_type, is_default, .. } = Self::of(kind, asset);
        *self = Self { name, asset_type, service_type, is_default, ..self.clone() };
    }

    pub fn reset(&self) {
        self.chosen.set(self.is_default);
        self.figure.set(String::new());
        self.weight.set(String::new());
        self.refused.set(Refusals::default());
    }

    pub fn is_untouched(&self) -> bool {
        self.chosen.get() == self.is_default && !(self.chosen.get() && self.is_changed())
    }

    /// Whether a figure was typed.
    pub fn is_changed(&self) -> bool {
        let is_typed = |text: &ArcRwSignal<String>| text.with(|text| !text.trim().is_empty());
        is_typed(&self.figure) || is_typed(&self.weight)
    }

    pub fn has_fault(&self, kind: AnalysisKind) -> bool {
        self.figure.with(|text| !is_figure(kind, text)) || self.weight.with(|text| !is_weight(text))
    }

    /// The figure that holds where none is typed.
    pub fn default_figure(&self, kind: AnalysisKind) -> String {
        match kind {
            AnalysisKind::Availability => {
                defaults::error_budget(self.service_type.unwrap_or(ServiceType::Default)).get().to_string()
            }
            AnalysisKind::Resilience => defaults::target_rpo(self.asset_type).hours().to_string(),
        }
    }

    pub fn to_service(&self) -> ServiceChoice {
        ServiceChoice {
            service_id: self.id.clone(),
            error_budget: self.figure.with(|text| read_whole(text)).and_then(|number| ErrorBudget::new(number).ok()),
            weight: self.read_weight(),
        }
    }

    pub fn to_asset(&self) -> AssetChoice {
        AssetChoice {
            asset_id: self.id.clone(),
            target_rpo_hours: self.figure.with(|text| read_hours(text)).and_then(|hours| TargetRpo::new(hours).ok()),
            weight: self.read_weight(),
        }
    }

    pub fn take_service(&self, choice: &ServiceChoice) {
        self.figure.set(choice.error_budget.map(|budget| budget.get().to_string()).unwrap_or_default());
        self.take_weight(choice.weight);
    }

    pub fn take_asset(&self, choice: &AssetChoice) {
        self.figure.set(choice.target_rpo_hours.map(|target| target.hours().to_string()).unwrap_or_default());
        self.take_weight(choice.weight);
    }

    fn take_weight(&self, weight: Option<Weight>) {
        self.weight.set(weight.map(|weight| weight.get().to_string()).unwrap_or_default());
    }

    fn read_weight(&self) -> Option<Weight> {
        self.weight.with(|text| read_whole(text)).and_then(|number| Weight::new(number).ok())
    }
}

/// The weight that holds where none is typed.
pub const fn default_weight(kind: AnalysisKind) -> Weight {
    match kind {
        AnalysisKind::Availability => defaults::AVAILABILITY_WEIGHT,
        AnalysisKind::Resilience => defaults::RESILIENCE_WEIGHT,
    }
}

/// Whether a text is empty or an error budget, or a target.
pub fn is_figure(kind: AnalysisKind, text: &str) -> bool {
    text.trim().is_empty()
        || match kind {
            AnalysisKind::Availability => read_whole(text).is_some_and(|number| ErrorBudget::new(number).is_ok()),
            AnalysisKind::Resilience => read_hours(text).is_some_and(|hours| TargetRpo::new(hours).is_ok()),
        }
}

/// Whether a text is empty or a weight.
pub fn is_weight(text: &str) -> bool {
    text.trim().is_empty() || read_whole(text).is_some_and(|number| Weight::new(number).is_ok())
}

fn read_whole(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

/// Hours may have decimals, after whichever mark one is used to.
fn read_hours(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_checked_as_they_are_typed() {
        for (text, is_budget, is_target, is_right_weight) in [
            ("", true, true, true),
            (" 5 ", true, true, true),
            ("0", false, false, false),
            ("11", true, true, false),
            ("51", false, true, false),
            ("168", false, true, false),
            ("168,5", false, false, false),
            ("4,5", false, true, false),
            ("-1", false, false, false),
            ("NaN", false, false, false),
            ("1e2", false, true, false),
            ("five", false, false, false),
        ] {
            assert_eq!(is_figure(AnalysisKind::Availability, text), is_budget, "{text:?}");
            assert_eq!(is_figure(AnalysisKind::Resilience, text), is_target, "{text:?}");
            assert_eq!(is_weight(text), is_right_weight, "{text:?}");
        }
    }
}
