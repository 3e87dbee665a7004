//! What is scored, and the kinds it comes in.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::AssetId;

/// A word that names no member of a closed list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown word {0:?}")]
pub struct UnknownWord(pub String);

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[serde(rename = $word)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads a word in either case.
            pub fn from_word(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.as_str().eq_ignore_ascii_case(word))
                    .ok_or_else(|| UnknownWord(word.to_owned()))
            }
        }
    };
}

words!(
    /// What an asset is.
    AssetType {
        Service = "service",
        Vm = "vm",
        Container = "container",
        PhysicalServer = "physical_server",
        ProxmoxNode = "proxmox_node",
        BackupJob = "backup_job",
    }
);

words!(
    /// What a service does; its default error budget follows from it.
    ServiceType {
        WebService = "web_service",
        Database = "database",
        Application = "application",
        Backup = "backup",
        Monitoring = "monitoring",
        Mail = "mail",
        CiCd = "ci_cd",
        FileSharing = "file_sharing",
        Default = "default",
    }
);

/// Anything that is scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    pub id: AssetId,
    pub name: String,
    pub asset_type: AssetType,
    /// Only a service has one.
    pub service_type: Option<ServiceType>,
    pub tags: Vec<String>,
}
