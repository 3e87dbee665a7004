//! Saved configurations.

use model::{AuditAction, Configuration, Preset, ResilienceConfiguration};
use store::{Store, StoreError};

use crate::given::{at, configuration, large_configuration, page, row};

pub fn preset(name: &str) -> Preset {
    Preset { name: name.into(), configuration: configuration(), changed_at: at(5), changed_by: "ada".into() }
}

async fn put(db: &dyn Store, preset: &Preset) -> bool {
    db.put_preset(preset, row(AuditAction::PresetChanged)).await.unwrap()
}

pub async fn a_preset_is_read_back_as_written(db: &dyn Store) {
    assert!(put(db, &preset("di notte / $x")).await);
    assert_eq!(db.find_preset("di notte / $x").await.unwrap(), Some(preset("di notte / $x")));
    assert_eq!(db.find_preset("di notte").await.unwrap(), None);
}

pub async fn a_preset_is_replaced(db: &dyn Store) {
    put(db, &preset("a")).await;
    let changed = Preset {
        configuration: Configuration::Resilience(ResilienceConfiguration::default()),
        changed_at: at(6),
        changed_by: "bob".into(),
        ..preset("a")
    };
    assert!(!put(db, &changed).await);
    assert_eq!(db.find_preset("a").await.unwrap(), Some(changed));
}

pub async fn presets_are_listed_by_name(db: &dyn Store) {
    for name in ["d", "a", "é", "B", "c"] {
        put(db, &preset(name)).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let found = db.list_presets(page(2, cursor.as_deref())).await.unwrap();
        seen.extend(found.items);
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["B", "a", "c", "d", "é"].map(preset));
}

pub async fn a_page_of_large_presets_ends_early(db: &dyn Store) {
    let names = ["a", "b", "c", "d", "e", "f"];
    for name in names {
        put(db, &Preset { configuration: large_configuration(), ..preset(name) }).await;
    }
    let first = db.list_presets(page(100, None)).await.unwrap();
    assert!((1..names.len()).contains(&first.items.len()), "{}", first.items.len());
    let rest = db.list_presets(page(100, first.next_cursor.as_deref())).await.unwrap();
    assert_eq!(rest.next_cursor, None);
    assert_eq!(first.items.into_iter().chain(rest.items).map(|preset| preset.name).collect::<Vec<_>>(), names);
}

pub async fn a_preset_is_removed(db: &dyn Store) {
    put(db, &preset("a")).await;
    put(db, &preset("b")).await;
    db.remove_preset("a", row(AuditAction::PresetRemoved)).await.unwrap();
    assert_eq!(db.list_presets(page(10, None)).await.unwrap().items, [preset("b")]);
    let outcome = db.remove_preset("a", row(AuditAction::PresetRemoved)).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
}
