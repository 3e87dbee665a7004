//! What is scored.

use model::{Asset, AssetType, AuditAction, BackupOutcome, SampleStatus, ServiceType, Unreadable};
use store::{AssetFilter, Store, StoreError};

use crate::given::{all_in, asset_id, backup_run, page, row, rows, sample};

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
        db.put_asset(asset, row(AuditAction::AssetChanged)).await.unwrap();
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

pub async fn a_page_of_heavy_assets_ends_early(db: &dyn Store) {
    let tags: Vec<String> = (0..100).map(|n| format!("{n:0>256}")).collect();
    let heavy = |n| Asset { tags: tags.clone(), ..machine(&format!("vm-{n:03}"), "x") };
    let assets: Vec<Asset> = (0..200).map(heavy).collect();
    db.put_assets(&assets).await.unwrap();
    let first = db.list_assets(AssetFilter::default(), page(1000, None)).await.unwrap().found;
    assert!(first.items.len() < assets.len(), "more than 4 MiB in one answer");
    let rest = db.list_assets(AssetFilter::default(), page(1000, first.next_cursor.as_deref())).await.unwrap().found;
    assert_eq!((first.items.len() + rest.items.len(), rest.next_cursor), (assets.len(), None));
}

pub async fn all_assets_are_read_at_once(db: &dyn Store) {
    for id in ["d", "a", "é", "B", "c"] {
        put(db, &[machine(id, "x")]).await;
    }
    let read = db.read_assets().await.unwrap();
    assert_eq!(read.unreadable, Unreadable::default());
    assert!(read.found.iter().all(|(id, asset)| *asset == machine(id.as_str(), "x")));
    assert_eq!(read.found.into_keys().collect::<Vec<_>>(), ["B", "a", "c", "d", "é"].map(asset_id));
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
    db.remove_asset(&asset_id("a"), row(AuditAction::AssetRemoved)).await.unwrap();
    assert_eq!(list(db, AssetFilter::default()).await, [machine("b", "B")]);
    let outcome = db.remove_asset(&asset_id("a"), row(AuditAction::AssetRemoved)).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
}

pub async fn putting_says_whether_it_is_new(db: &dyn Store) {
    for (asset, is_new) in [(machine("a", "A"), true), (machine("a", "B"), false), (machine("b", "B"), true)] {
        assert_eq!(db.put_asset(&asset, row(AuditAction::AssetChanged)).await.unwrap(), is_new);
    }
}

pub async fn many_are_put_at_once(db: &dyn Store) {
    put(db, &[machine("b", "before")]).await;
    let before = rows(db).await;
    let mut assets: Vec<_> = (0..1000).map(|n| machine(&format!("vm-{n:03}"), "x")).collect();
    assets.insert(0, service("b", "after", ServiceType::Mail));
    db.put_assets(&assets).await.unwrap();
    db.put_assets(&[]).await.unwrap();
    let found = db.list_assets(AssetFilter::default(), page(1000, None)).await.unwrap().found;
    assert_eq!(found.items, assets[..1000]);
    assert_eq!(db.read_assets().await.unwrap().found.into_values().collect::<Vec<_>>(), assets);
    assert_eq!(rows(db).await, before);
}

pub async fn assets_are_removed_with_their_data(db: &dyn Store) {
    put(db, &[machine("a", "A"), machine("b", "B")]).await;
    let fill = async || {
        for id in ["a", "b", "no-asset"] {
            db.add_samples(&[sample(id, 10, SampleStatus::Failed), sample(id, 4000, SampleStatus::Ok)]).await.unwrap();
            db.add_backup_runs(&[backup_run(id, 20, BackupOutcome::Success)]).await.unwrap();
        }
    };
    fill().await;
    let ids = ["a", "no-asset", "nothing"].map(asset_id);
    db.remove_assets_and_data(&ids, row(AuditAction::DataRemoved)).await.unwrap();

    let b = [asset_id("b")];
    assert_eq!(list(db, AssetFilter::default()).await, [machine("b", "B")]);
    assert_eq!(db.sampled_services().await.unwrap(), b);
    assert_eq!(db.backed_up_assets().await.unwrap(), b);
    assert_eq!(db.sample_hours().await.unwrap().iter().map(|hour| hour.count).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(db.backup_hours().await.unwrap().iter().map(|hour| hour.count).collect::<Vec<_>>(), [1]);
    let found = db.read_samples(all_in(0, 5000)).await.unwrap().found;
    assert_eq!(found.iter().map(|one| one.service_id.clone()).collect::<Vec<_>>(), b);
    let found = db.read_backup_runs(all_in(0, 5000)).await.unwrap().found;
    assert_eq!(found.iter().map(|one| one.asset_id.clone()).collect::<Vec<_>>(), b);

    // What comes under a name again has nothing of what was there before.
    fill().await;
    let found = db.read_samples(all_in(0, 5000)).await.unwrap().found;
    assert_eq!(found.iter().map(|one| (one.counts.total(), one.failures.len())).collect::<Vec<_>>(), [(2, 1); 3]);
}
