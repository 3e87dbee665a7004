//! Secrets that all servers share.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use store::Store;

pub async fn the_first_candidate_is_kept(db: &dyn Store) {
    assert_eq!(db.keep_secret("key", "first").await.unwrap(), "first");
    assert_eq!(db.keep_secret("key", "second").await.unwrap(), "first");
    assert_eq!(db.keep_secret("other", "third").await.unwrap(), "third");
}

pub async fn of_many_candidates_one_is_kept(db: &dyn Store) {
    let candidates: Vec<String> = (0..20).map(|n| format!("candidate {n}")).collect();
    let kept = join_all(candidates.iter().map(|candidate| db.keep_secret("key", candidate))).await;
    assert_eq!(kept.into_iter().map(Result::unwrap).collect::<BTreeSet<_>>().len(), 1);
}

pub async fn a_secret_is_forgotten(db: &dyn Store) {
    db.keep_secret("key", "first").await.unwrap();
    assert_eq!(db.find_secret("key").await.unwrap().as_deref(), Some("first"));
    db.forget_secret("key").await.unwrap();
    db.forget_secret("key").await.unwrap();
    assert_eq!(db.find_secret("key").await.unwrap(), None);
    assert_eq!(db.keep_secret("key", "second").await.unwrap(), "second");
}
