//! Counters against guessing, which all servers share.

use futures_util::future::join_all;
use model::Attempts;
use store::Store;

use crate::given::at;

fn attempts(count: u32) -> Attempts {
    Attempts { count, since: at(1), last: at(i64::from(count)) }
}

async fn swap(db: &dyn Store, seen: Option<Attempts>, new: Attempts) -> bool {
    db.swap_attempts("account:ada", seen, new, at(900)).await.unwrap()
}

async fn kept(db: &dyn Store) -> Option<Attempts> {
    db.find_attempts("account:ada").await.unwrap()
}

pub async fn a_counter_is_read_back_as_written(db: &dyn Store) {
    assert_eq!(kept(db).await, None);
    assert!(swap(db, None, attempts(3)).await);
    assert_eq!(kept(db).await, Some(attempts(3)));
    assert_eq!(db.find_attempts("account:bob").await.unwrap(), None);
}

pub async fn a_counter_is_swapped_only_while_it_is_the_same(db: &dyn Store) {
    assert!(!swap(db, Some(attempts(1)), attempts(2)).await);
    assert_eq!(kept(db).await, None);
    assert!(swap(db, None, attempts(1)).await);
    assert!(!swap(db, None, attempts(2)).await);
    assert!(!swap(db, Some(attempts(2)), attempts(3)).await);
    for other in [Attempts { since: at(0), ..attempts(1) }, Attempts { last: at(0), ..attempts(1) }] {
        assert!(!swap(db, Some(other), attempts(2)).await);
    }
    assert_eq!(kept(db).await, Some(attempts(1)));
    assert!(swap(db, Some(attempts(1)), attempts(2)).await);
    assert_eq!(kept(db).await, Some(attempts(2)));
}

pub async fn of_many_swaps_one_wins(db: &dyn Store) {
    for seen in [None, Some(attempts(1))] {
        let new = attempts(seen.map_or(1, |seen| seen.count + 1));
        let outcomes = join_all((0..20).map(|_| swap(db, seen, new))).await;
        assert_eq!(outcomes.into_iter().filter(|won| *won).count(), 1, "after {seen:?}");
    }
}

pub async fn a_counter_is_forgotten(db: &dyn Store) {
    swap(db, None, attempts(1)).await;
    db.forget_attempts("account:ada").await.unwrap();
    db.forget_attempts("account:ada").await.unwrap();
    assert_eq!(kept(db).await, None);
}

pub async fn forgotten_counters_are_swept(db: &dyn Store) {
    swap(db, None, attempts(1)).await;
    db.sweep_accounts(at(899), at(0)).await.unwrap();
    assert_eq!(kept(db).await, Some(attempts(1)));
    db.sweep_accounts(at(900), at(0)).await.unwrap();
    assert_eq!(kept(db).await, None);
}
