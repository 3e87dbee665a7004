//! Short ways to say what a test starts from.

use model::{
    AnalysisKind, AssetId, AuditAction, AuditEntry, AuditResult, AvailabilityConfiguration, BackupOutcome, BackupRun,
    Configuration, ErrorBudget, Job, JobId, JobProgress, JobState, MAX_CHOICES, NewAuditEntry, PageRequest, ReportHead,
    ReportId, ReportOrigin, Role, Sample, SampleStatus, ServiceChoice, SignIn, SignInId, StatusCount, StatusCounts,
    Timestamp, User, UserId, UserName, Window,
};
use store::{JobEnd, NewRefresh, Queued, Selection, Store};

/// Some seconds after the moment at which all tests begin.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_756_684_800 + seconds, 0).unwrap()
}

pub fn window(start: i64, end: i64) -> Window {
    Window::new(at(start), at(end)).unwrap()
}

/// All that a window holds.
pub fn all_in(start: i64, end: i64) -> Selection {
    Selection { window: window(start, end), only: None }
}

pub fn admin(name: &str) -> User {
    User {
        id: UserId::new(format!("id-of-{name}")).unwrap(),
        name: UserName::new(name).unwrap(),
        role: Role::Admin,
        disabled: false,
        password_hash: format!("$argon2id${name}"),
        created_at: at(0),
        password_changed_at: at(1),
    }
}

pub fn viewer(name: &str) -> User {
    User { role: Role::Viewer, ..admin(name) }
}

/// Adds an account and gives it back.
pub async fn added(db: &dyn Store, user: User) -> User {
    db.add_user(&user, row(AuditAction::UserAdded)).await.unwrap();
    user
}

pub fn row(action: AuditAction) -> NewAuditEntry {
    NewAuditEntry {
        at: at(10),
        actor: "ada".into(),
        address: "192.0.2.1".into(),
        action,
        object: "something".into(),
        result: AuditResult::Done,
        request_id: "r-1".into(),
    }
}

/// The whole trail, the oldest first.
pub async fn rows(db: &dyn Store) -> Vec<AuditEntry> {
    db.audit_after(0, 1000).await.unwrap()
}

/// A sign-in whose refresh token is called after it, and which lasts a thousand seconds.
pub fn sign_in(user: &User, name: &str) -> SignIn {
    SignIn {
        id: SignInId::new(name).unwrap(),
        user_id: user.id.clone(),
        created_at: at(0),
        last_used_at: at(0),
        expires_at: at(1000),
        address: "192.0.2.1".into(),
        device: "a browser".into(),
        refresh_hash: format!("{name}-0"),
        previous_hash: None,
        rotated_at: at(0),
    }
}

/// Adds a sign-in and gives it back.
pub async fn signed_in(db: &dyn Store, user: &User, name: &str) -> SignIn {
    let sign_in = sign_in(user, name);
    db.add_sign_in(&sign_in, user.password_changed_at, row(AuditAction::SignIn)).await.unwrap();
    sign_in
}

/// Whether a sign-in is still there.
pub async fn goes_on(db: &dyn Store, sign_in: &SignIn) -> bool {
    db.find_sign_in(&sign_in.id).await.unwrap().is_some()
}

/// A new token handed out at a moment, with ten seconds of grace and a hundred of idleness.
pub fn refresh(hash: &str, now: i64) -> NewRefresh {
    NewRefresh { hash: hash.into(), now: at(now), idle_since: at(now - 100), grace_since: at(now - 10) }
}

pub fn asset_id(id: &str) -> AssetId {
    AssetId::new(id).unwrap()
}

pub fn sample(service: &str, seconds: i64, status: SampleStatus) -> Sample {
    Sample {
        timestamp: at(seconds),
        service_id: asset_id(service),
        status,
        response_ms: Some(12.5),
        message: Some("pong".into()),
    }
}

/// Counts in the order of the statuses.
pub fn counts(counts: [u64; 4]) -> StatusCounts {
    let [ok, degraded, failed, unknown] = counts;
    StatusCounts { ok, degraded, failed, unknown }
}

pub fn backup_run(asset: &str, seconds: i64, outcome: BackupOutcome) -> BackupRun {
    BackupRun {
        timestamp: at(seconds),
        asset_id: asset_id(asset),
        outcome,
        started_at: Some(at(seconds - 5)),
        size_bytes: Some(1 << 40),
        message: Some("fatto".into()),
    }
}

pub fn configuration() -> Configuration {
    let service =
        ServiceChoice { service_id: asset_id("città"), error_budget: Some(ErrorBudget::known(7)), weight: None };
    Configuration::Availability(AvailabilityConfiguration {
        from: Some(at(0)),
        to: Some(at(100)),
        services: Some(vec![service]),
        ..AvailabilityConfiguration::default()
    })
}

/// As many services as a configuration may name, by ids that make it weigh a megabyte.
pub fn large_configuration() -> Configuration {
    let service =
        |n: usize| ServiceChoice { service_id: asset_id(&format!("{n:080}")), error_budget: None, weight: None };
    Configuration::Availability(AvailabilityConfiguration {
        services: Some((0..MAX_CHOICES).map(service).collect()),
        ..AvailabilityConfiguration::default()
    })
}

pub fn job_id(id: &str) -> JobId {
    JobId::new(id).unwrap()
}

/// A job that was asked for at a moment.
pub fn job(id: &str, seconds: i64) -> Job {
    Job {
        id: job_id(id),
        configuration: configuration(),
        created_by: "ada".into(),
        created_at: at(seconds),
        state: JobState::Queued,
        progress: JobProgress::NONE,
        started_at: None,
        ended_at: None,
        claims: 0,
        cancel_asked: false,
        error: None,
        report_id: None,
    }
}

/// Queues a job and gives it back.
pub async fn queued(db: &dyn Store, id: &str, seconds: i64) -> Job {
    let job = job(id, seconds);
    assert_eq!(db.queue_job(&job, None, row(AuditAction::AnalysisStarted)).await.unwrap(), Queued::New);
    job
}

/// A job as it is now.
pub async fn found(db: &dyn Store, id: &JobId) -> Job {
    db.find_job(id).await.unwrap().unwrap()
}

pub fn report_id(id: &str) -> ReportId {
    ReportId::new(id).unwrap()
}

/// The head of a report that was made at a moment.
pub fn head(id: &str, seconds: i64) -> ReportHead {
    ReportHead {
        id: report_id(id),
        kind: AnalysisKind::Availability,
        origin: ReportOrigin::Analysis,
        job_id: Some(job_id(id)),
        created_at: at(seconds),
        created_by: "ada".into(),
        window: window(0, 100),
        timezone: "Europe/Rome".into(),
        score: Some(0.1 + 0.2),
        total: 3,
        statuses: vec![StatusCount { status: "GOOD".into(), count: 2 }],
        partial: true,
    }
}

/// The good end of a job.
pub fn completed(job: &Job) -> JobEnd {
    JobEnd::Completed { head: head(job.id.as_str(), 50), content: b"content".to_vec().into() }
}

pub fn page(limit: u32, cursor: Option<&str>) -> PageRequest {
    PageRequest { limit, cursor: cursor.map(str::to_owned) }
}
