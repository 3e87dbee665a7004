//! Sign-ins: rotation, the second tab's grace, theft, and how they end.

use futures_util::future::join_all;
use model::{AuditAction, SignIn, SignInId, User};
use store::{KnownRefresh, MOST_SIGN_INS, Rotation, Store, StoreError, UserChange};

use crate::given::{added, admin, at, goes_on, refresh, row, rows, sign_in, signed_in, viewer};

async fn rotate(db: &dyn Store, presented: &str, new: &str, now: i64) -> Rotation {
    db.rotate_refresh(presented, refresh(new, now)).await.unwrap()
}

/// What became of a token, in a word.
fn word(rotation: &Rotation) -> &'static str {
    match rotation {
        Rotation::Rotated(_) => "rotated",
        Rotation::JustRotated(_) => "just rotated",
        Rotation::Reused(_) => "reused",
        Rotation::Unknown => "unknown",
    }
}

pub async fn a_sign_in_is_read_back_as_written(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let here = SignIn { previous_hash: Some("before".into()), ..sign_in(&ada, "here") };
    db.add_sign_in(&here, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    assert_eq!(db.find_sign_in(&here.id).await.unwrap(), Some((here, ada)));
    assert_eq!(db.find_sign_in(&SignInId::new("nowhere").unwrap()).await.unwrap(), None);
}

pub async fn of_too_many_sign_ins_the_ones_used_longest_ago_end(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, viewer("bob")).await);
    let other = signed_in(db, &bob, "other").await;
    let first = signed_in(db, &ada, "first").await;
    let used = SignIn { last_used_at: at(5), ..sign_in(&ada, "used") };
    db.add_sign_in(&used, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    for number in 2..MOST_SIGN_INS {
        let next = SignIn { last_used_at: at(1), ..sign_in(&ada, &format!("next-{number}")) };
        db.add_sign_in(&next, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    }
    assert!(goes_on(db, &first).await);
    // Another server's clock may be behind.
    let last = SignIn { last_used_at: at(-1), ..sign_in(&ada, "z-last") };
    db.add_sign_in(&last, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    assert_eq!(db.list_sign_ins(&ada.id, at(6)).await.unwrap().len(), MOST_SIGN_INS as usize);
    for (sign_in, is_there) in [(&first, false), (&used, true), (&last, true), (&other, true)] {
        assert_eq!(goes_on(db, sign_in).await, is_there, "{:?}", sign_in.id);
    }
}

pub async fn what_a_refresh_is_can_be_asked_without_replacing_it(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let here = signed_in(db, &ada, "here").await;
    let known = async |hash: &str| db.find_refresh(hash).await.unwrap();
    assert_eq!(known(&here.refresh_hash).await, Some(KnownRefresh::Newest(ada.id.clone())));
    rotate(db, &here.refresh_hash, "next", 1).await;
    assert_eq!(known(&here.refresh_hash).await, Some(KnownRefresh::Replaced));
    assert_eq!(known("next").await, Some(KnownRefresh::Newest(ada.id)));
    assert_eq!(known("of nobody").await, None);
}

pub async fn nobody_and_the_disabled_cannot_sign_in(db: &dyn Store) {
    let disabled = added(db, User { disabled: true, ..viewer("bob") }).await;
    for user in [disabled, viewer("nobody")] {
        let outcome = db.add_sign_in(&sign_in(&user, "here"), user.password_changed_at, row(AuditAction::SignIn)).await;
        assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    }
    assert_eq!(rows(db).await.len(), 1);
}

pub async fn a_password_that_was_changed_meanwhile_signs_nobody_in(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let change = UserChange { password: Some(("another".into(), at(7))), ..UserChange::default() };
    let changed = db.change_user(&ada.id, change, None, row(AuditAction::PasswordChanged)).await.unwrap();
    let before = rows(db).await.len();
    let outcome = db.add_sign_in(&sign_in(&ada, "late"), ada.password_changed_at, row(AuditAction::SignIn)).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    assert_eq!(rows(db).await.len(), before);
    // The same password, hashed anew, is no other.
    db.rehash_password(&ada.id, "another", "stronger").await.unwrap();
    signed_in(db, &changed, "here").await;
}

pub async fn a_refresh_rotates(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let here = signed_in(db, &ada, "here").await;
    let expected = SignIn {
        refresh_hash: "here-1".into(),
        previous_hash: Some("here-0".into()),
        rotated_at: at(5),
        last_used_at: at(5),
        ..here
    };
    assert_eq!(rotate(db, "here-0", "here-1", 5).await, Rotation::Rotated(expected.clone()));
    assert_eq!(db.find_sign_in(&expected.id).await.unwrap(), Some((expected, ada)));
    assert_eq!(word(&rotate(db, "here-1", "here-2", 6).await), "rotated");
}

pub async fn the_predecessor_passes_for_a_moment(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    signed_in(db, &ada, "here").await;
    let Rotation::Rotated(after) = rotate(db, "here-0", "here-1", 50).await else { panic!("it is the valid one") };
    assert_eq!(rotate(db, "here-0", "other", 60).await, Rotation::JustRotated(after.clone()));
    assert_eq!(rotate(db, "here-0", "other", 61).await, Rotation::Reused(after.clone()));
    // Nor does it help to name the one that followed it.
    assert_eq!(rotate(db, "here-0", "here-1", 61).await, Rotation::Reused(after.clone()));
    assert_eq!(db.find_sign_in(&after.id).await.unwrap(), Some((after, ada)));
}

pub async fn an_older_token_was_stolen(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    signed_in(db, &ada, "here").await;
    for n in 0..4 {
        assert_eq!(word(&rotate(db, &format!("here-{n}"), &format!("here-{}", n + 1), 50).await), "rotated");
    }
    for (token, expected) in [
        ("here-0", "reused"),
        ("here-1", "reused"),
        ("here-2", "reused"),
        ("here-3", "just rotated"),
        ("here-4", "rotated"),
    ] {
        assert_eq!(word(&rotate(db, token, "here-5", 50).await), expected, "{token}");
    }
}

pub async fn a_token_of_nobody_is_unknown(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let here = signed_in(db, &ada, "here").await;
    assert_eq!(rotate(db, "", "x", 1).await, Rotation::Unknown);
    assert_eq!(rotate(db, "nothing", "x", 1).await, Rotation::Unknown);
    assert_eq!(rotate(db, here.id.as_str(), "x", 1).await, Rotation::Unknown);
}

pub async fn a_sign_in_that_ended_is_unknown(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let ended = signed_in(db, &ada, "ended").await;
    rotate(db, "ended-0", "ended-1", 1).await;
    db.end_sign_in(&ada.id, &ended.id, row(AuditAction::SignOut)).await.unwrap();
    signed_in(db, &ada, "idle").await;
    let expired = SignIn { last_used_at: at(950), ..sign_in(&ada, "expired") };
    db.add_sign_in(&expired, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    for (token, now, expected) in [
        ("ended-0", 2, "unknown"),
        ("ended-1", 2, "unknown"),
        ("idle-0", 101, "unknown"),
        ("idle-0", 100, "rotated"),
        ("idle-0", 201, "unknown"),
        ("expired-0", 1000, "unknown"),
        ("expired-0", 999, "rotated"),
        ("expired-0", 1000, "unknown"),
    ] {
        assert_eq!(word(&rotate(db, token, &format!("{token}-{now}"), now).await), expected, "{token} at {now}");
    }
}

pub async fn of_twenty_tabs_one_rotates(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    signed_in(db, &ada, "here").await;
    let tokens: Vec<String> = (0..20).map(|n| format!("new-{n}")).collect();
    let rotations = join_all(tokens.iter().map(|new| rotate(db, "here-0", new, 5))).await;
    let mut words: Vec<_> = rotations.iter().map(word).collect();
    words.sort_unstable();
    assert_eq!(words[..19], ["just rotated"; 19]);
    assert_eq!(words[19], "rotated");
    let hashes = rotations.iter().map(|rotation| match rotation {
        Rotation::Rotated(sign_in) | Rotation::JustRotated(sign_in) => sign_in.refresh_hash.as_str(),
        _ => panic!("{rotation:?}"),
    });
    assert_eq!(hashes.collect::<std::collections::BTreeSet<_>>().len(), 1);
}

pub async fn those_of_an_account_are_listed_newest_first(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, viewer("bob")).await);
    for (name, created) in [("second", 2), ("third", 3), ("first", 1)] {
        let sign_in = SignIn { created_at: at(created), expires_at: at(100 * created), ..sign_in(&ada, name) };
        db.add_sign_in(&sign_in, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    }
    signed_in(db, &bob, "of-bob").await;
    let listed = async |now| {
        let found = db.list_sign_ins(&ada.id, at(now)).await.unwrap();
        found.into_iter().map(|one| one.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed(0).await, ["third", "second", "first"]);
    assert_eq!(listed(100).await, ["third", "second"]);
}

pub async fn one_is_ended_by_its_owner_alone(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, viewer("bob")).await);
    let here = signed_in(db, &ada, "here").await;
    let before = rows(db).await.len();
    let outcome = db.end_sign_in(&bob.id, &here.id, row(AuditAction::SignInEnded)).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    assert_eq!(rows(db).await.len(), before);
    db.end_sign_in(&ada.id, &here.id, row(AuditAction::SignInEnded)).await.unwrap();
    assert!(!goes_on(db, &here).await);
    assert_eq!(rows(db).await.len(), before + 1);
}

pub async fn all_but_one_are_ended(db: &dyn Store) {
    let (ada, bob) = (added(db, admin("ada")).await, added(db, viewer("bob")).await);
    for name in ["one", "two", "three"] {
        signed_in(db, &ada, name).await;
    }
    let of_bob = signed_in(db, &bob, "of-bob").await;
    let keep = SignInId::new("two").unwrap();
    assert_eq!(db.end_sign_ins(&ada.id, Some(&keep), row(AuditAction::SignInEnded)).await.unwrap(), 2);
    assert_eq!(db.end_sign_ins(&ada.id, None, row(AuditAction::SignInEnded)).await.unwrap(), 1);
    assert_eq!(db.end_sign_ins(&ada.id, None, row(AuditAction::SignInEnded)).await.unwrap(), 0);
    assert!(goes_on(db, &of_bob).await);
}

pub async fn what_ended_by_itself_is_swept(db: &dyn Store) {
    let ada = added(db, admin("ada")).await;
    let cases = [("expired", 500, 300), ("idle", 99, 5000), ("alive", 100, 501)];
    for (name, last_used, expires) in cases {
        let sign_in = SignIn { last_used_at: at(last_used), expires_at: at(expires), ..sign_in(&ada, name) };
        db.add_sign_in(&sign_in, ada.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    }
    db.sweep_accounts(at(500), at(100)).await.unwrap();
    for (name, ..) in cases {
        assert_eq!(goes_on(db, &sign_in(&ada, name)).await, name == "alive", "{name}");
    }
}
