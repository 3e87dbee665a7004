//! People: set-up, names, roles, and the admin who must remain.

use futures_util::future::join_all;
use model::{AuditAction, Role, User, UserId};
use store::{Conflict, Result, Store, StoreError, UserChange};

use crate::given::{added, admin, at, goes_on, page, row, rows, signed_in, viewer};

fn conflict<T>(outcome: Result<T>) -> Option<Conflict> {
    match outcome {
        Err(StoreError::Conflict(conflict)) => Some(conflict),
        Err(other) => panic!("expected a conflict: {other:?}"),
        Ok(_) => None,
    }
}

async fn change(db: &dyn Store, user: &User, change: UserChange) -> Result<User> {
    db.change_user(&user.id, change, None, row(AuditAction::UserChanged)).await
}

fn to_role(role: Role) -> UserChange {
    UserChange { role: Some(role), ..UserChange::default() }
}

fn to_disabled(disabled: bool) -> UserChange {
    UserChange { disabled: Some(disabled), ..UserChange::default() }
}

fn to_password(hash: &str) -> UserChange {
    UserChange { password: Some((hash.into(), at(7))), ..UserChange::default() }
}

pub async fn the_first_account_is_added_once(db: &dyn Store) {
    assert!(!db.has_users().await.unwrap());
    db.set_up(&admin("ada"), row(AuditAction::Setup)).await.unwrap();
    assert!(db.has_users().await.unwrap());
    let again = db.set_up(&admin("bob"), row(AuditAction::Setup)).await;
    assert_eq!(conflict(again), Some(Conflict::AlreadySetUp));
    assert_eq!(db.find_user_by_name(&admin("bob").name).await.unwrap(), None);
}

pub async fn of_many_set_ups_one_wins(db: &dyn Store) {
    let firsts: Vec<User> = (0..64).map(|n| admin(&format!("user{n}"))).collect();
    let outcomes = join_all(firsts.iter().map(|first| db.set_up(first, row(AuditAction::Setup)))).await;
    let lost = outcomes.into_iter().filter_map(conflict);
    assert_eq!(lost.filter(|one| *one == Conflict::AlreadySetUp).count(), 63);
    assert_eq!(db.list_users(page(100, None)).await.unwrap().items.len(), 1);
    assert_eq!(rows(db).await.len(), 1);
}

pub async fn nobody_sets_up_where_somebody_is(db: &dyn Store) {
    added(db, viewer("ada")).await;
    let late = db.set_up(&admin("bob"), row(AuditAction::Setup)).await;
    assert_eq!(conflict(late), Some(Conflict::AlreadySetUp));
}

pub async fn an_account_is_read_back_as_written(db: &dyn Store) {
    let user = added(db, User { disabled: true, ..viewer("zoë") }).await;
    assert_eq!(db.find_user(&user.id).await.unwrap().as_ref(), Some(&user));
    assert_eq!(db.find_user_by_name(&user.name).await.unwrap(), Some(user));
    assert_eq!(db.find_user(&UserId::new("nobody").unwrap()).await.unwrap(), None);
}

pub async fn a_name_is_taken_once(db: &dyn Store) {
    added(db, admin("ada")).await;
    let other = User { id: UserId::new("other").unwrap(), ..viewer("ada") };
    assert_eq!(conflict(db.add_user(&other, row(AuditAction::UserAdded)).await), Some(Conflict::NameTaken));
}

pub async fn of_many_accounts_with_one_name_one_is_added(db: &dyn Store) {
    let users: Vec<User> =
        (0..16).map(|n| User { id: UserId::new(format!("u{n}")).unwrap(), ..viewer("ada") }).collect();
    let outcomes = join_all(users.iter().map(|user| db.add_user(user, row(AuditAction::UserAdded)))).await;
    assert_eq!(outcomes.into_iter().filter_map(conflict).filter(|one| *one == Conflict::NameTaken).count(), 15);
    assert_eq!(rows(db).await.len(), 1);
}

pub async fn accounts_are_listed_by_name(db: &dyn Store) {
    for name in ["eve", "ada", "carl", "bob", "dora"] {
        added(db, viewer(name)).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let found = db.list_users(page(2, cursor.as_deref())).await.unwrap();
        assert!(found.items.len() <= 2);
        seen.extend(found.items.into_iter().map(|user| user.name.to_string()));
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["ada", "bob", "carl", "dora", "eve"]);
}

pub async fn a_change_touches_what_it_names(db: &dyn Store) {
    added(db, admin("ada")).await;
    let bob = added(db, viewer("bob")).await;
    let changed = change(db, &bob, to_role(Role::Admin)).await.unwrap();
    assert_eq!(changed, User { role: Role::Admin, ..bob.clone() });
    let changed = change(db, &bob, to_password("new")).await.unwrap();
    assert_eq!(
        changed,
        User { role: Role::Admin, password_hash: "new".into(), password_changed_at: at(7), ..bob.clone() }
    );
    let changed = change(db, &bob, to_disabled(true)).await.unwrap();
    assert_eq!(db.find_user(&bob.id).await.unwrap(), Some(changed));
}

pub async fn nobody_cannot_be_changed(db: &dyn Store) {
    let nobody = admin("nobody");
    let outcomes = [
        change(db, &nobody, to_disabled(true)).await.map(drop),
        db.remove_user(&nobody.id, row(AuditAction::UserRemoved)).await,
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    }
    assert_eq!(rows(db).await, []);
}

pub async fn the_last_admin_stays(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    added(db, viewer("bob")).await;
    let outcomes = [
        change(db, &ada, to_role(Role::Viewer)).await.map(drop),
        change(db, &ada, to_disabled(true)).await.map(drop),
        db.remove_user(&ada.id, row(AuditAction::UserRemoved)).await,
    ];
    for outcome in outcomes {
        assert_eq!(conflict(outcome), Some(Conflict::LastAdmin));
    }
    assert_eq!(db.find_user(&ada.id).await.unwrap().as_ref(), Some(&ada));
    change(db, &ada, to_password("new")).await.unwrap();
}

pub async fn where_there_is_no_admin_others_are_changed(db: &dyn Store) {
    let bob = added(db, viewer("bob")).await;
    change(db, &bob, to_password("new")).await.unwrap();
    db.remove_user(&bob.id, row(AuditAction::UserRemoved)).await.unwrap();
}

pub async fn a_disabled_admin_does_not_count(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    added(db, User { disabled: true, ..admin("bob") }).await;
    assert_eq!(conflict(change(db, &ada, to_role(Role::Viewer)).await), Some(Conflict::LastAdmin));
}

pub async fn two_admins_cannot_demote_each_other(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, admin("bob")).await);
    let outcomes = join_all([&ada, &bob].map(|user| change(db, user, to_role(Role::Viewer)))).await;
    assert_eq!(outcomes.into_iter().filter_map(conflict).collect::<Vec<_>>(), [Conflict::LastAdmin]);
}

pub async fn two_admins_cannot_remove_each_other(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, admin("bob")).await);
    let outcomes = join_all([&ada, &bob].map(|user| db.remove_user(&user.id, row(AuditAction::UserRemoved)))).await;
    assert_eq!(outcomes.into_iter().filter_map(conflict).collect::<Vec<_>>(), [Conflict::LastAdmin]);
    assert_eq!(db.list_users(page(10, None)).await.unwrap().items.len(), 1);
}

pub async fn a_password_is_changed_only_while_it_is_the_same(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let here = signed_in(db, &ada, "here").await;
    let own = UserChange { only_if_set_at: Some(ada.password_changed_at), ..to_password("own") };
    let reset = change(db, &ada, to_password("reset")).await.unwrap();
    let rows_before = rows(db).await;
    let late = db.change_user(&ada.id, own.clone(), Some(&here.id), row(AuditAction::PasswordChanged)).await;
    assert_eq!(conflict(late), Some(Conflict::PasswordChanged));
    assert_eq!(db.find_user(&ada.id).await.unwrap(), Some(reset.clone()));
    assert_eq!(rows(db).await, rows_before);
    let own = UserChange { only_if_set_at: Some(reset.password_changed_at), ..own };
    assert_eq!(change(db, &ada, own).await.unwrap().password_hash, "own");
}

pub async fn a_new_password_ends_the_other_sign_ins(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, viewer("bob")).await);
    let (here, there) = (signed_in(db, &ada, "here").await, signed_in(db, &ada, "there").await);
    let of_bob = signed_in(db, &bob, "of-bob").await;
    db.change_user(&ada.id, to_password("new"), Some(&here.id), row(AuditAction::PasswordChanged)).await.unwrap();
    assert!(goes_on(db, &here).await);
    assert!(!goes_on(db, &there).await);
    assert!(goes_on(db, &of_bob).await);
}

pub async fn disabling_ends_all_sign_ins(db: &dyn Store) {
    added(db, admin("ada")).await;
    let bob = added(db, viewer("bob")).await;
    let (here, there) = (signed_in(db, &bob, "here").await, signed_in(db, &bob, "there").await);
    change(db, &bob, to_disabled(true)).await.unwrap();
    assert!(!goes_on(db, &here).await);
    assert!(!goes_on(db, &there).await);
}

pub async fn a_new_role_ends_no_sign_in(db: &dyn Store) {
    let bob = added(db, viewer("bob")).await;
    added(db, admin("ada")).await;
    let here = signed_in(db, &bob, "here").await;
    change(db, &bob, to_role(Role::Admin)).await.unwrap();
    let (_, user) = db.find_sign_in(&here.id).await.unwrap().unwrap();
    assert_eq!(user.role, Role::Admin);
    change(db, &bob, to_disabled(false)).await.unwrap();
    assert!(goes_on(db, &here).await);
}

pub async fn removing_ends_all_sign_ins(db: &dyn Store) {
    added(db, admin("ada")).await;
    let bob = added(db, viewer("bob")).await;
    let here = signed_in(db, &bob, "here").await;
    db.remove_user(&bob.id, row(AuditAction::UserRemoved)).await.unwrap();
    assert!(!goes_on(db, &here).await);
    assert_eq!(db.list_sign_ins(&bob.id, at(0)).await.unwrap(), []);
    assert_eq!(db.find_user(&bob.id).await.unwrap(), None);
    // The name is free again.
    added(db, User { id: UserId::new("another").unwrap(), ..bob }).await;
}

pub async fn a_hash_is_replaced_only_while_it_is_the_same(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let here = signed_in(db, &ada, "here").await;
    db.rehash_password(&ada.id, "not this", "new").await.unwrap();
    assert_eq!(db.find_user(&ada.id).await.unwrap().as_ref(), Some(&ada));
    db.rehash_password(&ada.id, &ada.password_hash, "new").await.unwrap();
    let expected = User { password_hash: "new".into(), ..ada };
    assert_eq!(db.find_user(&expected.id).await.unwrap(), Some(expected));
    assert!(goes_on(db, &here).await);
}

pub async fn a_refused_write_leaves_no_row_in_the_trail(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let before = rows(db).await;
    let again = User { id: UserId::new("other").unwrap(), ..ada.clone() };
    db.add_user(&again, row(AuditAction::UserAdded)).await.unwrap_err();
    db.set_up(&again, row(AuditAction::Setup)).await.unwrap_err();
    change(db, &ada, to_role(Role::Viewer)).await.unwrap_err();
    db.remove_user(&ada.id, row(AuditAction::UserRemoved)).await.unwrap_err();
    assert_eq!(rows(db).await, before);
}
