//! Reports, whose content the store does not look into.

use chrono::TimeDelta;
use model::{AnalysisKind, AuditAction, ReportHead, ReportOrigin, Window};
use store::{Conflict, Finished, JobEnd, Store, StoreError};

use crate::{
    given::{head, page, queued, report_id, row},
    leases::{LONG, claimed},
};

async fn add(db: &dyn Store, head: &ReportHead, content: &[u8]) {
    db.add_report(head, content, row(AuditAction::ReportImported)).await.unwrap();
}

/// Bytes that no two places of the content share.
fn bytes(length: usize) -> Vec<u8> {
    (0_u64..).flat_map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_le_bytes()).take(length).collect()
}

pub async fn a_report_is_read_back_as_written(db: &dyn Store) {
    let bare = ReportHead {
        kind: AnalysisKind::Resilience,
        origin: ReportOrigin::Import,
        job_id: None,
        score: None,
        statuses: Vec::new(),
        partial: false,
        ..head("bare", 2)
    };
    for (head, content) in [(head("full", 1), &b"\x1f\x8b\0\xff"[..]), (bare, &b""[..])] {
        add(db, &head, content).await;
        assert_eq!(db.find_report(&head.id).await.unwrap().as_ref(), Some(&head));
        assert_eq!(db.read_report(&head.id).await.unwrap().as_deref(), Some(content));
    }
    assert_eq!(db.find_report(&report_id("other")).await.unwrap(), None);
    assert_eq!(db.read_report(&report_id("other")).await.unwrap(), None);
}

pub async fn a_report_is_added_once(db: &dyn Store) {
    add(db, &head("one", 1), b"first").await;
    let outcome = db.add_report(&head("one", 2), b"second", row(AuditAction::ReportImported)).await;
    assert!(matches!(outcome, Err(StoreError::Conflict(Conflict::ReportExists))), "{outcome:?}");
    assert_eq!(db.find_report(&report_id("one")).await.unwrap(), Some(head("one", 1)));
    assert_eq!(db.read_report(&report_id("one")).await.unwrap().unwrap(), b"first");
}

pub async fn the_newest_comes_first(db: &dyn Store) {
    for (id, seconds, kind) in [
        ("b", 20, AnalysisKind::Availability),
        ("a", 20, AnalysisKind::Resilience),
        ("c", 10, AnalysisKind::Availability),
        ("d", 30, AnalysisKind::Availability),
    ] {
        add(db, &ReportHead { kind, ..head(id, seconds) }, b"x").await;
    }
    for (kind, expected) in [
        (None, &["d", "b", "a", "c"][..]),
        (Some(AnalysisKind::Availability), &["d", "b", "c"]),
        (Some(AnalysisKind::Resilience), &["a"]),
    ] {
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let found = db.list_reports(kind, page(1, cursor.as_deref())).await.unwrap();
            seen.extend(found.items.into_iter().map(|head| head.id.to_string()));
            cursor = found.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected, "{kind:?}");
    }
}

pub async fn the_report_before_is_the_next_older_one_of_its_kind(db: &dyn Store) {
    let heads = [("a", 10), ("b", 20), ("c", 20), ("e", 30)].map(|(id, seconds)| head(id, seconds));
    for head in &heads {
        add(db, head, b"x").await;
    }
    let other = ReportHead { kind: AnalysisKind::Resilience, ..head("d", 25) };
    add(db, &other, b"x").await;
    let before = async |head: &ReportHead| db.find_report_before(head).await.unwrap().map(|head| head.id.to_string());
    for (place, expected) in [None, Some("a"), Some("b"), Some("c")].into_iter().enumerate() {
        assert_eq!(before(&heads[place]).await.as_deref(), expected);
    }
    assert_eq!(before(&other).await, None);
}

pub async fn the_report_before_has_a_window_as_long(db: &dyn Store) {
    let lasting = |id: &str, seconds, hours| {
        let head = head(id, seconds);
        ReportHead { window: Window { end: head.window.start + TimeDelta::hours(hours), ..head.window }, ..head }
    };
    let short = lasting("short", 1, 23);
    add(db, &short, b"x").await;
    for n in 0..12 {
        add(db, &lasting(&format!("week-{n:02}"), 2, 168), b"x").await;
    }
    let day = lasting("day", 3, 24);
    assert_eq!(db.find_report_before(&day).await.unwrap(), Some(short));
    add(db, &lasting("two", 3, 2), b"x").await;
    assert_eq!(db.find_report_before(&lasting("hour", 4, 1)).await.unwrap(), None);
}

pub async fn the_report_before_ends_no_later(db: &dyn Store) {
    let of_day = |id: &str, seconds, days| {
        let head = head(id, seconds);
        let window =
            Window { start: head.window.start + TimeDelta::days(days), end: head.window.end + TimeDelta::days(days) };
        ReportHead { window, ..head }
    };
    let (second, third) = (of_day("second", 1, 2), of_day("third", 2, 3));
    add(db, &second, b"x").await;
    add(db, &third, b"x").await;
    assert_eq!(db.find_report_before(&of_day("first", 3, 1)).await.unwrap(), None);
    assert_eq!(db.find_report_before(&of_day("second-again", 3, 2)).await.unwrap(), Some(second));
    assert_eq!(db.find_report_before(&of_day("fourth", 3, 4)).await.unwrap(), Some(third));
}

pub async fn a_foreign_cursor_is_refused(db: &dyn Store) {
    let outcome = db.list_reports(None, page(10, Some("{\"$gt\": 1}"))).await;
    assert!(matches!(outcome, Err(StoreError::Cursor)), "{outcome:?}");
}

pub async fn a_report_is_removed(db: &dyn Store) {
    add(db, &head("a", 1), b"a").await;
    add(db, &head("b", 2), b"b").await;
    db.remove_report(&report_id("a"), row(AuditAction::ReportRemoved)).await.unwrap();
    assert_eq!(db.read_report(&report_id("a")).await.unwrap(), None);
    assert_eq!(db.list_reports(None, page(10, None)).await.unwrap().items, [head("b", 2)]);
    let outcome = db.remove_report(&report_id("a"), row(AuditAction::ReportRemoved)).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    // Its place is free again, and nothing of it is left there.
    add(db, &head("a", 3), b"new").await;
    assert_eq!(db.read_report(&report_id("a")).await.unwrap().unwrap(), b"new");
}

pub async fn a_large_report_is_kept_whole(db: &dyn Store) {
    let content = bytes(40_000_001);
    add(db, &head("large", 1), &content).await;
    assert!(db.read_report(&report_id("large")).await.unwrap().unwrap() == content);
    db.remove_report(&report_id("large"), row(AuditAction::ReportRemoved)).await.unwrap();
    assert_eq!(db.read_report(&report_id("large")).await.unwrap(), None);
}

pub async fn a_job_ends_with_a_large_report(db: &dyn Store) {
    queued(db, "one", 0).await;
    let claim = claimed(db, LONG).await;
    let content = bytes(20_000_000);
    let end = JobEnd::Completed { head: head("one", 50), content: content.clone().into() };
    assert_eq!(db.finish_job(&claim, end).await.unwrap(), Finished::AsTold);
    assert!(db.read_report(&report_id("one")).await.unwrap().unwrap() == content);
}
