//! What is scored, and the kinds it comes in.

use serde::{Deserialize, Serialize};

use crate::{AssetId, words::words};

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
