//! Who is who in the demo.

use model::{Asset, AssetId, AssetType, ServiceType};

use super::TAG;

/// A service of the demo.
pub struct DemoService {
    pub id: &'static str,
    pub name: &'static str,
    pub service_type: ServiceType,
    pub tags: &'static [&'static str],
    /// How long it takes to answer when nobody is around.
    pub response_ms: f64,
    /// How often a week something is the matter with it.
    pub incidents_a_week: f64,
}

/// What has backups in the demo.
pub struct DemoAsset {
    pub id: &'static str,
    pub name: &'static str,
    pub asset_type: AssetType,
    pub tags: &'static [&'static str],
    pub habit: Habit,
    pub size_gb: f64,
}

/// How its backups go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// At this hour, every night.
    Nightly(u32),
    /// At this hour, but for the nights to Sunday and Monday.
    OnWorkdays(u32),
    /// Every so many hours.
    Every(u32),
    /// Like every night, until they stopped and nobody noticed.
    Stopped(u32),
    /// Every night, in vain.
    NeverRight(u32),
    /// Nobody has set them up.
    Never,
}

impl DemoService {
    pub fn asset(&self) -> Asset {
        asset(self.id, self.name, AssetType::Service, Some(self.service_type), self.tags)
    }
}

impl DemoAsset {
    pub fn asset(&self) -> Asset {
        asset(self.id, self.name, self.asset_type, None, self.tags)
    }
}

#[expect(clippy::expect_used, reason = "the ids stand in this file and are all tried by a test")]
pub fn id(id: &str) -> AssetId {
    AssetId::new(id).expect("an id of the demo")
}

fn asset(id: &str, name: &str, asset_type: AssetType, service_type: Option<ServiceType>, tags: &[&str]) -> Asset {
    let tags = std::iter::once(TAG).chain(tags.iter().copied()).map(str::to_owned).collect();
    Asset { id: self::id(id), name: name.to_owned(), asset_type, service_type, tags }
}

const fn service(
    id: &'static str,
    name: &'static str,
    service_type: ServiceType,
    tags: &'static [&'static str],
    response_ms: f64,
    incidents_a_week: f64,
) -> DemoService {
    DemoService { id, name, service_type, tags, response_ms, incidents_a_week }
}

const fn backed_up(
    id: &'static str,
    name: &'static str,
    asset_type: AssetType,
    tags: &'static [&'static str],
    habit: Habit,
    size_gb: f64,
) -> DemoAsset {
    DemoAsset { id, name, asset_type, tags, habit, size_gb }
}

use AssetType::{BackupJob, Container, PhysicalServer, ProxmoxNode, Vm};
use Habit::{Every, Never, NeverRight, Nightly, OnWorkdays, Stopped};
use ServiceType::{Application, Backup, CiCd, Database, Default, FileSharing, Mail, Monitoring, WebService};

pub const SERVICES: &[DemoService] = &[
    service("shop-web", "Online shop", WebService, &["shop"], 120.0, 1.0),
    service("customer-portal", "Customer portal", WebService, &["sales"], 140.0, 1.2),
    service("partner-portal", "Partner portal", WebService, &["sales"], 160.0, 0.8),
    service("company-website", "Company website", WebService, &["marketing"], 80.0, 0.3),
    service("careers-site", "Careers", WebService, &["marketing"], 95.0, 0.3),
    service("webmail", "Webmail", WebService, &["office"], 130.0, 0.6),
    service("intranet", "Intranet", WebService, &["office"], 110.0, 0.7),
    service("docs-site", "Documentation", WebService, &["it"], 70.0, 0.2),
    service("status-page", "Status page", WebService, &["it"], 45.0, 0.0),
    service("shop-api", "Shop API", Application, &["shop"], 60.0, 1.0),
    service("checkout-api", "Checkout", Application, &["shop"], 85.0, 1.1),
    service("cart-service", "Shopping cart", Application, &["shop"], 35.0, 0.6),
    service("payments-gateway", "Payments", Application, &["shop", "finance"], 210.0, 0.9),
    service("catalog-search", "Catalogue search", Application, &["shop"], 48.0, 0.7),
    service("orders-api", "Orders", Application, &["shop"], 75.0, 0.8),
    service("warehouse-app", "Warehouse", Application, &["logistics"], 150.0, 1.3),
    service("invoicing", "Invoicing", Application, &["finance"], 180.0, 0.8),
    service("crm", "Customer records", Application, &["sales"], 220.0, 2.6),
    service("erp", "ERP", Application, &["finance"], 260.0, 1.0),
    service("timesheets", "Timesheets", Application, &["office"], 140.0, 0.9),
    service("reporting", "Reporting", Application, &["finance"], 480.0, 1.5),
    service("notifications", "Notifications", Application, &["shop"], 40.0, 0.5),
    service("orders-db", "Orders database", Database, &["shop"], 4.0, 0.2),
    service("catalog-db", "Catalogue database", Database, &["shop"], 3.0, 0.2),
    service("crm-db", "Customer database", Database, &["sales"], 6.0, 0.4),
    service("erp-db", "ERP database", Database, &["finance"], 7.0, 0.2),
    service("analytics-db", "Analytics database", Database, &["finance"], 18.0, 0.6),
    service("sessions-cache", "Session cache", Database, &["shop"], 1.0, 0.1),
    service("smtp-relay", "Outgoing mail", Mail, &["office"], 90.0, 0.8),
    service("imap", "Mailboxes", Mail, &["office"], 70.0, 0.5),
    service("mailing-lists", "Mailing lists", Mail, &["marketing"], 120.0, 0.7),
    service("metrics", "Metrics", Monitoring, &["it"], 25.0, 0.3),
    service("log-collector", "Log collector", Monitoring, &["it"], 30.0, 0.6),
    service("alert-router", "Alert router", Monitoring, &["it"], 20.0, 0.2),
    service("git-server", "Git server", CiCd, &["it"], 130.0, 0.7),
    service("ci-runners", "Build runners", CiCd, &["it"], 300.0, 2.2),
    service("package-registry", "Package registry", CiCd, &["it"], 90.0, 0.5),
    service("file-server", "File server", FileSharing, &["office"], 15.0, 0.4),
    service("team-cloud", "Team cloud", FileSharing, &["office"], 170.0, 0.9),
    service("backup-server", "Backup server", Backup, &["it"], 50.0, 0.8),
    service("vpn-gateway", "VPN", Default, &["it"], 28.0, 0.7),
    service("dns-internal", "Internal DNS", Default, &["it"], 2.0, 0.1),
    service(WITHOUT_DATA, "Printing", Default, &["office"], 0.0, 0.0),
];

/// It was registered, and nobody checks it.
pub const WITHOUT_DATA: &str = "print-server";

pub const ASSETS: &[DemoAsset] = &[
    backed_up("pve-01", "Proxmox node 1", ProxmoxNode, &["milan"], Nightly(0), 420.0),
    backed_up("pve-02", "Proxmox node 2", ProxmoxNode, &["milan"], Nightly(1), 390.0),
    backed_up("pve-03", "Proxmox node 3", ProxmoxNode, &["turin"], Nightly(2), 310.0),
    backed_up("srv-files-01", "File store", PhysicalServer, &["milan"], OnWorkdays(21), 2600.0),
    backed_up("srv-db-01", "Database host", PhysicalServer, &["milan"], Nightly(3), 880.0),
    backed_up("srv-scale-01", "Warehouse scale", PhysicalServer, &["turin"], OnWorkdays(19), 40.0),
    backed_up("vm-101-erp", "ERP", Vm, &["finance"], Nightly(1), 140.0),
    backed_up("vm-102-crm", "Customer records", Vm, &["sales"], Nightly(2), 95.0),
    backed_up("vm-103-archive", "Document archive", Vm, &["finance"], Stopped(2), 760.0),
    backed_up("vm-104-mail", "Mail", Vm, &["office"], Nightly(3), 330.0),
    backed_up("vm-105-orders", "Orders database", Vm, &["shop"], Every(12), 120.0),
    backed_up("vm-106-web", "Web front ends", Vm, &["shop"], Nightly(4), 35.0),
    backed_up("vm-107-time-clock", "Time clock", Vm, &["office"], NeverRight(4), 20.0),
    backed_up("vm-108-metrics", "Metrics", Vm, &["it"], Nightly(5), 210.0),
    backed_up("vm-109-git", "Git server", Vm, &["it"], Every(8), 180.0),
    backed_up("vm-110-directory", "Directory", Vm, &["it"], Nightly(23), 25.0),
    backed_up("ct-201-shop", "Shop", Container, &["shop"], Every(6), 12.0),
    backed_up("ct-202-search", "Catalogue search", Container, &["shop"], Every(6), 18.0),
    backed_up("ct-203-cloud", "Team cloud", Container, &["office"], Every(8), 240.0),
    backed_up("ct-204-wiki", "Wiki", Container, &["office"], Nightly(22), 6.0),
    backed_up("ct-205-playground", "Playground", Container, &["it"], Never, 0.0),
    backed_up("acronis-accounting", "Accounting laptops", BackupJob, &["finance"], OnWorkdays(12), 300.0),
    backed_up("acronis-management", "Management laptops", BackupJob, &["office"], OnWorkdays(13), 280.0),
    backed_up("acronis-design", "Design workstations", BackupJob, &["marketing"], Nightly(20), 900.0),
    backed_up("acronis-warehouse", "Warehouse terminals", BackupJob, &["logistics"], Nightly(21), 60.0),
];
