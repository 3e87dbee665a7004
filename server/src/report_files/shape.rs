//! The shape that a file must have to be read: every field that other tools write. What else it holds is passed over, but
//! for what is ours.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use chrono::{NaiveDate, NaiveDateTime};
use model::{
    AssetId, AssetType, AvailabilityStatus, Curve, ErrorBudget, FailedAsset, ReportRun, ResilienceStatus,
    ResilienceWeights, ServiceType, StatusCounts, TargetRpo, Timeline, Timestamp, Unreadable, Weight, Window, moment,
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::value::RawValue;

use super::faults::{self, Faults, Field, Part};

/// The parts of a file, each an object: read at one go, or looked through for all that is wrong.
macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        pub struct $name {
            $(pub $field: $kind),+
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                struct $name {
                    $($field: $kind),+
                }

                let Object($name { $($field),+ }) = Object::deserialize(deserializer)?;
                Ok(Self { $($field),+ })
            }
        }

        impl Part for $name {
            fn check(text: &RawValue, place: &str, faults: &mut Faults) {
                let fields = [$(Field::of::<$kind>(stringify!($field))),+];
                faults::check_fields(&fields, concat!("struct ", stringify!($name)), text, place, faults);
            }
        }
    )+};
}

parts! {
    File {
        analysis_timestamp: Moment,
        analysis_dates: Vec<NaiveDate>,
        configuration: Configuration,
        services: Option<Entries<Service>>,
        assets: Option<Entries<Asset>>,
        summary: Summary,
        vedetta: Option<Own>,
    }

    /// The figures are in the services and assets too, and must be the same there.
    Configuration {
        service_error_budgets: Option<BTreeMap<String, ErrorBudget>>,
        service_weights: Option<BTreeMap<String, Weight>>,
        target_rpo_hours: Option<BTreeMap<String, TargetRpo>>,
        // Ours alone.
        asset_weights: Option<BTreeMap<String, Weight>>,
        weights: Option<Object<ResilienceWeights>>,
        curve: Option<Curve>,
    }

    Summary {
        aggregated_score: Nullable<Percent>,
        total_services: Option<Count<u32>>,
        total_assets: Option<Count<u32>>,
        services_by_status: Option<BTreeMap<AvailabilityStatus, Count<u32>>>,
        assets_by_status: Option<BTreeMap<ResilienceStatus, Count<u32>>>,
    }

    Own {
        window: Object<Window>,
        timezone: String,
        score: Option<f64>,
        partial: bool,
        failed: Vec<Object<FailedAsset>>,
        unreadable: Object<Unreadable>,
        timeline: Option<Object<Timeline>>,
    }

    Service {
        service_id: AssetId,
        error_budget: ErrorBudget,
        weight: Weight,
        final_score: Nullable<Percent>,
        final_status: AvailabilityStatus,
        total_failures: Count<u64>,
        detailed_metrics: Vec<AvailabilityMetric>,
        vedetta: Option<OwnService>,
    }

    AvailabilityMetric {
        timestamp: Moment,
        cumulative_failures: Count<u32>,
        score: Fraction,
        status_type: AvailabilityStatus,
    }

    OwnService {
        name: Name,
        service_type: Option<ServiceType>,
        samples: Object<StatusCounts>,
        extent: Option<Object<Timeline>>,
        final_score: Option<f64>,
    }

    Asset {
        asset_id: AssetId,
        asset_type: AssetType,
        target_rpo_hours: TargetRpo,
        final_score: Percent,
        final_status: ResilienceStatus,
        total_runs: Count<u32>,
        successful_runs: Count<u32>,
        detailed_metrics: Vec<ResilienceMetric>,
        vedetta: Option<OwnAsset>,
    }

    ResilienceMetric {
        timestamp: Moment,
        actual_rpo_hours: Nullable<Hours>,
        rpo_compliance: Fraction,
        success_rate: Nullable<Fraction>,
        score: Fraction,
        status_type: ResilienceStatus,
    }

    OwnAsset {
        name: Name,
        weight: Weight,
        no_runs: bool,
        final_score: f64,
        runs: Option<Vec<Object<ReportRun>>>,
    }
}

/// What is read as a whole.
macro_rules! values {
    ($($kind:ty),+ $(,)?) => {$(
        impl Part for $kind {
            fn check(text: &RawValue, place: &str, faults: &mut Faults) {
                faults::check_value::<Self>(text, place, faults);
            }
        }
    )+};
}

values!(
    AssetId,
    AssetType,
    AvailabilityStatus,
    Curve,
    ErrorBudget,
    Fraction,
    Hours,
    Moment,
    NaiveDate,
    Name,
    Percent,
    ResilienceStatus,
    ServiceType,
    String,
    TargetRpo,
    Weight,
    bool,
    f64,
);

impl<T> Part for Count<T>
where
    Self: DeserializeOwned,
{
    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        faults::check_value::<Self>(text, place, faults);
    }
}

/// What is read from an object alone. By themselves, types that are derived take a list of their fields' values, too.
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(AsObject(deserializer)).map(Self)
    }
}

impl<T: DeserializeOwned> Part for Object<T> {
    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        faults::check_value::<Self>(text, place, faults);
    }
}

/// Hands on an object, whatever is asked for.
struct AsObject<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AsObject<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What may be null but not left out.
#[derive(Deserialize)]
pub struct Nullable<T>(pub Option<T>);

/// The entries of an object in the order of the file, the same key twice too.
pub struct Entries<T>(pub Vec<(AssetId, T)>);

impl<T> Entries<T> {
    pub const EXPECTED: &str = "an object with an entry for each id";
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(Entries::<T>::EXPECTED)
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
        at.filter(|at| moment::is_plausible(*at)).map(Self).ok_or_else(|| {
            let years = moment::PLAUSIBLE_YEARS;
            D::Error::custom(format_args!("must be a moment such as 2025-09-01T10:30:00Z, and {years}"))
        })
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

/// How many there are, also as `5.0`, in which some tools write whole numbers.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(try_from = "f64", bound = "T: TryFrom<u64>")]
pub struct Count<T>(pub T);

impl<T: TryFrom<u64>> TryFrom<f64> for Count<T> {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what does not fit is found next")]
        let whole = number as u64;
        let fits = whole as f64 == number;
        let count = if fits { T::try_from(whole).ok() } else { None };
        count.map(Self).ok_or("must be a whole number that is neither negative nor too large")
    }
}

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
