//! What Vedetta keeps, behind one interface with two engines: SQLite embedded, or a MongoDB.
//! Only this crate names a database driver; queries live here, decisions do not.

mod backup_size;
mod chain;
mod error;
mod mongo;
mod page;
mod queue_rules;
mod sqlite;
mod url;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::TimeDelta;
use model::{
    AnalysisKind, Asset, AssetId, AssetType, Attempts, AuditEntry, AuditFilter, BackupRun, Job, JobError, JobId,
    JobProgress, JobState, NewAuditEntry, Page, PageRequest, Preset, ReportHead, ReportId, ReportRun, Role, Sample,
    ServiceType, SignIn, SignInId, StatusCounts, Timestamp, Unreadable, User, UserId, UserName, Window,
};

pub use chain::{hash as audit_hash, sha256};
pub use error::{Conflict, OpenError, StoreError};
pub use url::{CollectionNames, DatabaseUrl, Engine, mask_password};

pub type Result<T> = std::result::Result<T, StoreError>;

/// Opens the database that the URL names, making what a new one needs. Index building goes on in the background.
pub async fn open(url: &DatabaseUrl) -> std::result::Result<Arc<dyn Store>, OpenError> {
    match url {
        DatabaseUrl::Sqlite { path } => sqlite::open(path).await,
        DatabaseUrl::Mongo { .. } => mongo::open(url, mongo::IfEmpty::Fill).await,
    }
}

/// The same for what only looks at data or changes them: where there is no database, the name is a slip, and none is made.
pub async fn open_existing(url: &DatabaseUrl) -> std::result::Result<Arc<dyn Store>, OpenError> {
    match url {
        DatabaseUrl::Sqlite { path } if path.try_exists().is_ok_and(|exists| !exists) => {
            Err(OpenError::Refused(format!("there is no database at {}", path.display())))
        }
        DatabaseUrl::Sqlite { path } => sqlite::open(path).await,
        DatabaseUrl::Mongo { .. } => mongo::open(url, mongo::IfEmpty::Refuse).await,
    }
}

/// Everything that is kept.
#[async_trait]
pub trait Store: Accounts + Trail + Assets + Samples + BackupRuns + Jobs + Reports + Presets {
    fn engine(&self) -> Engine;

    /// Whether the database answers now, and can be written to.
    async fn ping(&self) -> Result<()>;

    /// How the connections to the database are used at this moment.
    fn pool(&self) -> Pool;

    /// Ends what goes on in the background and closes the files; what was acknowledged is safe before that too.
    async fn close(&self);

    /// The secret kept under a name. The first candidate ever offered is the one that is kept, for all servers.
    async fn keep_secret(&self, name: &str, candidate: &str) -> Result<String>;

    /// The secret kept under a name, if there is one.
    async fn find_secret(&self, name: &str) -> Result<Option<String>>;

    /// Drops a secret that has served its purpose.
    async fn forget_secret(&self, name: &str) -> Result<()>;
}

/// How many sign-ins an account may have at the same time. A script that signs in for each of its runs reaches it.
pub const MOST_SIGN_INS: u32 = 100;

/// Connections to the database, of those that are lent to one query after the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pool {
    pub open: u32,
    pub in_use: u32,
    /// How many there may be.
    pub most: u32,
}

/// What changes about an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    pub role: Option<Role>,
    pub disabled: Option<bool>,
    /// The new hash and when it was set.
    pub password: Option<(String, Timestamp)>,
    /// Only if the password is still the one that was set at this moment.
    pub only_if_set_at: Option<Timestamp>,
}

impl UserChange {
    /// Whether whoever is signed in must do so again.
    fn ends_sign_ins(&self) -> bool {
        self.disabled == Some(true) || self.password.is_some()
    }

    /// `Conflict::PasswordChanged` where the password is no longer the one that the change was made for.
    fn check(&self, user: &User) -> Result<()> {
        match self.only_if_set_at {
            Some(set_at) if set_at != user.password_changed_at => Err(Conflict::PasswordChanged.into()),
            _ => Ok(()),
        }
    }

    /// The account after the change.
    fn apply_to(self, user: User) -> User {
        let (password_hash, password_changed_at) =
            self.password.unwrap_or((user.password_hash, user.password_changed_at));
        User {
            role: self.role.unwrap_or(user.role),
            disabled: self.disabled.unwrap_or(user.disabled),
            password_hash,
            password_changed_at,
            ..user
        }
    }
}

/// A refresh token that was given out, whether its sign-in goes on or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownRefresh {
    /// Of this account, which it carries on.
    Newest(UserId),
    Replaced,
}

/// What became of a refresh token that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// It was the valid one, and has now been replaced.
    Rotated(SignIn),
    /// It was the immediate predecessor, moments ago: another tab was quicker. Nothing changed.
    JustRotated(SignIn),
    /// It is older than that. Whoever holds it may have stolen it.
    Reused(SignIn),
    /// Nobody knows it, or its sign-in has ended.
    Unknown,
}

/// People, their sign-ins and the counters against guessing.
///
/// A write that takes a [`NewAuditEntry`] either happens together with its row in the trail or not at all.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Adds the very first account; `Conflict::AlreadySetUp` when there is one, however close the race.
    async fn set_up(&self, first: &User, audit: NewAuditEntry) -> Result<()>;
    /// `Conflict::NameTaken` when another account has the name.
    async fn add_user(&self, user: &User, audit: NewAuditEntry) -> Result<()>;
    async fn has_users(&self) -> Result<bool>;
    async fn find_user(&self, id: &UserId) -> Result<Option<User>>;
    async fn find_user_by_name(&self, name: &UserName) -> Result<Option<User>>;
    /// By name.
    async fn list_users(&self, page: PageRequest) -> Result<Page<User>>;
    /// `Conflict::LastAdmin` when no enabled admin would remain, however close the race, and `Conflict::PasswordChanged`
    /// where somebody was quicker than a change of a known password. Gives the account after the change; disabling it or
    /// changing its password ends all its sign-ins but `keep`.
    async fn change_user(
        &self,
        id: &UserId,
        change: UserChange,
        keep: Option<&SignInId>,
        audit: NewAuditEntry,
    ) -> Result<User>;
    /// Replaces the hash of an unchanged password, when hashing got stronger; ends no sign-in.
    async fn rehash_password(&self, id: &UserId, old_hash: &str, new_hash: &str) -> Result<()>;
    /// `Conflict::LastAdmin` as above. Ends all its sign-ins.
    async fn remove_user(&self, id: &UserId, audit: NewAuditEntry) -> Result<()>;

    /// `NotFound` where the account is gone or disabled, or its password is no longer the one that was set at this moment.
    /// Of more than [`MOST_SIGN_INS`], those that were used longest ago end.
    async fn add_sign_in(&self, sign_in: &SignIn, password_set_at: Timestamp, audit: NewAuditEntry) -> Result<()>;
    /// The sign-in and its account, as they are now; nothing when either is gone.
    async fn find_sign_in(&self, id: &SignInId) -> Result<Option<(SignIn, User)>>;
    /// What a refresh token is, without a write: nothing where nobody was given it.
    async fn find_refresh(&self, hash: &str) -> Result<Option<KnownRefresh>>;
    /// Replaces a refresh token by one conditional update: of many that hand in the same, one rotates.
    /// `idle_since`: a sign-in not used since then has ended. `grace_since`: how long ago the immediate
    /// predecessor may have been replaced and still pass. A sign-in past its `expires_at` has ended too.
    async fn rotate_refresh(&self, presented_hash: &str, rotation: NewRefresh) -> Result<Rotation>;
    /// Of one account, the newest first; those past their `expires_at` are left out.
    async fn list_sign_ins(&self, user: &UserId, now: Timestamp) -> Result<Vec<SignIn>>;
    /// `NotFound` when the account has no such sign-in.
    async fn end_sign_in(&self, user: &UserId, id: &SignInId, audit: NewAuditEntry) -> Result<()>;
    /// Ends all of an account but `keep`; gives how many.
    async fn end_sign_ins(&self, user: &UserId, keep: Option<&SignInId>, audit: NewAuditEntry) -> Result<u64>;
    /// Drops sign-ins that ended by themselves and counters that are forgotten.
    async fn sweep_accounts(&self, now: Timestamp, idle_since: Timestamp) -> Result<()>;

    /// The counter kept under a key, with what a swap needs to know of it.
    async fn find_attempts(&self, key: &str) -> Result<Option<Attempts>>;
    /// Replaces the counter only if it is still `seen`; false when another server was quicker.
    async fn swap_attempts(
        &self,
        key: &str,
        seen: Option<Attempts>,
        new: Attempts,
        forget_at: Timestamp,
    ) -> Result<bool>;
    async fn forget_attempts(&self, key: &str) -> Result<()>;
}

/// The token that takes the place of a presented one, and the limits that hold at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefresh {
    pub hash: String,
    pub now: Timestamp,
    pub idle_since: Timestamp,
    pub grace_since: Timestamp,
}

/// The audit trail: a chain in which each row carries the hash of the row before.
#[async_trait]
pub trait Trail: Send + Sync {
    async fn append_audit(&self, entry: NewAuditEntry) -> Result<()>;
    /// The newest first.
    async fn list_audit(&self, filter: AuditFilter, page: PageRequest) -> Result<Page<AuditEntry>>;
    /// Up to `limit` rows after a sequence number, the oldest first: the order in which the chain is checked.
    async fn audit_after(&self, sequence: i64, limit: u32) -> Result<Vec<AuditEntry>>;
}

/// Which assets are asked for; nothing set means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetFilter {
    pub asset_type: Option<AssetType>,
    pub service_type: Option<ServiceType>,
    /// Part of the id or the name, upper or lower case alike.
    pub text: Option<String>,
}

/// What was read, and what could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    pub found: T,
    pub unreadable: Unreadable,
}

/// What is scored.
#[async_trait]
pub trait Assets: Send + Sync {
    /// By id.
    async fn list_assets(&self, filter: AssetFilter, page: PageRequest) -> Result<Read<Page<Asset>>>;
    /// All of them, by id, in one go: for each page a MongoDB is read whole.
    async fn read_assets(&self) -> Result<Read<BTreeMap<AssetId, Asset>>>;
    /// Adds an asset, or replaces the one with its id; gives whether it is new.
    async fn put_asset(&self, asset: &Asset, audit: NewAuditEntry) -> Result<bool>;
    /// Adds or replaces many. Where it fails some may have been put, and putting all of them again does no harm. For
    /// imports, whose row in the trail goes before.
    async fn put_assets(&self, assets: &[Asset]) -> Result<()>;
    /// `NotFound` when there is none.
    async fn remove_asset(&self, id: &AssetId, audit: NewAuditEntry) -> Result<()>;
    /// Removes assets with all their samples and backup runs; ids that nothing is known of are passed over.
    async fn remove_assets_and_data(&self, ids: &[AssetId], audit: NewAuditEntry) -> Result<()>;
}

/// What a read for an analysis is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    pub window: Window,
    /// Nothing: all there are.
    pub only: Option<Vec<AssetId>>,
}

/// All that the score of a service needs to know of its samples in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSamples {
    pub service_id: AssetId,
    pub counts: StatusCounts,
    pub first: Timestamp,
    pub last: Timestamp,
    /// When it failed, in order of time, one entry per failed sample.
    pub failures: Vec<Timestamp>,
}

/// How much an hour holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourCount {
    /// A full hour in UTC.
    pub hour: Timestamp,
    pub count: u64,
    /// The first and the last moment of it that holds any: a day of some zones begins in the middle of an hour.
    pub first: Timestamp,
    pub last: Timestamp,
}

impl HourCount {
    /// The part of the hour that holds any.
    pub fn window(&self) -> Window {
        Window { start: self.first, end: self.last + TimeDelta::milliseconds(1) }
    }
}

/// Status checks of services.
#[async_trait]
pub trait Samples: Send + Sync {
    /// Keeps samples; service, moment and status make a sample what it is, and the same one twice is one. Gives how
    /// many were new. SQLite keeps all of them or none; MongoDB may keep some when it fails, and repeating does no harm.
    async fn add_samples(&self, samples: &[Sample]) -> Result<u64>;
    /// Per service, by id, what a window holds; services without a sample in it are left out.
    async fn read_samples(&self, selection: Selection) -> Result<Read<Vec<ServiceSamples>>>;
    /// The moment of the newest sample of all.
    async fn newest_sample(&self) -> Result<Option<Timestamp>>;
    /// The hours that hold samples, in order of time. What cannot be read is left out.
    async fn sample_hours(&self) -> Result<Vec<HourCount>>;
    /// The ids that samples name, in order, whether or not there are assets of these names.
    async fn sampled_services(&self) -> Result<Vec<AssetId>>;
}

/// All that the score of an asset needs to know of its backup runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetRuns {
    pub asset_id: AssetId,
    /// By their ends: the runs that ended in the window, and of those that ended before it the newest of all and the
    /// newest successful one; of those that ended together, the one with the newest restore point (its start, or its
    /// end where no start is known). Of several alike, the last by end, start and outcome, in which order all are given.
    pub runs: Vec<ReportRun>,
}

/// Runs of backups.
#[async_trait]
pub trait BackupRuns: Send + Sync {
    /// Keeps runs; asset, end, start and outcome make a run what it is, and the same one twice is one. Gives how many
    /// were new. SQLite keeps all of them or none, and MongoDB may keep some, as with samples.
    async fn add_backup_runs(&self, runs: &[BackupRun]) -> Result<u64>;
    /// Per asset that runs name, by id, what an analysis of `(start, end]` needs; an asset whose runs all ended later has
    /// none. This window leaves its start out and includes its end, as the rule of resilience does.
    async fn read_backup_runs(&self, selection: Selection) -> Result<Read<Vec<AssetRuns>>>;
    /// The end of the newest run of all.
    async fn newest_backup_run(&self) -> Result<Option<Timestamp>>;
    /// The hours in which runs ended, in order of time. What cannot be read is left out.
    async fn backup_hours(&self) -> Result<Vec<HourCount>>;
    /// The ids that runs name, in order, whether or not there are assets of these names.
    async fn backed_up_assets(&self) -> Result<Vec<AssetId>>;
}

/// Which jobs are asked for; nothing set means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobFilter {
    pub state: Option<JobState>,
    pub kind: Option<AnalysisKind>,
    /// The user name of whoever asked for them.
    pub created_by: Option<String>,
}

/// What became of a wish for a job.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one is made per request and taken apart at once")]
pub enum Queued {
    New,
    /// The idempotency key was seen before, with this job.
    Known(Job),
}

/// A job that a worker holds. The fence rises with every claim and is part of every write's condition: who comes back
/// after the lease ran out writes nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    pub job: Job,
    pub fence: i64,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimState {
    Held,
    /// Still held, but somebody asked for the job's end.
    CancelAsked,
    /// The job is another worker's, or has ended.
    Lost,
}

/// How a job ends.
#[derive(Debug, Clone, PartialEq)]
pub enum JobEnd {
    /// With the bytes of its report, whose id is the job's.
    Completed {
        head: ReportHead,
        content: Arc<Vec<u8>>,
    },
    Error(JobError),
    Cancelled,
}

/// What became of the wish to end a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// It has ended as it was told to.
    AsTold,
    /// Somebody had asked for its end, so that it ended as cancelled and without a report.
    Cancelled,
    /// The claim was lost, and nothing was written.
    Lost,
}

/// The queue of analyses. Leases run by the database's clock, so that no worker's own clock matters.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Adds a queued job. The same key of the same user within a day, by when the jobs were made, gives the job that
    /// it came with first, and changes nothing.
    async fn queue_job(&self, job: &Job, key: Option<&str>, audit: NewAuditEntry) -> Result<Queued>;
    /// The job that would be given for another one of this user with this key, if any.
    async fn find_job_by_key(&self, user: &str, key: &str, now: Timestamp) -> Result<Option<Job>>;
    async fn find_job(&self, id: &JobId) -> Result<Option<Job>>;
    /// The newest first. A page of large configurations ends early.
    async fn list_jobs(&self, filter: JobFilter, page: PageRequest) -> Result<Page<Job>>;
    /// How many there are in each state, in the order of the states; there may be none.
    async fn count_jobs(&self) -> Result<Vec<(JobState, u64)>>;
    /// Takes the oldest queued job, or a running one whose lease ran out; of many that ask at once, one gets it. A job
    /// whose third lease ran out ends as `JobFailure::Lost` instead, and one whose end was asked for as cancelled.
    async fn claim_job(&self, lease: Duration) -> Result<Option<Claim>>;
    /// Renews the lease and writes the progress down, which never goes back.
    async fn renew_claim(&self, claim: &Claim, lease: Duration, progress: JobProgress) -> Result<ClaimState>;
    /// How the claim stands, without a write.
    async fn check_claim(&self, claim: &Claim) -> Result<ClaimState>;
    /// Ends the job, together with its report.
    async fn finish_job(&self, claim: &Claim, end: JobEnd) -> Result<Finished>;
    /// Puts the job back into the queue, as if it had not been claimed, but with the progress that people saw. Does
    /// nothing when the claim was lost.
    async fn give_back_job(&self, claim: &Claim) -> Result<()>;
    /// Ends a job at once that waits for a worker, or whose lease ran out, and asks the worker of another one to; gives
    /// the job as it is then. `Conflict::JobEnded` when it has ended.
    async fn cancel_job(&self, id: &JobId, audit: NewAuditEntry) -> Result<Job>;
}

/// Reports: their heads for lists, and their content as bytes that this crate does not look into.
#[async_trait]
pub trait Reports: Send + Sync {
    /// Keeps a report that came from a file, whatever its size.
    async fn add_report(&self, head: &ReportHead, content: &[u8], audit: NewAuditEntry) -> Result<()>;
    async fn find_report(&self, id: &ReportId) -> Result<Option<ReportHead>>;
    /// The content as it was handed in; nothing when there is no such report.
    async fn read_report(&self, id: &ReportId) -> Result<Option<Vec<u8>>>;
    /// The newest first.
    async fn list_reports(&self, kind: Option<AnalysisKind>, page: PageRequest) -> Result<Page<ReportHead>>;
    /// The newest of the older ones of the same kind, of those whose window is as long and ends no later: a week burns more
    /// of a budget than a day, and what came afterwards was not before. What lies hundreds of reports back is not looked
    /// for.
    async fn find_report_before(&self, head: &ReportHead) -> Result<Option<ReportHead>> {
        let mut cursor = Some(page::place(head.created_at, head.id.as_str()));
        for limit in [10, 100, 400] {
            let older = self.list_reports(Some(head.kind), PageRequest { limit, cursor }).await?;
            let found = older.items.into_iter().find(|one| head.window.follows(&one.window));
            cursor = older.next_cursor;
            if found.is_some() || cursor.is_none() {
                return Ok(found);
            }
        }
        Ok(None)
    }
    /// `NotFound` when there is none.
    async fn remove_report(&self, id: &ReportId, audit: NewAuditEntry) -> Result<()>;
}

/// Saved configurations.
#[async_trait]
pub trait Presets: Send + Sync {
    /// Adds a preset, or replaces the one of its name; gives whether it is new.
    async fn put_preset(&self, preset: &Preset, audit: NewAuditEntry) -> Result<bool>;
    async fn find_preset(&self, name: &str) -> Result<Option<Preset>>;
    /// By name. A page of large configurations ends early.
    async fn list_presets(&self, page: PageRequest) -> Result<Page<Preset>>;
    /// `NotFound` when there is none.
    async fn remove_preset(&self, name: &str, audit: NewAuditEntry) -> Result<()>;
}
