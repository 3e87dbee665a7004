//! What an analysis is asked: a window of time and what is scored in it, with what is left out left to defaults.
//! The types serialise to the very shape that is sent, stored and saved as a preset.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{AssetId, ErrorBudget, ResilienceWeights, TargetRpo, Timestamp, Weight, moment, words::words};

/// The longest window, in days.
pub const MAX_DAYS: i64 = 31;
/// The most services or assets that one configuration names.
pub const MAX_CHOICES: usize = 10_000;

words!(
    /// The two questions that are answered.
    AnalysisKind {
        Availability = "availability",
        Resilience = "resilience",
    }
);

words!(
    /// How compliance falls with the age of the newest backup.
    Curve {
        /// In proportion to the age.
        Linear = "linear",
        /// All at once, when the target is missed.
        Threshold = "threshold",
    }
);

/// What is asked of either kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Configuration {
    Availability(AvailabilityConfiguration),
    Resilience(ResilienceConfiguration),
}

/// How much of each service's error budget was burnt. Either a day or both ends of a range; nothing means the latest day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::without_null))]
pub struct AvailabilityConfiguration {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<DayChoice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
    /// Left out: all services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub services: Option<Vec<ServiceChoice>>,
}

/// One service with its own figures; those left out follow from its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::without_null))]
pub struct ServiceChoice {
    pub service_id: AssetId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_budget: Option<ErrorBudget>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// How well backups keep their promise in the week before a moment; nothing means the latest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::without_null))]
pub struct ResilienceConfiguration {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<UntilChoice>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<ResilienceWeights>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curve: Option<Curve>,
    /// Left out: every asset that is no service, and every service that has backups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assets: Option<Vec<AssetChoice>>,
}

/// One asset with its own figures; those left out follow from its type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = crate::schema::without_null))]
pub struct AssetChoice {
    pub asset_id: AssetId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rpo_hours: Option<TargetRpo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// A day of the configured time zone: `2025-09-01`, `latest` or `random`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub enum DayChoice {
    On(NaiveDate),
    /// The newest day that holds a sample.
    Latest,
    /// Any day that holds a sample.
    Random,
}

impl DayChoice {
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "latest" => Some(Self::Latest),
            "random" => Some(Self::Random),
            // chrono also takes "2025-9-1", which sorts and compares badly as a text.
            _ if word.len() == 10 => NaiveDate::parse_from_str(word, "%Y-%m-%d").ok().map(Self::On),
            _ => None,
        }
    }
}

impl TryFrom<String> for DayChoice {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::from_word(&word).ok_or("must be a day such as 2025-09-01, \"latest\" or \"random\"")
    }
}

impl From<DayChoice> for String {
    fn from(day: DayChoice) -> Self {
        match day {
            DayChoice::On(date) => date.to_string(),
            DayChoice::Latest => "latest".into(),
            DayChoice::Random => "random".into(),
        }
    }
}

/// The moment that a week ends at: an RFC 3339 moment, or `latest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub enum UntilChoice {
    At(Timestamp),
    /// The first full hour at or after the end of the newest backup run.
    Latest,
}

impl UntilChoice {
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "latest" => Some(Self::Latest),
            _ => moment::read(word).map(Self::At),
        }
    }
}

impl TryFrom<String> for UntilChoice {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::from_word(&word).ok_or("must be a moment such as 2025-09-08T00:00:00Z, or \"latest\"")
    }
}

impl From<UntilChoice> for String {
    fn from(until: UntilChoice) -> Self {
        match until {
            UntilChoice::At(at) => at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
            UntilChoice::Latest => "latest".into(),
        }
    }
}

impl Configuration {
    pub fn kind(&self) -> AnalysisKind {
        match self {
            Self::Availability(_) => AnalysisKind::Availability,
            Self::Resilience(_) => AnalysisKind::Resilience,
        }
    }
}

impl AvailabilityConfiguration {
    /// Fills what is left out here with what a preset says. A day and a range are one choice: either replaces both.
    pub fn over(self, preset: Self) -> Self {
        let says_when = self.day.is_some() || self.from.is_some() || self.to.is_some();
        let (day, from, to) =
            if says_when { (self.day, self.from, self.to) } else { (preset.day, preset.from, preset.to) };
        Self { day, from, to, services: self.services.or(preset.services) }
    }
}

impl ResilienceConfiguration {
    /// Fills what is left out here with what a preset says.
    pub fn over(self, preset: Self) -> Self {
        Self {
            until: self.until.or(preset.until),
            weights: self.weights.or(preset.weights),
            curve: self.curve.or(preset.curve),
            assets: self.assets.or(preset.assets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_keeps_its_shape() {
        for text in [
            r#"{"kind":"availability"}"#,
            r#"{"kind":"availability","day":"2025-09-01","services":[{"service_id":"nginx_web","error_budget":5,"weight":8}]}"#,
            r#"{"kind":"availability","from":"2025-09-01T00:00:00Z","to":"2025-09-02T00:00:00Z"}"#,
            r#"{"kind":"resilience","until":"2025-09-08T00:00:00Z","weights":{"rpo":0.6,"success":0.4},"curve":"linear","assets":[{"asset_id":"vm-101","target_rpo_hours":24.0,"weight":1}]}"#,
            r#"{"kind":"resilience","until":"latest"}"#,
        ] {
            let configuration: Configuration = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&configuration).unwrap(), text);
        }
    }

    #[test]
    fn days_are_written_in_one_way() {
        for (word, is_day) in [
            ("2025-09-01", true),
            ("latest", true),
            ("random", true),
            ("2025-9-1", false),
            ("2025-02-30", false),
            ("yesterday", false),
        ] {
            assert_eq!(DayChoice::from_word(word).is_some(), is_day, "{word}");
        }
    }

    #[test]
    fn a_day_takes_the_place_of_a_range() {
        let range: AvailabilityConfiguration =
            serde_json::from_str(r#"{"from":"2025-09-01T00:00:00Z","to":"2025-09-02T00:00:00Z"}"#).unwrap();
        let day = AvailabilityConfiguration { day: Some(DayChoice::Latest), ..Default::default() };
        assert_eq!(day.clone().over(range.clone()), day);
        assert_eq!(AvailabilityConfiguration::default().over(range.clone()), range);
    }
}
