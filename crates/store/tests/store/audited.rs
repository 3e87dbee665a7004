//! Writes that people answer for leave a row in the trail, those that fail leave none.

use model::{Asset, AssetType, AuditAction, SampleStatus};
use store::{AssetFilter, Conflict, JobFilter, Queued, Result, Store, StoreError, UserChange};

use crate::{
    given::{
        added, admin, all_in, asset_id, at, head, job, job_id, page, report_id, row, rows, sample, sign_in, signed_in,
        viewer,
    },
    presets::preset,
};
use AuditAction::{
    AnalysisCancelled, AnalysisStarted, AssetChanged, AssetRemoved, DataRemoved, PresetChanged, PresetRemoved,
    ReportImported, ReportRemoved, SignIn, SignOut, UserAdded, UserChanged, UserRemoved,
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

/// All that the writes below would change, in a form that can be compared.
async fn everything(db: &dyn Store) -> String {
    let all = || page(100, None);
    let kept = (
        db.list_users(all()).await.unwrap(),
        db.list_sign_ins(&viewer("vera").id, at(0)).await.unwrap(),
        db.list_assets(AssetFilter::default(), all()).await.unwrap(),
        db.read_samples(all_in(0, 100)).await.unwrap(),
        db.list_jobs(JobFilter::default(), all()).await.unwrap(),
        db.list_reports(None, all()).await.unwrap(),
        db.list_presets(all()).await.unwrap(),
        rows(db).await,
    );
    format!("{kept:?}")
}

/// What is to be done while the trail takes no row is not done, whatever it is.
pub async fn nothing_is_done_without_its_row(db: &dyn Store, spoil_trail: impl AsyncFnOnce()) {
    added(db, admin("ada")).await;
    let vera = added(db, viewer("vera")).await;
    let on_phone = signed_in(db, &vera, "phone").await;
    db.put_asset(&machine(), row(AssetChanged)).await.unwrap();
    db.add_samples(&[sample("vm", 10, SampleStatus::Failed)]).await.unwrap();
    db.queue_job(&job("one", 0), None, row(AnalysisStarted)).await.unwrap();
    db.add_report(&head("one", 0), b"x", row(ReportImported)).await.unwrap();
    db.put_preset(&preset("one"), row(PresetChanged)).await.unwrap();
    let before = everything(db).await;
    spoil_trail().await;

    let renamed = Asset { name: "Another".into(), ..machine() };
    let disabled = UserChange { disabled: Some(true), ..UserChange::default() };
    let outcomes = [
        db.add_user(&viewer("zoe"), row(UserAdded)).await,
        db.change_user(&vera.id, disabled, None, row(UserChanged)).await.map(drop),
        db.remove_user(&vera.id, row(UserRemoved)).await,
        db.add_sign_in(&sign_in(&vera, "desk"), vera.password_changed_at, row(SignIn)).await,
        db.end_sign_in(&vera.id, &on_phone.id, row(SignOut)).await,
        db.end_sign_ins(&vera.id, None, row(SignOut)).await.map(drop),
        db.put_asset(&renamed, row(AssetChanged)).await.map(drop),
        db.remove_asset(&machine().id, row(AssetRemoved)).await,
        db.remove_assets_and_data(&[machine().id], row(DataRemoved)).await,
        db.queue_job(&job("two", 1), Some("key"), row(AnalysisStarted)).await.map(drop),
        db.cancel_job(&job_id("one"), row(AnalysisCancelled)).await.map(drop),
        db.add_report(&head("two", 1), b"y", row(ReportImported)).await,
        db.remove_report(&report_id("one"), row(ReportRemoved)).await,
        db.put_preset(&preset("two"), row(PresetChanged)).await.map(drop),
        db.remove_preset("one", row(PresetRemoved)).await,
    ];
    for (number, outcome) in outcomes.iter().enumerate() {
        assert!(matches!(outcome, Err(StoreError::Damaged(_) | StoreError::Refused(_))), "{number}: {outcome:?}");
    }
    assert_eq!(everything(db).await, before);
}
