//! The store as a whole.

use store::{Engine, Store, StoreError};

pub async fn it_answers(db: &dyn Store) {
    assert!(matches!(db.engine(), Engine::Sqlite | Engine::Mongo));
    db.ping().await.unwrap();
    db.ping().await.unwrap();
}

pub async fn the_pool_is_counted(db: &dyn Store) {
    db.has_users().await.unwrap();
    let pool = db.pool();
    assert!(pool.open >= 1 && pool.in_use <= pool.open && pool.open <= pool.most, "{pool:?}");
}

pub async fn closed_it_is_unavailable(db: &dyn Store) {
    db.keep_secret("key", "value").await.unwrap();
    db.close().await;
    let outcomes = [db.ping().await, db.has_users().await.map(drop), db.keep_secret("key", "value").await.map(drop)];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    }
    db.close().await;
}
