//! What Vedetta keeps, behind one interface with two engines: SQLite embedded, or a MongoDB.
//! Only this crate names a database driver; queries live here, decisions do not.

mod backup_size;
mod chain;
mod error;
mod mongo;
mod page;
mod sqlite;
mod url;

use std::sync::Arc;

use async_trait::async_trait;
use model::{
    Asset, AssetId, AssetType, Attempts, AuditEntry, AuditFilter, BackupRun, NewAuditEntry, Page, PageRequest, Role,
    Sample, SampleStatus, ServiceType, SignIn, SignInId, Timestamp, User, UserId, UserName, Window,
};

pub use chain::hash as audit_hash;
pub use error::{Conflict, OpenError, StoreError};
pub use url::{CollectionNames, DatabaseUrl, Engine, mask_password};

pub type Result<T> = std::result::Result<T, StoreError>;

/// Opens the database that the URL names, making what a new one needs. Index building goes on in the background.
pub async fn open(url: &DatabaseUrl) -> std::result::Result<Arc<dyn Store>, OpenError> {
    match url {
        DatabaseUrl::Sqlite { path } => sqlite::open(path).await,
        DatabaseUrl::Mongo { .. } => mongo::open(url).await,
    }
}

/// Everything that is kept.
#[async_trait]
pub trait Store: Accounts + Trail + Assets + Samples + BackupRuns {
    fn engine(&self) -> Engine;

    /// Whether the database answers now, and can be written to.
    async fn ping(&self) -> Result<()>;

    /// Ends what goes on in the background and closes the files; what was acknowledged is safe before that too.
    async fn close(&self);

    /// The secret kept under a name. The first candidate ever offered is the one that is kept, for all servers.
    async fn keep_secret(&self, name: &str, candidate: &str) -> Result<String>;

    /// Drops a secret that has served its purpose.
    async fn forget_secret(&self, name: &str) -> Result<()>;
}

/// What changes about an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    pub role: Option<Role>,
    pub disabled: Option<bool>,
    /// The new hash and when it was set.
    pub password: Option<(String, Timestamp)>,
}

impl UserChange {
    /// Whether whoever is signed in must do so again.
    fn ends_sign_ins(&self) -> bool {
        self.disabled == Some(true) || self.password.is_some()
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
    /// `Conflict::LastAdmin` when no enabled admin would remain, however close the race. Gives the account after
    /// the change; disabling it or changing its password ends all its sign-ins but `keep`.
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

    async fn add_sign_in(&self, sign_in: &SignIn, audit: NewAuditEntry) -> Result<()>;
    /// The sign-in and its account, as they are now; nothing when either is gone.
    async fn find_sign_in(&self, id: &SignInId) -> Result<Option<(SignIn, User)>>;
    /// Replaces a refresh token by one conditional update: of many that hand in the same, one rotates.
    /// `idle_since`: a sign-in not used since then has ended. `grace_since`: how long ago the immediate
    /// predecessor may have been replaced and still pass. A sign-in past its `expires_at` has ended too.
    async fn rotate_refresh(&self, presented_hash: &str, rotation: NewRefresh) -> Result<Rotation>;
    /// Of one account, the newest first; only those that have not ended.
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

/// Documents that another program left in a form that says too little: counted, with a few named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreadable {
    pub count: u64,
    /// The first few: which document, and what is wrong with it.
    pub examples: Vec<String>,
}

/// How many unreadable documents are named.
const MAX_EXAMPLES: usize = 5;

impl Unreadable {
    fn add(&mut self, example: impl FnOnce() -> String) {
        self.count += 1;
        if self.examples.len() < MAX_EXAMPLES {
            self.examples.push(example());
        }
    }
}

/// What is scored.
#[async_trait]
pub trait Assets: Send + Sync {
    /// By id.
    async fn list_assets(&self, filter: AssetFilter, page: PageRequest) -> Result<Read<Page<Asset>>>;
    /// Adds an asset, or replaces the one with its id.
    async fn put_asset(&self, asset: &Asset) -> Result<()>;
    /// `NotFound` when there is none.
    async fn remove_asset(&self, id: &AssetId) -> Result<()>;
}

/// All that the score of a service needs to know of its samples in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSamples {
    pub service_id: AssetId,
    /// How many samples had each status, in the order of `SampleStatus::ALL`.
    pub counts: [u64; SampleStatus::ALL.len()],
    pub first: Timestamp,
    pub last: Timestamp,
    /// When it failed, in order of time, one entry per failed sample.
    pub failures: Vec<Timestamp>,
}

/// Status checks of services.
#[async_trait]
pub trait Samples: Send + Sync {
    /// Keeps samples; service, moment and status make a sample what it is, and the same one twice is one. Gives how
    /// many were new. SQLite keeps all of them or none; MongoDB may keep some when it fails, and repeating does no harm.
    async fn add_samples(&self, samples: &[Sample]) -> Result<u64>;
    /// Per service, by id, what a window holds.
    async fn read_samples(&self, window: Window) -> Result<Read<Vec<ServiceSamples>>>;
}

/// Runs of backups.
#[async_trait]
pub trait BackupRuns: Send + Sync {
    /// Keeps runs; asset, end, start and outcome make a run what it is, and the same one twice is one. Gives how many
    /// were new. All or none, as with samples.
    async fn add_backup_runs(&self, runs: &[BackupRun]) -> Result<u64>;
    /// The runs that ended in a window and, per asset, the newest successful one that ended before it;
    /// by asset, then by end.
    async fn read_backup_runs(&self, window: Window) -> Result<Read<Vec<BackupRun>>>;
}
