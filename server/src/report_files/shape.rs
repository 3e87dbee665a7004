//! The shape that a file must have to be read: every field of SPEC 6. What else it holds is passed over, but for what is
//! ours.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use chrono::{NaiveDate, NaiveDateTime};
use model::{
    AssetId, AssetType, AvailabilityStatus, Curve, ErrorBudget, FailedAsset, ReportRun, ResilienceStatus,
    ResilienceWeights, ServiceType, StatusCounts, TargetRpo, Timeline, Timestamp, Unreadable, Weight, Window, moment,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

#[derive(Deserialize)]
pub struct File {
    pub analysis_timestamp: Moment,
    pub analysis_dates: Vec<NaiveDate>,
    pub configuration: Configuration,
    pub services: Option<Entries<Service>>,
    pub assets: Option<Entries<Asset>>,
    pub summary: Summary,
    pub vedetta: Option<Own>,
}

/// The figures are in the services and assets too; here they only have to be there.
#[derive(Deserialize)]
pub struct Configuration {
    pub service_error_budgets: Option<BTreeMap<String, f64>>,
    pub service_weights: Option<BTreeMap<String, f64>>,
    pub target_rpo_hours: Option<BTreeMap<String, f64>>,
    pub weights: Option<ResilienceWeights>,
    pub curve: Option<Curve>,
}

#[derive(Deserialize)]
pub struct Summary {
    #[serde(deserialize_with = "present")]
    pub aggregated_score: Option<Percent>,
    pub total_services: Option<u32>,
    pub total_assets: Option<u32>,
    pub services_by_status: Option<BTreeMap<AvailabilityStatus, u32>>,
    pub assets_by_status: Option<BTreeMap<ResilienceStatus, u32>>,
}

#[derive(Deserialize)]
pub struct Own {
    pub window: Window,
    pub timezone: String,
    pub score: Option<f64>,
    pub partial: bool,
    pub failed: Vec<FailedAsset>,
    pub unreadable: Unreadable,
    pub timeline: Option<Timeline>,
}

#[derive(Deserialize)]
pub struct Service {
    pub service_id: AssetId,
    pub error_budget: ErrorBudget,
    pub weight: Weight,
    #[serde(deserialize_with = "present")]
    pub final_score: Option<Percent>,
    pub final_status: AvailabilityStatus,
    pub total_failures: u64,
    pub detailed_metrics: Vec<AvailabilityMetric>,
    pub vedetta: Option<OwnService>,
}

#[derive(Deserialize)]
pub struct AvailabilityMetric {
    pub timestamp: Moment,
    pub cumulative_failures: u32,
    pub score: Fraction,
    pub status_type: AvailabilityStatus,
}

#[derive(Deserialize)]
pub struct OwnService {
    pub name: Name,
    pub service_type: Option<ServiceType>,
    pub samples: StatusCounts,
    pub extent: Option<Timeline>,
    pub final_score: Option<f64>,
}

#[derive(Deserialize)]
pub struct Asset {
    pub asset_id: AssetId,
    pub asset_type: AssetType,
    pub target_rpo_hours: TargetRpo,
    pub final_score: Percent,
    pub final_status: ResilienceStatus,
    pub total_runs: u32,
    pub successful_runs: u32,
    pub detailed_metrics: Vec<ResilienceMetric>,
    pub vedetta: Option<OwnAsset>,
}

#[derive(Deserialize)]
pub struct ResilienceMetric {
    pub timestamp: Moment,
    #[serde(deserialize_with = "present")]
    pub actual_rpo_hours: Option<Hours>,
    pub rpo_compliance: Fraction,
    #[serde(deserialize_with = "present")]
    pub success_rate: Option<Fraction>,
    pub score: Fraction,
    pub status_type: ResilienceStatus,
}

#[derive(Deserialize)]
pub struct OwnAsset {
    pub name: Name,
    pub weight: Weight,
    pub no_runs: bool,
    pub final_score: f64,
    #[serde(default)]
    pub runs: Vec<ReportRun>,
}

/// Reads what may be null but not left out.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// The entries of an object in the order of the file, the same key twice too.
pub struct Entries<T>(pub Vec<(AssetId, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object with an entry for each id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = object.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

/// A moment; one without a zone, as some tools write it, is meant in UTC.
#[derive(Clone, Copy)]
pub struct Moment(pub Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let without_zone = || text.parse::<NaiveDateTime>().ok().map(|at| at.and_utc());
        let at = moment::read(&text).or_else(without_zone);
        // Both engines keep milliseconds.
        let at = at.and_then(|at| Timestamp::from_timestamp_millis(at.timestamp_millis()));
        at.filter(|at| moment::is_plausible(*at))
            .map(Self)
            .ok_or_else(|| D::Error::custom("must be a moment such as 2025-09-01T10:30:00Z, from 1970 to 2099"))
    }
}

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $range:expr, $wish:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Deserialize)]
        #[serde(try_from = "f64")]
        pub struct $name(pub f64);

        impl TryFrom<f64> for $name {
            type Error = &'static str;

            fn try_from(number: f64) -> Result<Self, Self::Error> {
                ($range).contains(&number).then_some(Self(number)).ok_or($wish)
            }
        }
    };
}

bounded!(Percent, 0.0..=100.0, "must be a number from 0 to 100");
bounded!(Fraction, 0.0..=1.0, "must be a number from 0 to 1");
bounded!(Hours, 0.0..f64::INFINITY, "must be a number of hours that is not negative");

/// A name that can be shown.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub struct Name(pub String);

impl TryFrom<String> for Name {
    type Error = model::TextFault;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        model::check_text(&text, model::MAX_NAME)?;
        Ok(Self(text))
    }
}
