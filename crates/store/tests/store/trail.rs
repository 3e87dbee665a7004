//! The audit trail and its chain.

use futures_util::future::join_all;
use model::{AuditAction, AuditEntry, AuditFilter, AuditResult, NewAuditEntry};
use store::{Store, StoreError, audit_hash};

use crate::given::{at, page, row, rows};

fn assert_unbroken(rows: &[AuditEntry]) {
    let mut hash = String::new();
    for (row, sequence) in rows.iter().zip(1..) {
        assert_eq!((row.sequence, &row.previous_hash), (sequence, &hash));
        hash = audit_hash(row);
    }
}

async fn append(db: &dyn Store, entry: NewAuditEntry) {
    db.append_audit(entry).await.unwrap();
}

pub async fn each_row_carries_the_hash_of_the_row_before(db: &dyn Store) {
    let entries: Vec<_> = AuditAction::ALL
        .iter()
        .zip([AuditResult::Done, AuditResult::Refused].into_iter().cycle())
        .map(|(action, result)| NewAuditEntry { result, object: "naïve | 3:x".into(), ..row(*action) })
        .collect();
    for entry in &entries {
        append(db, entry.clone()).await;
    }
    let rows = rows(db).await;
    assert_eq!(rows.iter().map(|row| row.entry.clone()).collect::<Vec<_>>(), entries);
    assert_unbroken(&rows);
    assert_eq!(rows[1].previous_hash.len(), 64);
    assert_eq!(db.audit_after(3, 2).await.unwrap(), rows[3..5]);
    assert_eq!(db.audit_after(99, 2).await.unwrap(), []);
}

pub async fn fifty_rows_at_once_make_one_chain(db: &dyn Store) {
    join_all((0..50).map(|n| append(db, NewAuditEntry { object: n.to_string(), ..row(AuditAction::SignIn) }))).await;
    let rows = rows(db).await;
    assert_eq!(rows.len(), 50);
    assert_unbroken(&rows);
}

pub async fn the_newest_comes_first(db: &dyn Store) {
    for n in 1..=5 {
        append(db, NewAuditEntry { object: n.to_string(), ..row(AuditAction::SignIn) }).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let found = db.list_audit(AuditFilter::default(), page(2, cursor.as_deref())).await.unwrap();
        seen.extend(found.items.into_iter().map(|row| row.sequence));
        cursor = found.next_cursor;
        // What is added meanwhile does not move the pages.
        append(db, row(AuditAction::SignOut)).await;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
}

pub async fn rows_are_filtered(db: &dyn Store) {
    for (action, actor, seconds) in [
        (AuditAction::SignIn, "ada", 10),
        (AuditAction::SignOut, "ada", 20),
        (AuditAction::SignIn, "bob", 30),
        (AuditAction::SignIn, "ada", 40),
    ] {
        append(db, NewAuditEntry { at: at(seconds), actor: actor.into(), ..row(action) }).await;
    }
    let (from, to, user, action) = (Some(at(20)), Some(at(40)), Some("ada".into()), Some(AuditAction::SignIn));
    let none = AuditFilter::default();
    for (filter, expected) in [
        (AuditFilter { from, ..none.clone() }, &[4, 3, 2][..]),
        (AuditFilter { to, ..none.clone() }, &[3, 2, 1]),
        (AuditFilter { user: user.clone(), ..none.clone() }, &[4, 2, 1]),
        (AuditFilter { action, ..none.clone() }, &[4, 3, 1]),
        (AuditFilter { from, to: None, user, action }, &[4]),
        (none, &[4, 3, 2, 1]),
    ] {
        let found = db.list_audit(filter.clone(), page(10, None)).await.unwrap();
        assert_eq!(found.items.iter().map(|row| row.sequence).collect::<Vec<_>>(), expected, "{filter:?}");
    }
}

pub async fn a_foreign_cursor_is_refused(db: &dyn Store) {
    let outcome = db.list_audit(AuditFilter::default(), page(10, Some("{\"$gt\": 1}"))).await;
    assert!(matches!(outcome, Err(StoreError::Cursor)), "{outcome:?}");
}
