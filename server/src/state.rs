//! What every handler can reach: built once at the start, cheap to clone.

use std::{ops::Deref, sync::Arc};

use store::Store;
use tokio::sync::Notify;

use crate::{
    auth::{pace::Paces, passwords::Passwords, tokens::Tokens},
    clock::Clock,
    metrics::Metrics,
    observe::RequestIds,
    services::{
        coverage::Coverages, fallen_scores::FallenPairs, last_scores::LastScores, report_bytes::ReportBytes,
        report_turns::ReportTurns, senders::Senders,
    },
    settings::Settings,
};

/// The names under which secrets are kept with the data.
const JWT_SECRET: &str = "jwt";
pub const SETUP_CODE: &str = "setup";

/// A running server. Every request clones it several times, and processors quarrel over each count that goes up and down:
/// so there is one.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

/// The parts of a running server.
#[derive(Clone)]
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub settings: Arc<Settings>,
    pub clock: Clock,
    pub metrics: Arc<Metrics>,
    pub request_ids: Arc<RequestIds>,
    pub passwords: Arc<Passwords>,
    pub tokens: Arc<Tokens>,
    pub paces: Arc<Paces>,
    /// Rings when a job is queued here.
    pub queue_bell: Arc<Notify>,
    pub report_bytes: Arc<ReportBytes>,
    pub report_turns: Arc<ReportTurns>,
    pub coverages: Arc<Coverages>,
    pub last_scores: Arc<LastScores>,
    pub fallen_pairs: Arc<FallenPairs>,
    pub senders: Arc<Senders>,
    /// The one-time code that makes the first admin; it is worthless once there is one.
    pub setup_code: Arc<str>,
}

impl AppState {
    /// Puts the parts together; secrets that nobody set are made now and kept with the data.
    pub async fn new(store: Arc<dyn Store>, settings: Settings, clock: Clock) -> anyhow::Result<Self> {
        let jwt_secret = match &settings.jwt_secret {
            Some(secret) => secret.clone(),
            None => store.keep_secret(JWT_SECRET, &crate::auth::random_text()?).await?,
        };
        let setup_code = crate::auth::random_code()?;
        // Kept until it has been used, so that every server and every restart prints the same code.
        let setup_code =
            if store.has_users().await? { setup_code } else { store.keep_secret(SETUP_CODE, &setup_code).await? };
        Ok(Self::from(Parts {
            store,
            settings: Arc::new(settings),
            clock,
            metrics: Arc::new(Metrics::new()),
            request_ids: Arc::default(),
            passwords: Arc::new(Passwords::start()?),
            paces: Arc::default(),
            queue_bell: Arc::default(),
            report_bytes: Arc::default(),
            report_turns: Arc::default(),
            coverages: Arc::default(),
            last_scores: Arc::default(),
            fallen_pairs: Arc::default(),
            senders: Arc::default(),
            tokens: Arc::new(Tokens::new(jwt_secret.as_bytes())),
            setup_code: setup_code.into(),
        }))
    }
}

impl From<Parts> for AppState {
    fn from(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
