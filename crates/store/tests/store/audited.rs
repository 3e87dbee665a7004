//! Writes that people answer for leave a row in the trail, those that fail leave none.

use model::{Asset, AssetType, AuditAction};
use store::{Conflict, Queued, Result, Store, StoreError};

use crate::{
    given::{asset_id, head, job, job_id, report_id, row, rows},
    presets::preset,
};
use AuditAction::{
    AnalysisCancelled, AnalysisStarted, AssetChanged, AssetRemoved, DataRemoved, PresetChanged, PresetRemoved,
    ReportImported, ReportRemoved,
};

fn machine() -> Asset {
    Asset {
        id: asset_id("vm"),
        name: "Machine".into(),
        asset_type: AssetType::Vm,
        service_type: None,
        tags: Vec::new(),
    }
}

pub async fn each_write_leaves_its_row(db: &dyn Store) {
    db.put_asset(&machine(), row(AssetChanged)).await.unwrap();
    db.remove_asset(&machine().id, row(AssetRemoved)).await.unwrap();
    db.remove_assets_and_data(&[machine().id], row(DataRemoved)).await.unwrap();
    db.queue_job(&job("one", 0), Some("key"), row(AnalysisStarted)).await.unwrap();
    db.cancel_job(&job_id("one"), row(AnalysisCancelled)).await.unwrap();
    db.add_report(&head("one", 0), b"x", row(ReportImported)).await.unwrap();
    db.remove_report(&report_id("one"), row(ReportRemoved)).await.unwrap();
    db.put_preset(&preset("one"), row(PresetChanged)).await.unwrap();
    db.remove_preset("one", row(PresetRemoved)).await.unwrap();
    let expected = [
        AssetChanged,
        AssetRemoved,
        DataRemoved,
        AnalysisStarted,
        AnalysisCancelled,
        ReportImported,
        ReportRemoved,
        PresetChanged,
        PresetRemoved,
    ];
    assert_eq!(rows(db).await.into_iter().map(|row| row.entry).collect::<Vec<_>>(), expected.map(row));
}

pub async fn a_write_that_fails_leaves_none(db: &dyn Store) {
    db.queue_job(&job("one", 0), Some("key"), row(AnalysisStarted)).await.unwrap();
    db.cancel_job(&job_id("one"), row(AnalysisCancelled)).await.unwrap();
    db.add_report(&head("one", 0), b"x", row(ReportImported)).await.unwrap();
    let before = rows(db).await;

    let not_found = |outcome: Result<()>| assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
    not_found(db.remove_asset(&asset_id("nothing"), row(AssetRemoved)).await);
    not_found(db.cancel_job(&job_id("nothing"), row(AnalysisCancelled)).await.map(drop));
    not_found(db.remove_report(&report_id("nothing"), row(ReportRemoved)).await);
    not_found(db.remove_preset("nothing", row(PresetRemoved)).await);
    let ended = db.cancel_job(&job_id("one"), row(AnalysisCancelled)).await;
    assert!(matches!(ended, Err(StoreError::Conflict(Conflict::JobEnded))), "{ended:?}");
    let twice = db.add_report(&head("one", 0), b"x", row(ReportImported)).await;
    assert!(matches!(twice, Err(StoreError::Conflict(Conflict::ReportExists))), "{twice:?}");
    let known = db.queue_job(&job("two", 1), Some("key"), row(AnalysisStarted)).await.unwrap();
    assert!(matches!(known, Queued::Known(_)), "{known:?}");

    assert_eq!(rows(db).await, before);
}
