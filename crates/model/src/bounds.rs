//! The numbers that a configuration may hold, each within its bounds.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A number that is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("must be {kind} from {from} to {to}")]
pub struct OutOfBounds {
    kind: &'static str,
    from: u8,
    to: u8,
}

macro_rules! whole {
    ($(#[$doc:meta])* $name:ident, $from:literal, $to:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "i64")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(with = "i64"))]
        #[cfg_attr(feature = "schema", schemars(extend("minimum" = $from, "maximum" = $to)))]
        pub struct $name(u8);

        impl $name {
            pub const MIN: u8 = $from;
            pub const MAX: u8 = $to;

            pub fn new(number: i64) -> Result<Self, OutOfBounds> {
                u8::try_from(number)
                    .ok()
                    .filter(|number| (Self::MIN..=Self::MAX).contains(number))
                    .map(Self)
                    .ok_or(OutOfBounds { kind: "a whole number", from: Self::MIN, to: Self::MAX })
            }

            /// A number that is written in our own code.
            pub const fn known(number: u8) -> Self {
                assert!(number >= Self::MIN && number <= Self::MAX);
                Self(number)
            }

            pub const fn get(self) -> u8 {
                self.0
            }
        }

        /// Also as `5.0`, in which some tools write whole numbers.
        impl TryFrom<f64> for $name {
            type Error = OutOfBounds;

            fn try_from(number: f64) -> Result<Self, OutOfBounds> {
                #[expect(clippy::cast_possible_truncation, reason = "what has no fraction is cut at the ends of i64 alone")]
                let whole = if number.fract() == 0.0 { number as i64 } else { i64::MIN };
                Self::new(whole)
            }
        }

        impl From<$name> for i64 {
            fn from(number: $name) -> Self {
                number.0.into()
            }
        }
    };
}

whole!(
    /// How many failures a service may have: the `E` of its score.
    ErrorBudget,
    1,
    50
);
whole!(
    /// How much something counts in the aggregate.
    Weight,
    1,
    10
);

/// How many hours of work may be lost at most.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("minimum" = 1, "maximum" = 168)))]
pub struct TargetRpo(f64);

impl TargetRpo {
    pub const MIN: f64 = 1.0;
    pub const MAX: f64 = 168.0;

    pub fn new(hours: f64) -> Result<Self, OutOfBounds> {
        let is_within = (Self::MIN..=Self::MAX).contains(&hours);
        is_within.then_some(Self(hours)).ok_or(OutOfBounds { kind: "a number of hours", from: 1, to: 168 })
    }

    /// A number that is written in our own code.
    pub const fn known(hours: u8) -> Self {
        assert!(hours >= 1 && hours <= 168);
        Self(hours as f64)
    }

    pub const fn hours(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for TargetRpo {
    type Error = OutOfBounds;

    fn try_from(hours: f64) -> Result<Self, OutOfBounds> {
        Self::new(hours)
    }
}

impl From<TargetRpo> for f64 {
    fn from(target: TargetRpo) -> Self {
        target.0
    }
}

/// How much the two halves of a resilience score count: each from 0 to 1, together 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "PlainWeights", into = "PlainWeights")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "PlainWeights"))]
pub struct ResilienceWeights {
    rpo: f64,
    success: f64,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ResilienceWeights"))]
#[serde(deny_unknown_fields)]
struct PlainWeights {
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    rpo: f64,
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 1)))]
    success: f64,
}

/// Two weights that are no weights, or do not make a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("must hold rpo and success, each from 0 to 1, which add up to 1")]
pub struct UnevenWeights;

impl ResilienceWeights {
    /// How far the sum may be off: decimal fractions such as 0.7 and 0.3 have no exact binary form.
    const TOLERANCE: f64 = 1e-9;

    pub fn new(rpo: f64, success: f64) -> Result<Self, UnevenWeights> {
        let are_fractions = (0.0..=1.0).contains(&rpo) && (0.0..=1.0).contains(&success);
        let is_whole = (rpo + success - 1.0).abs() <= Self::TOLERANCE;
        if are_fractions && is_whole { Ok(Self { rpo, success }) } else { Err(UnevenWeights) }
    }

    /// So many percent for the age of the newest backup, and the rest for the success of the runs.
    pub fn of_percent(rpo: u8) -> Result<Self, UnevenWeights> {
        let success = 100_u8.checked_sub(rpo).ok_or(UnevenWeights)?;
        Self::new(f64::from(rpo) / 100.0, f64::from(success) / 100.0)
    }

    pub const fn rpo(self) -> f64 {
        self.rpo
    }

    pub const fn success(self) -> f64 {
        self.success
    }
}

impl Default for ResilienceWeights {
    fn default() -> Self {
        Self { rpo: 0.6, success: 0.4 }
    }
}

impl TryFrom<PlainWeights> for ResilienceWeights {
    type Error = UnevenWeights;

    fn try_from(plain: PlainWeights) -> Result<Self, UnevenWeights> {
        Self::new(plain.rpo, plain.success)
    }
}

impl From<ResilienceWeights> for PlainWeights {
    fn from(weights: ResilienceWeights) -> Self {
        Self { rpo: weights.rpo, success: weights.success }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_within_their_bounds() {
        for (number, is_right) in [(-1, false), (0, false), (1, true), (50, true), (51, false), (i64::MAX, false)] {
            assert_eq!(ErrorBudget::new(number).is_ok(), is_right, "{number}");
        }
        assert_eq!(Weight::new(11).unwrap_err().to_string(), "must be a whole number from 1 to 10");
        for (hours, is_right) in
            [(0.9, false), (1.0, true), (4.5, true), (168.0, true), (168.1, false), (f64::NAN, false)]
        {
            assert_eq!(TargetRpo::new(hours).is_ok(), is_right, "{hours}");
        }
    }

    #[test]
    fn weights_make_a_whole() {
        for (rpo, success, is_right) in [
            (0.6, 0.4, true),
            (0.7, 0.3, true),
            (1.0, 0.0, true),
            (0.6, 0.5, false),
            (1.5, -0.5, false),
            (f64::NAN, 1.0, false),
        ] {
            assert_eq!(ResilienceWeights::new(rpo, success).is_ok(), is_right, "{rpo} {success}");
        }
    }

    #[test]
    fn what_is_out_of_bounds_cannot_be_read() {
        assert!(serde_json::from_str::<ErrorBudget>("51").is_err());
        assert!(serde_json::from_str::<TargetRpo>("0").is_err());
        assert!(serde_json::from_str::<ResilienceWeights>(r#"{"rpo": 0.5, "success": 0.6}"#).is_err());
        assert_eq!(serde_json::to_string(&ErrorBudget::known(5)).unwrap(), "5");
        for (written, is_right) in
            [("5", true), ("5.0", true), ("5e0", true), ("5.5", false), ("1e300", false), ("-0.0", false)]
        {
            assert_eq!(serde_json::from_str::<ErrorBudget>(written).is_ok(), is_right, "{written}");
        }
    }
}
