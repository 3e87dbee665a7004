//! The figures that hold where nobody chose others.

use model::{AssetType, ErrorBudget, ServiceType, TargetRpo, Weight};

pub const AVAILABILITY_WEIGHT: Weight = Weight::known(5);
pub const RESILIENCE_WEIGHT: Weight = Weight::known(1);

pub fn error_budget(service_type: ServiceType) -> ErrorBudget {
    ErrorBudget::known(match service_type {
        ServiceType::Database => 3,
        ServiceType::Application => 8,
        ServiceType::Backup => 10,
        ServiceType::Monitoring => 4,
        ServiceType::Mail => 6,
        ServiceType::CiCd => 7,
        ServiceType::WebService | ServiceType::FileSharing | ServiceType::Default => 5,
    })
}

pub fn target_rpo(asset_type: AssetType) -> TargetRpo {
    TargetRpo::known(match asset_type {
        AssetType::Container => 12,
        AssetType::PhysicalServer => 48,
        AssetType::Service | AssetType::Vm | AssetType::ProxmoxNode | AssetType::BackupJob => 24,
    })
}
