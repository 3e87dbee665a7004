//! What is scored.

use model::{Asset, AssetType, ServiceType};
use store::{AssetFilter, Store, StoreError, Unreadable};

use crate::given::{asset_id, page};

fn service(id: &str, name: &str, service_type: ServiceType) -> Asset {
    Asset {
        id: asset_id(id),
        name: name.into(),
        asset_type: AssetType::Service,
        service_type: Some(service_type),
        tags: vec!["eu".into(), "città".into()],
    }
}

fn machine(id: &str, name: &str) -> Asset {
    Asset { asset_type: AssetType::Vm, service_type: None, tags: Vec::new(), ..service(id, name, ServiceType::Mail) }
}

async fn put(db: &dyn Store, assets: &[Asset]) {
    for asset in assets {
        db.put_asset(asset).await.unwrap();
    }
}

async fn list(db: &dyn Store, filter: AssetFilter) -> Vec<Asset> {
    let read = db.list_assets(filter, page(100, None)).await.unwrap();
    assert_eq!(read.unreadable, Unreadable::default());
    read.found.items
}

pub async fn an_asset_is_read_back_as_written(db: &dyn Store) {
    let assets = [service("nginx", "Nginx", ServiceType::WebService), machine("vm-101", "Machine")];
    put(db, &assets).await;
    assert_eq!(list(db, AssetFilter::default()).await, assets);
}

pub async fn an_asset_is_replaced(db: &dyn Store) {
    put(db, &[service("a", "before", ServiceType::Mail), machine("b", "other")]).await;
    put(db, &[machine("a", "after")]).await;
    assert_eq!(list(db, AssetFilter::default()).await, [machine("a", "after"), machine("b", "other")]);
    put(db, &[service("a", "again", ServiceType::CiCd)]).await;
    assert_eq!(list(db, AssetFilter::default()).await[0], service("a", "again", ServiceType::CiCd));
}

pub async fn assets_are_listed_by_id(db: &dyn Store) {
    for id in ["d", "a", "é", "B", "c"] {
        put(db, &[machine(id, "x")]).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let found = db.list_assets(AssetFilter::default(), page(2, cursor.as_deref())).await.unwrap().found;
        seen.extend(found.items.into_iter().map(|asset| asset.id.to_string()));
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["B", "a", "c", "d", "é"]);
}

pub async fn assets_are_filtered(db: &dyn Store) {
    put(
        db,
        &[
            service("a-mail", "Posta di città", ServiceType::Mail),
            service("b-web", "ÉTOILE", ServiceType::WebService),
            machine("c-vm", "100%"),
        ],
    )
    .await;
    let none = AssetFilter::default();
    let text = |text: &str| AssetFilter { text: Some(text.into()), ..AssetFilter::default() };
    for (filter, expected) in [
        (AssetFilter { asset_type: Some(AssetType::Service), ..none.clone() }, &["a-mail", "b-web"][..]),
        (AssetFilter { service_type: Some(ServiceType::Mail), ..none.clone() }, &["a-mail"]),
        (AssetFilter { asset_type: Some(AssetType::BackupJob), ..none }, &[]),
        (text("étoile"), &["b-web"]),
        (text("CITTÀ"), &["a-mail"]),
        (text("-VM"), &["c-vm"]),
        (text("%"), &["c-vm"]),
        (text(".*"), &[]),
        (text(""), &["a-mail", "b-web", "c-vm"]),
    ] {
        let found = list(db, filter.clone()).await;
        assert_eq!(found.iter().map(|asset| asset.id.as_str()).collect::<Vec<_>>(), expected, "{filter:?}");
    }
}

pub async fn an_asset_is_removed(db: &dyn Store) {
    put(db, &[machine("a", "A"), machine("b", "B")]).await;
    db.remove_asset(&asset_id("a")).await.unwrap();
    assert_eq!(list(db, AssetFilter::default()).await, [machine("b", "B")]);
    let outcome = db.remove_asset(&asset_id("a")).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
}
