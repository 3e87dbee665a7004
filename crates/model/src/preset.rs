//! A named, saved configuration.

use serde::{Deserialize, Serialize};

use crate::{Configuration, Timestamp};

/// A configuration under the name it was saved as.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preset {
    pub name: String,
    pub configuration: Configuration,
    pub changed_at: Timestamp,
    /// The user name of whoever saved it last.
    pub changed_by: String,
}
