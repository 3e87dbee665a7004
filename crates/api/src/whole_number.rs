//! Whole numbers in answers. The reader of JSON takes any number for a fraction that could be, and brings some ten
//! kilobytes along for that, which the browser half loads first; of numbers this wide it knows that they are whole.

use serde::{Deserialize, Deserializer, de::Error};

pub fn deserialize<'de, D: Deserializer<'de>, N: TryFrom<u128>>(deserializer: D) -> Result<N, D::Error> {
    N::try_from(u128::deserialize(deserializer)?).map_err(|_| D::Error::custom("a number is too large"))
}

/// For a field that is left out where there is nothing to say.
pub fn deserialize_some<'de, D: Deserializer<'de>, N: TryFrom<u128>>(deserializer: D) -> Result<Option<N>, D::Error> {
    deserialize(deserializer).map(Some)
}
